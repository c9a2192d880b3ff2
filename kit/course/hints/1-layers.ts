import type { Hints } from './hints.ts'

/** The hints on the layers, the losses and the update rules of Part 1. */
export const layers: Record<string, Hints> = {
  '1.1': {
    levels: [
      'The layer knows nothing of rows and columns of a picture: to it, each example is one long row of numbers. Which axis of x counts the examples, and may therefore not disappear?',
      'See x as rows of shape (N, D). Then out = rows · w + b, with w of shape (D, M), is (N, M); b of shape (M,) is added to every row by broadcasting.',
      'Take N from x.shape[0] and make the rows with x.reshape([N, -1]); then matmul, then add. Keep x in the cache, not the rows: the way back must know the shape that x came in.',
    ],
    after: [
      [
        ['crash/matmul'],
        'Look at the two shapes in the message: is the first one a matrix yet? What would you have to do to a picture of shape (C, H, W) before a matrix product can take it?',
      ],
      [
        ['explain/number-per-column', 'explain/term-missing'],
        'Every column of out is shifted by its own constant. Which of the three inputs has exactly one number for each column, and where in your code is it used?',
      ],
      [
        ['shape/transposed', 'affineForward/w-reshaped'],
        'Write the shapes of the two factors and of their product on paper: (N, D) times (D, M). Is there anything left that would have to change its shape?',
      ],
    ],
  },
  '1.2': {
    levels: [
      'Write down sum(dout * out) with the formula of the layer in place of out. For one element of x, of w and of b: in which terms of that sum does it occur?',
      'dx = dout · wᵀ, (N, D), in the shape of x at the end; dw = rowsᵀ · dout, (D, M); db = the sum of dout over the examples, (M,). The shapes leave only one way to put the factors together.',
      'Make the rows as in 1.1. Then matmul(dout, w, { transposeB: true }) and its reshape to x.shape; matmul with the rows first and { transposeA: true }; and sum over axis 0. It is a sum and not a mean: the 1 / N of the loss is already in dout.',
    ],
    after: [
      [
        ['crash/matmul'],
        'The message names the two shapes. Which shape must the result have, and which index do both factors share? The factor that has this index in the wrong place is the one to transpose.',
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
        'All N examples share the same w and b, so each of them has something to say about dw and db. How do gradients of a shared value come together, and has the loss taken its mean already?',
      ],
      [
        ['shape/reshape'],
        'The numbers are all there. Which shape did x have when it came into the forward pass, and where do you still have it?',
      ],
      [
        [
          'shape/first-axis',
          'shape/not-summed',
          'affineBackward/db-over-everything',
          'affineBackward/db-over-outputs',
        ],
        'db has one number for each output. So which axis of dout, (N, M), has to go, and which one has to stay?',
      ],
      [
        ['affineBackward/w-reshaped', 'affineBackward/x-reshaped'],
        'A reshape never moves a number, it only counts differently. What exchanges rows and columns, and which option of matmul does it for you?',
      ],
    ],
  },
  '1.3': {
    levels: [
      'Every element is treated alike, whatever stands around it. What becomes of a positive number, and what of a negative one?',
      'out = max(0, x), element by element, in the shape of x.',
      'map(x, ...) with Math.max of 0 and the value makes a new tensor. Put x into the cache: the way back asks which numbers were positive.',
    ],
    after: [
      [
        ['calls/changes-input'],
        'Whoever gave you x may still need it. Which function gives a new tensor with a changed copy of every element?',
      ],
      [
        ['shape/reshape'],
        'ReLU works on tensors of any shape. What makes yours care about the shape at all?',
      ],
      [
        [
          'reluForward/x-itself',
          'reluForward/leak-hundredth',
          'reluForward/absolute',
          'reluForward/leak-tenth',
        ],
        'Try it on paper with -2. What should come out, and what does your function make of it?',
      ],
    ],
  },
  '1.4': {
    levels: [
      'ReLU is a gate for each element. When does a small change of x reach the output, and when does it not? And whose sign decides: that of x, or that of dout?',
      'dx = dout where x > 0 and 0 elsewhere, also where x is exactly 0. That is dout times a mask of ones and zeros in the shape of x.',
      'Make the mask with map(cache.x, ...): Number(value > 0) is 1 or 0. Then multiply it with dout, element by element. Mind > and not >=.',
    ],
    after: [
      [
        ['reluBackward/at-zero', 'reluBackward/at-zero-half'],
        'At exactly 0 the function has a kink, and this course takes the slope from one side. Which comparison lets 0 through, and which does not?',
      ],
      [
        ['reluBackward/sign-of-dout', 'reluBackward/relu-of-dx'],
        'A gradient may well be negative where the unit was on. Which tensor of the forward pass tells you whether it was on?',
      ],
      [
        ['explain/upstream', 'reluBackward/slope-alone'],
        'The chain rule has two factors: the slope of ReLU, and what comes from behind. Which of the two do you return, and where is the other?',
      ],
    ],
  },
  '1.5': {
    levels: [
      'What does subtracting the same number from all scores of one example change about their probabilities? Use it, so that no exponential can become infinite. And can you get log p without ever taking the logarithm of a probability?',
      'With shifted = scores minus the largest of each row, log p = shifted - log(sum of exp(shifted) over the row), (N, C). The loss is the mean over n of -log p[n, labels[n]]; dscores = (p - t) / N, where t is 1 at the right class and 0 elsewhere.',
      'max(scores, 1, { keepDims: true }) gives the (N, 1) to subtract; map with Math.exp, sum over axis 1 with keepDims and map with Math.log give what to subtract next. Start dscores as exp(log p) / N; then a loop over n takes 1 / N from element n * C + labels[n], and adds up the loss. The 1 is divided by N too.',
    ],
    after: [
      [
        ['softmaxLoss/overflows', 'values/number-nan'],
        'With a score of 1000, e to the score is infinite. What can you take from all scores of a row first, so that the largest exponent is 0, and what does it do to the probabilities?',
      ],
      [
        ['loss/summed', 'softmaxLoss/only-one-divided', 'softmaxLoss/one-not-divided', 'loss/averaged-twice'],
        'The loss is a mean over the examples. Follow the 1 / N: to the loss, to p, and to the 1 at the right class. Does each of them get it exactly once?',
      ],
      [
        ['softmaxLoss/no-right-class', 'softmaxLoss/one-added'],
        'The loss of one example is log of the sum of all e to the score, minus the score of the right class. What does that second term add to the gradient, and where?',
      ],
      [
        ['softmaxLoss/clipped', 'softmaxLoss/logarithm-of-zero'],
        'A tiny probability rounds to 0, and clipping it only hides that. How can you write log p as a difference of two numbers that are both harmless?',
      ],
      [
        ['loss/label-of-first', 'loss/labels-from-1', 'softmaxLoss/label-of-first'],
        'Where does element (n, labels[n]) of an (N, C) tensor stand in its flat data? Try it on paper with n = 1 and C = 3.',
      ],
    ],
  },
  '1.6': {
    levels: [
      'Take one example and one wrong class. When does this pair cost something, how much, and which two scores does that amount depend on?',
      'margin = s[n, c] - s[n, right] + 1 for every wrong class c. If it is positive, margin / N goes to the loss, + 1 / N to dscores[n, c], and - 1 / N to dscores[n, right].',
      'Start with dscores = zerosLike(scores) and loss = 0, and write two loops, over n and over c. Skip the right class and every margin that is not positive. Element (n, c) is data[n * C + c], and the right class collects - 1 / N once for every violated margin.',
    ],
    after: [
      [
        ['svmLoss/right-class-counted'],
        'For the right class itself the margin is always 1. Does the sum of the formula go over it?',
      ],
      [
        ['svmLoss/no-right-class', 'svmLoss/right-class-once', 'svmLoss/no-wrong-classes'],
        'Each positive margin depends on two scores, with slopes + 1 and - 1. If three wrong classes are too close, how often is the right one pushed?',
      ],
      [
        ['loss/summed', 'loss/dscores-not-averaged', 'svmLoss/right-class-not-averaged'],
        'The loss is a mean over the examples. Which of its pieces, loss and both sides of the gradient, has its 1 / N, and which has not?',
      ],
      [
        ['svmLoss/squared', 'svmLoss/wrong-classes-weighted', 'svmLoss/weighted', 'svmLoss/of-squares'],
        'How fast does max(0, margin) grow once it is positive? Does that depend on how large the margin is?',
      ],
    ],
  },
  '1.7': {
    levels: [
      'The gradient points to where the loss grows fastest. Which way do you walk, and how far?',
      'next w = w - learningRate · dw, element by element. Nothing has to be remembered.',
      'sub and mul do it; mul takes the number learningRate as it is. Return { w, config } with the new weights, and do not write into the old ones.',
    ],
    after: [
      [
        ['sgd/uphill', 'optimizer/uphill'],
        'The loss grows along dw. You want it to shrink: which sign does the step need?',
      ],
      [
        ['calls/changes-input'],
        'The old weights belong to the caller. Which function gives the difference as a new tensor?',
      ],
      [
        ['optimizer/setting-changed', 'result/other'],
        'The next step needs its settings as well. What do you hand back beside the weights?',
      ],
    ],
  },
  '1.8': {
    levels: [
      'Think of a ball that rolls downhill. What does the gradient change, what moves the weights, and what must be remembered until the next step?',
      'velocity = momentum · velocity - learningRate · dw; then w = w + velocity, with the new velocity. Both have the shape of w.',
      'Compute the next velocity with mul, mul and sub, then add it to w. Hand it on as { ...config, velocity: ... }, and mind that it is the new one, in both places.',
    ],
    after: [
      [
        ['sgdMomentum/old-velocity-handed-on', 'sgdMomentum/old-velocity'],
        'There are two velocities, the one that came in and the one that you made. Which of them should move the weights, and which should the next step find?',
      ],
      [
        ['optimizer/state-not-handed-on', 'sgdMomentum/forgets'],
        'A ball that forgets its speed after every step does not roll. Where does the next call look for the velocity?',
      ],
      [
        ['sgdMomentum/no-momentum', 'sgdMomentum/damped', 'sgdMomentum/one-minus-momentum'],
        'momentum is the share of the old velocity that survives, and the gradient comes on top in full. Which number is multiplied by what in your line?',
      ],
      [
        ['sgdMomentum/no-learning-rate', 'sgdMomentum/uphill', 'optimizer/uphill'],
        'Where in the formula does the learning rate stand, and which sign comes before it? The velocity already is the step.',
      ],
    ],
  },
  '1.9': {
    levels: [
      'Each weight is to get a step in units of its own typical gradient. What would you remember of all past gradients, so that their signs do not cancel?',
      'cache = decayRate · cache + (1 - decayRate) · dw²; then w = w - learningRate · dw / (√cache + epsilon), with the new cache, element by element.',
      'Compute the next cache with mul and add; map it with Math.sqrt, add epsilon to that root, and divide learningRate · dw by it. Use the new cache in the division, and hand it on in { ...config, cache: ... }.',
    ],
    after: [
      [
        ['optimizer/epsilon-inside-root'],
        'Where does the formula of the handout have its epsilon: under the root, or beside it? Look at which bracket closes first.',
      ],
      [
        ['rmsprop/no-root', 'rmsprop/old-average', 'rmsprop/old-average-handed-on'],
        'What exactly do you divide by? It should be the root, and the root of the average that already knows this gradient.',
      ],
      [
        ['rmsprop/shares-swapped', 'rmsprop/adagrad', 'rmsprop/new-without-share'],
        'The average is a mix: one share of the old, one share of the new, and together they make 1. Which share is decayRate?',
      ],
      [
        ['optimizer/state-not-handed-on', 'rmsprop/forgets'],
        'Where does the next step look for the average? Put it there, under the same name.',
      ],
    ],
  },
  '1.10': {
    levels: [
      'Adam is momentum and RMSProp together, with one repair. Both averages start at 0: how much too small are they after the first step?',
      'With t = t + 1 first: m = beta1 · m + (1 - beta1) · dw and v = beta2 · v + (1 - beta2) · dw². m̂ = m / (1 - beta1ᵗ), v̂ = v / (1 - beta2ᵗ), and w = w - learningRate · m̂ / (√v̂ + epsilon).',
      'Make nextT, nextM and nextV; divide them by 1 - beta1 ** nextT and 1 - beta2 ** nextT into two corrected tensors, and use only those for the step. Hand on the uncorrected m and v, and the new t.',
    ],
    after: [
      [
        ['values/nan'],
        'Look at the first step: is one of your divisors 0 there? Write down 1 - beta1 ** t with the t of that step, and ask whether v is an average of squares, and where epsilon is.',
      ],
      [
        ['optimizer/wrong-count', 'adam/t-too-large', 'adam/t-by-two'],
        'In the very first step t is 1. Write down 1 - beta1 ** t for your code in that step: what is t there, and what is it in the next one?',
      ],
      [
        ['adam/v-not-corrected', 'adam/m-not-corrected', 'adam/not-corrected'],
        'After one step m is only a tenth of the gradient. What do you divide it by to repair that, and does v need the same?',
      ],
      [
        ['adam/m-corrected-without-t', 'adam/v-corrected-without-t', 'adam/m-corrected-with-beta2'],
        'The correction fades away as t grows. Which part of the formula depends on t, and does each average use its own beta?',
      ],
      [
        ['adam/corrected-handed-on', 'optimizer/state-not-handed-on'],
        'The corrected averages live for one step only. Which m and v should the next step find, and what else must it know?',
      ],
      [
        ['optimizer/epsilon-inside-root', 'adam/epsilon-before-correction'],
        'First the correction, then the root, then epsilon. In which order does your line do these three?',
      ],
    ],
  },
}
