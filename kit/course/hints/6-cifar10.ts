import type { Hints } from './hints.ts'

/** The hints of Part 6, by TODO. */
export const hints: Record<string, Hints> = {
  '6.1': {
    levels: [
      'Which pixels of x remain, and what is in the channels that x does not have? If out starts as zeros, what is left to do?',
      'out is (N, filters, outHeight, outWidth), zeros; for c < C only, out[n, c, i, j] = x[n, c, i · stride, j · stride].',
      'zeros([N, filters, outHeight, outWidth], x.dtype), then four loops over n, c < C, i, j. In .data, element (n, c, i, j) of out is at ((n * filters + c) * outHeight + i) * outWidth + j. The same formula works for x, but with its own C, H and W.',
    ],
    after: [
      [
        [
          'shortcutForward/stride-rows-only',
          'shortcutForward/first-pixels',
          'shortcutForward/stride-columns-only',
        ],
        'Every stride-th row and every stride-th column is kept. Where in x are the row and the column that become (i, j)?',
      ],
      [
        ['shortcutForward/zeros-first'],
        'The channels of x keep their numbers, and the zeros come after them. To which channel of out does channel c of x go, and how far does the loop over c run?',
      ],
      [
        ['shape/other'],
        'How many channels should out have, even if the images keep their size? When can you really return x itself?',
      ],
      [['values/element-type'], 'zeros makes float64 unless you say otherwise. Whose dtype should out have?'],
    ],
  },
  '6.2': {
    levels: [
      'In the forward pass a pixel of x was either passed on once, or left out. What is the gradient of each kind? And where does the gradient of the new channels go?',
      'dx is (N, C, H, W), zeros; for c < C, dx[n, c, i · stride, j · stride] = dout[n, c, i, j]. The rest stays 0.',
      'zeros(shape, dout.dtype) and the same four loops as in 6.1, with the two sides of the assignment swapped: the index with C, H, W and the stride now belongs to dx, the one with filters to dout.',
    ],
    after: [
      [
        ['shortcutBackward/to-first-pixels'],
        'The gradient must go back to the pixel that it came from. Where in dx does the stride belong?',
      ],
      [
        ['shortcutBackward/last-channels'],
        'The channels after those of x were filled with zeros. Which channels of dout belong to x?',
      ],
      [
        ['shape/other', 'shortcutBackward/stride-forgotten'],
        'dx has the shape of x. Which shape did x have, and where was it kept?',
      ],
      [
        ['explain/zero'],
        'Every pixel that was passed on has a gradient. Do you ever write to dx after you have made it?',
      ],
    ],
  },
  '6.3': {
    levels: [
      'There are two paths from x to the output. What does each of them give, where do they meet, and what happens after that point?',
      'out = ReLU(branch(x).out + shortcutForward(x, options).out). The cache keeps what branch(x) returned and the caches of the shortcut and the ReLU.',
      'Call branch(x) once and keep all that it returns; call shortcutForward(x, options); then add the two outs and call reluForward on the sum. The cache has the names branch, shortcut and relu. A second call of branch would do its work twice.',
    ],
    after: [
      [
        ['residualForward/no-relu', 'residualForward/relu-of-branch', 'residualForward/relu-of-shortcut'],
        'There is one ReLU here, and it comes last. What exactly is its input?',
      ],
      [
        ['residualForward/no-shortcut', 'residualForward/no-branch', 'residualForward/subtracted'],
        'The block adds the output of the branch to that of the shortcut. Which two tensors do you add?',
      ],
      [
        ['residualForward/branch-called-often'],
        'Both out and backward come from the same call of branch. Where could you keep them?',
      ],
    ],
  },
  '6.4': {
    levels: [
      'In the backward pass, the ReLU comes first. After that: x was used twice, so along how many paths does its gradient come back, and how do you combine the gradients of a shared value?',
      'dsum = the dx of reluBackward; dx = branch.backward(dsum) + the dx of shortcutBackward(dsum).',
      'reluBackward(dout, cache.relu).dx first. Give that one tensor to cache.branch.backward, once, and to shortcutBackward with cache.shortcut; add the two results. Note that the branch returns the gradient itself, and the shortcut an object with dx.',
    ],
    after: [
      [
        ['residualBackward/no-relu'],
        'Where the ReLU gave 0, the gradient must be 0. Which gradient do you pass to the branch and to the shortcut: dout, or what the ReLU lets through?',
      ],
      [
        ['residualBackward/no-branch', 'residualBackward/no-shortcut'],
        'x was used in two paths. Which of them is missing in your dx?',
      ],
      [
        ['residualBackward/no-relu-to-shortcut', 'residualBackward/no-relu-to-branch'],
        'The sum comes before the ReLU in the forward pass. So both paths get a gradient that has gone through it: which of yours has not?',
      ],
      [
        ['residualBackward/branch-called-often'],
        'backward of the branch also stores the gradients of its weights. What happens to them if you call it twice?',
      ],
    ],
  },
  '6.5': {
    levels: [
      'The new velocity is computed as in 1.8. With momentum, w then moves by it. Here, w first takes the gradient step and then moves ahead. By how much does it move ahead?',
      'v = momentum · velocity - learningRate · dw, as in 1.8; then w + momentum · v - learningRate · dw, with the new v.',
      'Compute step = mul(learningRate, dw) once. nextVelocity is momentum times velocity minus step. The next w is w plus momentum times nextVelocity minus step. Return { w, config: { ...config, velocity: nextVelocity } }.',
    ],
    after: [
      [
        ['nesterovMomentum/plain-momentum', 'nesterovMomentum/velocity-and-ahead'],
        'The move of w has two terms: one with the gradient, and one with a velocity. Which term has the factor momentum, and does it use the old velocity or the new one?',
      ],
      [
        ['nesterovMomentum/no-gradient-step', 'nesterovMomentum/step-without-learning-rate'],
        'w is corrected by the gradient and then moves ahead. Which of the two parts does your w have, and how large is the gradient step?',
      ],
      [
        [
          'nesterovMomentum/step-handed-on',
          'nesterovMomentum/old-velocity-handed-on',
          'nesterovMomentum/as-in-pytorch',
          'optimizer/state-not-handed-on',
        ],
        'The velocity in the config is the same as in 1.8. What was its name there, and what does it hold?',
      ],
    ],
  },
  '6.6': {
    levels: [
      'If you whiten whole images, an image is an example, and a pixel is a feature. What are they here? Whitening divides each coordinate by a root. Here a coordinate is the product of a filter and a patch: what can you divide instead, once and for all patches?',
      'centred = patches - their mean (D,); Σ = centredᵀ · centred / P, (D, D); column k of the eigenvectors divided by √(λ_k + epsilon) is a filter; as rows (D, D), then the same times -1, (2D, D), reshaped to (2D, C, size, size).',
      'sub(patches, mean(patches, 0)); matmul(…, …, { transposeA: true }) divided by P; eigenSymmetric gives values (D,) and vectors (D, D); div(vectors, map(add(values, epsilon), Math.sqrt)) divides each column by its root; transpose makes the columns rows; concat([rows, mul(rows, -1)]) and reshape.',
    ],
    after: [
      [
        ['whiteningFilters/not-transposed', 'whiteningFilters/divided-across'],
        'eigenSymmetric returns one eigenvector in each column, and a filter needs to be one row. In which order do you divide and transpose?',
      ],
      [
        [
          'whiteningFilters/not-averaged',
          'whiteningFilters/p-minus-1',
          'whiteningFilters/by-images',
          'whiteningFilters/by-d',
        ],
        'A covariance is a mean of products. How many products are averaged here?',
      ],
      [
        ['whiteningFilters/not-centred', 'whiteningFilters/own-mean', 'whiteningFilters/mean-of-all'],
        'If all images were brighter by the same amount, your filters should still be the same. What do you subtract from each patch, and does it have one number for each of the D places?',
      ],
      [
        [
          'whiteningFilters/same-sign',
          'whiteningFilters/interleaved',
          'whiteningFilters/second-half-reversed',
        ],
        'Filter D + k is filter k with the opposite sign. Along which axis do you put the two halves together?',
      ],
      [
        ['shape/first-axis', 'shape/other'],
        'Patches of D numbers give D eigenvectors. How many filters are there together with their opposites?',
      ],
    ],
  },
  '6.7': {
    levels: [
      'A filter is multiplied with every patch of all channels, and the products are added. Which numbers must it have so that only the middle pixel of one channel is left?',
      'A copy of w; for f < min(F, C): 0 in all of filter f, then 1 at (f, f, ⌊HH / 2⌋, ⌊WW / 2⌋). The others stay.',
      'w.clone(), then a loop over f < Math.min(F, C). In .data, filter f begins at f * C * HH * WW and has C * HH * WW numbers: fill them with 0. Element (f, f, i, j) is at ((f * C + f) * HH + i) * WW + j.',
    ],
    after: [
      [
        ['identityFilters/rest-kept', 'identityFilters/added', 'identityFilters/only-own-channel-cleared'],
        'What does the filter return if its other numbers are not 0? It has C channels, and each has numbers of its own.',
      ],
      [
        ['identityFilters/others-zero', 'identityFilters/others-identity', 'identityFilters/one-too-few'],
        'How many channels are there to pass on, and how many filters? What do the filters do for which there is no channel?',
      ],
      [
        [
          'identityFilters/corner',
          'identityFilters/middle-before',
          'identityFilters/rows-and-columns-swapped',
          'identityFilters/last',
        ],
        'The middle has a row and a column. Write down both for a filter of 2 x 5: which of them belongs to HH?',
      ],
      [
        ['identityFilters/first-channel', 'identityFilters/all-channels'],
        'Filter f should return channel f. Which two of the four indices are the same?',
      ],
      [
        ['calls/changes-input'],
        'Two tensors can share their numbers. Which of the functions that you know makes a copy?',
      ],
    ],
  },
}
