import type { Hints } from './hints.ts'

/** The hints on the layers, the losses and the update rules of Part 1. */
export const layers: Record<string, Hints> = {
  '1.1': {
    levels: [
      'The layer knows nothing about the rows and columns of a picture: it sees each example as one long row of numbers. Which axis of x counts the examples, and must therefore stay?',
      'See x as rows of shape (N, D). Then out = rows · w + b, with w of shape (D, M), is (N, M); b of shape (M,) is added to every row by broadcasting.',
      'Take N from x.shape[0] and make the rows with x.reshape([N, -1]); then matmul, then add. Keep x in the cache, not the rows: the backward pass must know the original shape of x.',
    ],
    after: [
      [
        ['affineForward/not-rows', 'affineForward/row-of-one-axis', 'crash/matmul'],
        'Look at the two shapes in the message: is the first one already a matrix? What must you do to a picture of shape (C, H, W) before you can use it in a matrix product?',
      ],
      [
        ['explain/number-per-column', 'explain/term-missing'],
        'Every column of out is shifted by its own constant. Which of the three inputs has exactly one number for each column, and where do you use it?',
      ],
      [
        ['shape/transposed', 'affineForward/w-reshaped'],
        'Write down the shapes of the two factors and of their product: (N, D) times (D, M). Does anything still have to change its shape?',
      ],
    ],
  },
  '1.2': {
    levels: [
      'Write down sum(dout * out), and replace out by the formula of the layer. In which terms of that sum does one element of x occur, one of w, and one of b?',
      'dx = dout · wᵀ, (N, D), reshaped to the shape of x at the end; dw = rowsᵀ · dout, (D, M); db = the sum of dout over the examples, (M,). The shapes allow only one way to combine the factors.',
      'Make the rows as in 1.1. Then matmul(dout, w, { transposeB: true }) and its reshape to x.shape; matmul with the rows first and { transposeA: true }; and sum over axis 0. It is a sum and not a mean: the 1 / N of the loss is already in dout.',
    ],
    after: [
      [
        ['crash/matmul'],
        'The message names the two shapes. Which shape must the result have, and which index do both factors share? Transpose the factor that has this index in the wrong place.',
      ],
      [
        [
          'explain/factor',
          'affineBackward/db-first-example',
          'affineBackward/db-last-example',
          'affineBackward/dw-first-example',
          'explain/named-factor',
          'affineBackward/dw-last-example',
        ],
        'All N examples share the same w and b, so each of them contributes to dw and db. How do you combine the gradients of a shared value, and has the loss already taken its mean?',
      ],
      [
        ['shape/reshape'],
        'All the numbers are there. Which shape did x have in the forward pass, and where have you kept it?',
      ],
      [
        [
          'shape/first-axis',
          'shape/not-summed',
          'affineBackward/db-over-everything',
          'affineBackward/db-over-outputs',
        ],
        'db has one number for each output. So which axis of dout, (N, M), must disappear, and which must stay?',
      ],
      [
        ['affineBackward/w-reshaped', 'affineBackward/x-reshaped'],
        'A reshape never moves a number, it only starts the rows elsewhere. What swaps rows and columns, and which option of matmul does it for you?',
      ],
    ],
  },
  '1.3': {
    levels: [
      'Every element is treated in the same way, whatever its neighbours are. What happens to a positive number, and what to a negative one?',
      'out = max(0, x), element by element, in the shape of x.',
      'map(x, ...) with Math.max of 0 and the value makes a new tensor. Put x into the cache: the backward pass needs to know which numbers were positive.',
    ],
    after: [
      [
        ['calls/changes-input'],
        'The caller may still need x. Which function returns a new tensor with a changed copy of every element?',
      ],
      [
        ['shape/reshape'],
        'A ReLU works on tensors of any shape. Which part of your code depends on the shape?',
      ],
      [
        [
          'reluForward/x-itself',
          'reluForward/leak-hundredth',
          'reluForward/absolute',
          'reluForward/leak-tenth',
        ],
        'Try it on paper with -2. What should the result be, and what does your function return?',
      ],
    ],
  },
  '1.4': {
    levels: [
      'A ReLU is a gate for each element. When does a small change of x reach the output, and when does it not? And which sign decides: that of x, or that of dout?',
      'dx = dout where x > 0, and 0 elsewhere, even where x is exactly 0. That is dout times a mask of ones and zeros, in the shape of x.',
      'Make the mask with map(cache.x, ...): Number(value > 0) is 1 or 0. Then multiply it by dout, element by element. Use >, not >=.',
    ],
    after: [
      [
        ['reluBackward/at-zero', 'reluBackward/at-zero-half'],
        'At exactly 0 the function has a kink, and this course uses the slope on one side. Which comparison lets 0 through, and which does not?',
      ],
      [
        ['reluBackward/sign-of-dout', 'reluBackward/relu-of-dx'],
        'A gradient may be negative although the unit was on. Which tensor of the forward pass tells you whether the unit was on?',
      ],
      [
        ['explain/upstream', 'reluBackward/slope-alone'],
        'The chain rule has two factors: the slope of the ReLU, and the upstream gradient. Which of the two do you return, and where is the other?',
      ],
    ],
  },
  '1.5': {
    levels: [
      'How do the probabilities change if you subtract the same number from all scores of one example? Use this so that no exponential can become infinite. And can you get log p without taking the logarithm of a probability?',
      'With shifted = scores minus the largest of each row, log p = shifted - log(sum of exp(shifted) over the row), (N, C). The loss is the mean over n of -log p[n, labels[n]]; dscores = (p - t) / N, where t is 1 at the right class and 0 elsewhere.',
      'max(scores, 1, { keepDims: true }) gives the (N, 1) to subtract; map with Math.exp, sum over axis 1 with keepDims and map with Math.log give what you subtract next. Start dscores as exp(log p) / N; then loop over n, subtract 1 / N from element n * C + labels[n], and add up the loss. Divide the 1 by N too.',
    ],
    after: [
      [
        ['softmaxLoss/overflows', 'values/number-nan'],
        'With a score of 1000, e to the score is infinite. What can you first subtract from all scores of a row, so that the largest exponent is 0, and how does that change the probabilities?',
      ],
      [
        [
          'loss/summed',
          'loss/averaged-twice',
          'loss/dscores-not-averaged',
          'softmaxLoss/only-one-divided',
          'softmaxLoss/one-not-divided',
          'softmaxLoss/one-divided-twice',
          'softmaxLoss/right-class-not-divided',
        ],
        'The loss is a mean over the examples. Follow the factor 1 / N into the loss, into p, and into the 1 at the right class. Does each of them get it exactly once?',
      ],
      [
        [
          'softmaxLoss/no-right-class',
          'softmaxLoss/probabilities-alone',
          'softmaxLoss/one-added',
          'softmaxLoss/one-at-every-class',
        ],
        'The loss of one example is log of the sum of all e to the score, minus the score of the right class. What does that second term add to the gradient, and where?',
      ],
      [
        ['softmaxLoss/clipped', 'softmaxLoss/logarithm-of-zero'],
        'A tiny probability rounds to 0, and clipping it only hides that. How can you write log p as a difference of two numbers that are both harmless?',
      ],
      [
        ['loss/label-of-first', 'loss/labels-from-1', 'softmaxLoss/label-of-first'],
        'Where is element (n, labels[n]) of an (N, C) tensor in its flat data? Try it on paper with n = 1 and C = 3.',
      ],
    ],
  },
  '1.6': {
    levels: [
      'Take one example and one wrong class. When does this pair add to the loss, how much, and on which two scores does that depend?',
      'margin = s[n, c] - s[n, right] + 1 for every wrong class c. If it is positive, add margin / N to the loss, + 1 / N to dscores[n, c], and - 1 / N to dscores[n, right].',
      'Start with dscores = zerosLike(scores) and loss = 0, and write two loops, over n and over c. Skip the right class and every margin that is not positive. Element (n, c) is data[n * C + c], and the right class gets - 1 / N once for every violated margin.',
    ],
    after: [
      [
        ['svmLoss/right-class-counted'],
        'For the right class itself the margin is always 1. Does the sum in the formula include it?',
      ],
      [
        ['svmLoss/no-right-class', 'svmLoss/right-class-once', 'svmLoss/no-wrong-classes'],
        'Each positive margin depends on two scores, with slopes + 1 and - 1. If three wrong classes violate the margin, how often does the right class get its share?',
      ],
      [
        [
          'loss/summed',
          'loss/dscores-not-averaged',
          'svmLoss/right-class-not-averaged',
          'svmLoss/wrong-classes-not-averaged',
        ],
        'The loss is a mean over the examples. The loss and both parts of the gradient need the factor 1 / N: which of them has it, and which does not?',
      ],
      [
        ['svmLoss/squared', 'svmLoss/wrong-classes-weighted', 'svmLoss/weighted', 'svmLoss/of-squares'],
        'How fast does max(0, margin) grow once it is positive? Does that depend on how large the margin is?',
      ],
    ],
  },
  '1.7': {
    levels: [
      'The gradient points in the direction in which the loss grows fastest. Which way do you go, and how far?',
      'next w = w - learningRate · dw, element by element. You need not remember anything.',
      'Use sub and mul; mul takes the number learningRate as it is. Return { w, config } with the new weights, and do not change the old ones.',
    ],
    after: [
      [
        ['sgd/uphill', 'optimizer/uphill'],
        'The loss grows along dw, but it should shrink. Which sign does the step need?',
      ],
      [
        ['calls/changes-input'],
        'The old weights belong to the caller. Which function gives the difference as a new tensor?',
      ],
      [
        ['optimizer/setting-changed', 'result/other'],
        'The next step needs its settings as well. What do you return besides the weights?',
      ],
    ],
  },
  '1.8': {
    levels: [
      'Think of a ball that rolls downhill. What does the gradient change, what moves the weights, and what must be remembered until the next step?',
      'velocity = momentum · velocity - learningRate · dw; then w = w + velocity, with the new velocity. The velocity has the shape of w.',
      'Compute the next velocity with mul, mul and sub, then add it to w. Return it as { ...config, velocity: ... }, and use the new one in both places.',
    ],
    after: [
      [
        ['sgdMomentum/old-velocity-handed-on', 'sgdMomentum/old-velocity'],
        'There are two velocities: the one you were given and the one you computed. Which of them should move the weights, and which should the next step find?',
      ],
      [
        ['optimizer/state-not-handed-on', 'sgdMomentum/forgets'],
        'A ball that forgets its speed after every step does not roll. Where does the next call look for the velocity?',
      ],
      [
        ['sgdMomentum/no-momentum', 'sgdMomentum/damped', 'sgdMomentum/one-minus-momentum'],
        'momentum is the share of the old velocity that remains, and the gradient is added in full. Which factors does your line use?',
      ],
      [
        ['sgdMomentum/no-learning-rate', 'sgdMomentum/uphill', 'optimizer/uphill'],
        'Where in the formula is the learning rate, and which sign comes before it? The velocity is already the step.',
      ],
    ],
  },
  '1.9': {
    levels: [
      'Each weight should move in units of its own typical gradient. What should you remember of all past gradients, so that their signs do not cancel?',
      'cache = decayRate · cache + (1 - decayRate) · dw²; then w = w - learningRate · dw / (√cache + epsilon), with the new cache, element by element.',
      'Compute the next cache with mul and add; map it with Math.sqrt, add epsilon to that root, and divide learningRate · dw by it. Use the new cache in the division, and return it in { ...config, cache: ... }.',
    ],
    after: [
      [
        ['optimizer/epsilon-inside-root'],
        'Where is epsilon in the formula of the handout: under the root, or outside it? Check which of your brackets closes first.',
      ],
      [
        ['rmsprop/no-root', 'rmsprop/old-average', 'rmsprop/old-average-handed-on'],
        'What exactly do you divide by? It should be the root of the average that already includes this gradient.',
      ],
      [
        ['rmsprop/shares-swapped', 'rmsprop/adagrad', 'rmsprop/new-without-share'],
        'The average combines a share of the old and a share of the new, and the shares add up to 1. Which share is decayRate?',
      ],
      [
        ['optimizer/state-not-handed-on', 'rmsprop/forgets'],
        'Where does the next step look for the average? Put it there, under the same name.',
      ],
    ],
  },
  '1.10': {
    levels: [
      'Adam combines momentum and RMSProp, with one correction. Both averages start at 0: by how much are they too small after the first step?',
      'With t = t + 1 first: m = beta1 · m + (1 - beta1) · dw and v = beta2 · v + (1 - beta2) · dw². m̂ = m / (1 - beta1ᵗ), v̂ = v / (1 - beta2ᵗ), and w = w - learningRate · m̂ / (√v̂ + epsilon).',
      'Compute nextT, nextM and nextV. Divide nextM by 1 - beta1 ** nextT and nextV by 1 - beta2 ** nextT, and use only these two corrected tensors for the step. Return the uncorrected m and v, and the new t.',
    ],
    after: [
      [
        ['values/nan', 'adam/t-before-counting'],
        'Look at the first step: is one of your divisors 0 there? Write down 1 - beta1 ** t with the t of that step. Also check whether v is an average of squares, and where epsilon is.',
      ],
      [
        ['optimizer/wrong-count', 'adam/t-too-large', 'adam/t-by-two'],
        'In the very first step t is 1. Write down 1 - beta1 ** t for your code in that step: what is t there, and what is it in the next one?',
      ],
      [
        ['adam/v-not-corrected', 'adam/m-not-corrected', 'adam/not-corrected'],
        'After one step m is only a tenth of the gradient. What do you divide it by to correct that, and does v need the same?',
      ],
      [
        [
          'adam/m-corrected-without-t',
          'adam/v-corrected-without-t',
          'adam/m-corrected-with-beta2',
          'adam/corrected-with-power-of-difference',
        ],
        'The correction gets weaker as t grows. Which part of the formula depends on t, and does each average use its own beta?',
      ],
      [
        ['adam/corrected-handed-on', 'optimizer/state-not-handed-on'],
        'The corrected averages are used for one step only. Which m and v should the next step find, and what else must it know?',
      ],
      [
        ['optimizer/epsilon-inside-root', 'adam/epsilon-before-correction'],
        'First the correction, then the root, then epsilon. In which order does your line do these three?',
      ],
    ],
  },
}
