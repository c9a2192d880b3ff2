import type { Hints } from './hints.ts'

/** The hints of Part 6, by TODO. */
export const hints: Record<string, Hints> = {
  '6.1': {
    levels: [
      'Which pixels of x survive, and what stands in the channels that x does not have? If out starts as zeros, what is left to do?',
      'out is (N, filters, outHeight, outWidth), zeros; for c < C only, out[n, c, i, j] = x[n, c, i · stride, j · stride].',
      'zeros([N, filters, outHeight, outWidth], x.dtype), then four loops over n, c < C, i, j. In .data, element (n, c, i, j) of out stands at ((n * filters + c) * outHeight + i) * outWidth + j, and x has its own C, H and W in the same formula. The two use different sizes.',
    ],
    after: [
      [
        [
          'shortcutForward/stride-rows-only',
          'shortcutForward/first-pixels',
          'shortcutForward/stride-columns-only',
        ],
        'Every stride-th row and every stride-th column stays. Where in x are the row and the column that become (i, j)?',
      ],
      [
        ['shortcutForward/zeros-first'],
        'The channels of x keep their numbers, and zeros come behind. To which channel of out does channel c of x go, and how far does the loop over c run?',
      ],
      [
        ['shape/other'],
        'How many channels should come out, also where nothing gets smaller? When may you really return x itself?',
      ],
      [['values/element-type'], 'zeros makes float64 unless you say otherwise. Whose dtype should out have?'],
    ],
  },
  '6.2': {
    levels: [
      'What happened to a pixel of x in the forward pass: it was handed on once, or left out. What is the gradient of each kind? And who gets the gradient of the new channels?',
      'dx is (N, C, H, W), zeros; for c < C, dx[n, c, i · stride, j · stride] = dout[n, c, i, j]. The rest stays 0.',
      'zeros(shape, dout.dtype) and the same four loops as in 6.1, with the two sides of the assignment exchanged: the index with C, H, W and the stride belongs to dx now, the one with filters to dout.',
    ],
    after: [
      [
        ['shortcutBackward/to-first-pixels'],
        'The gradient has to go back to the pixel that it came from. Where in dx does the stride belong?',
      ],
      [
        ['shortcutBackward/last-channels'],
        'The channels behind those of x were made of zeros. Which channels of dout belong to x?',
      ],
      [['shape/other'], 'dx belongs to x. Which shape did x have, and where was it kept?'],
      [
        ['explain/zero'],
        'Every pixel that was handed on has a gradient. Is dx ever written to after it was made?',
      ],
    ],
  },
  '6.3': {
    levels: [
      'Two ways lead from x to the output. What comes from each, where do they meet, and what happens behind that point?',
      'out = ReLU(branch(x).out + shortcutForward(x, options).out). The cache keeps what branch(x) returned and the caches of the shortcut and the ReLU.',
      'Call branch(x) once and keep all that it returns; call shortcutForward(x, options); reluForward of the add of the two outs. The cache has the names branch, shortcut and relu. A second call of branch would do its work twice.',
    ],
    after: [
      [
        ['residualForward/no-relu', 'residualForward/relu-of-branch', 'residualForward/relu-of-shortcut'],
        'There is one ReLU here, and it comes last. What exactly goes into it?',
      ],
      [
        ['residualForward/no-shortcut', 'residualForward/no-branch', 'residualForward/subtracted'],
        'The block adds what it has learned to what came in. Which two tensors does your sum have?',
      ],
      [
        ['residualForward/branch-called-often'],
        'Both out and backward come from the same call of branch. Where could you keep them?',
      ],
    ],
  },
  '6.4': {
    levels: [
      'Backwards, the first thing you meet is the ReLU. And then: x was used twice, so from how many ways does its gradient come back, and what do gradients of a shared value do?',
      'dsum = the gradient behind the ReLU; dx = branch.backward(dsum) + the dx of shortcutBackward(dsum).',
      'reluBackward(dout, cache.relu).dx first. Give that one tensor to cache.branch.backward, once, and to shortcutBackward with cache.shortcut; add the two results. Mind that the branch returns the gradient itself, and the shortcut an object with dx.',
    ],
    after: [
      [
        ['residualBackward/no-relu'],
        'Where the ReLU gave 0, nothing may come back. Which gradient do you hand to the branch and to the shortcut: dout, or what the ReLU lets through?',
      ],
      [
        ['residualBackward/no-branch', 'residualBackward/no-shortcut'],
        'x went two ways. Which of them is not in your dx?',
      ],
      [
        ['residualBackward/no-relu-to-shortcut', 'residualBackward/no-relu-to-branch'],
        'The sum stands before the ReLU in the forward pass. So both ways get a gradient that has come through it: which of yours has not?',
      ],
      [
        ['residualBackward/branch-called-often'],
        'backward of the branch also notes the gradients of its weights. What happens to them if you call it twice?',
      ],
    ],
  },
}
