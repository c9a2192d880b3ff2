/** What is wrong with the sanity checks, by the cause's id. */
export const sanityChecks = {
  'gradient/function-jumps':
    '{what} cannot be compared with a numeric gradient: the forward function jumps, or gives a different answer each time it is called with the same input.',
  'numericGradient/wrong-argument':
    'f should be called with a tensor of the shape of x, {shape}, but is called with {given}.',
  'numericGradient/right-only':
    'Your code steps to the right only: compare with f a step to the left, not with f(x).',
  'numericGradient/left-only':
    'Your code steps to the left only: compare with f a step to the right, not with f(x).',
  'numericGradient/one-side-halved': 'Your code steps to one side only, but divides by 2 · step.',
  'numericGradient/divided-by-step': 'Your code divides by step, but the two points are 2 · step apart.',
  'numericGradient/only-halved': 'Your code halves the difference, but does not divide it by step.',
  'numericGradient/not-divided': 'The division is missing: the two points are 2 · step apart.',
  'numericGradient/multiplied': 'Your code multiplies by step: divide by 2 · step.',
  'numericGradient/divided-by-square':
    'Your code divides by step squared, but the two points are 2 · step apart.',
  'numericGradient/sign':
    'The gradient has the wrong sign: subtract f a step to the left from f a step to the right.',
  'numericGradient/fixed-step': 'Your code always moves by 1e-5; move by the given step.',
  'numericGradient/half-step': 'Your code moves by half a step to each side.',
  'numericGradient/relative-step':
    'Your code moves each element by a share of its value; move it by the step itself.',
  'numericGradient/all-at-once':
    'Your code moves all elements at once; move one, and leave the others unchanged.',
  'numericGradient/left-too-small':
    'An element stays one step too small after it was moved; restore each one before the next.',
  'numericGradient/left-too-large':
    'An element stays one step too large after it was moved; restore each one before the next.',
  'numericGradient/f-itself': 'The result is f itself, not how f changes.',
  'relativeError/hides-not-finite':
    'The error of {a} against {n} should be NaN, but is {error}: a gradient that is not finite must not pass as a number.',
  'relativeError/absolute': 'The result is the absolute error: divide by |analytic| + |numeric|.',
  'relativeError/by-numeric': 'Your code divides by |numeric| alone; divide by |analytic| + |numeric|.',
  'relativeError/by-analytic': 'Your code divides by |analytic| alone; divide by |analytic| + |numeric|.',
  'relativeError/by-larger': 'Your code divides by the larger of the two; divide by their sum.',
  'relativeError/by-mean': 'Your code divides by the mean of the two; divide by their sum.',
  'relativeError/by-absolute-of-sum':
    'Your code divides by |analytic + numeric|; take both absolute values first.',
  'relativeError/by-signed-sum':
    'Your code divides by analytic + numeric, with their signs; take both absolute values first.',
  'relativeError/signed': 'The difference keeps its sign: take its absolute value.',
  'relativeError/of-absolutes':
    'The result uses the difference of the absolute values; take the absolute value of the difference.',
  'relativeError/mean': 'The result is the mean error of all elements; take the largest.',
  'relativeError/sum': 'The result is the sum of the errors of all elements; take the largest.',
  'relativeError/smallest': 'The result is the smallest error of all elements; take the largest.',
  'relativeError/first': 'The result is the error of the first element alone; take the largest of all.',
  'relativeError/largest-by-largest':
    'Your code divides the largest difference by the largest sum; divide element by element.',
  'relativeError/of-lengths': 'Your code divides the lengths of whole tensors; divide element by element.',
  'relativeError/adds-small': 'Your code adds 1e-8; take the larger of 1e-8 and the sum.',
  'relativeError/smaller-of-both': 'Your code takes the smaller of 1e-8 and the sum; take the larger.',
  'relativeError/no-small': '1e-8 is missing: take the larger of 1e-8 and the sum.',
  'relativeError/squared': 'The result is squared; leave out the square.',
  'judgeOverfitting/only-at-end':
    'Your code tests the training accuracy only at the end, but 0.99 at any time is enough.',
  'judgeOverfitting/heart-line-itself': "A training accuracy of exactly 0.99 should be 'learned by heart'.",
  'judgeOverfitting/heart-line': "The limit for 'learned by heart' should be 0.99, but is not.",
  'judgeOverfitting/too-much-after-heart':
    "Your code tests for 'knows too much' too late: test for it before 'learned by heart'.",
  'judgeOverfitting/too-much-last': "Your code tests for 'knows too much' last: test for it first.",
  'judgeOverfitting/never-too-much': "Your code never returns 'knows too much'.",
  'judgeOverfitting/half-itself': 'An accuracy of exactly 0.5 on the other images is not above 0.5.',
  'judgeOverfitting/too-much-line': "The limit for 'knows too much' should be 0.5, but is not.",
  'judgeOverfitting/any-rise': "Any rise counts as 'still learning', but the rise should be more than 0.1.",
  'judgeOverfitting/rise-line': "The limit for 'still learning' should be a rise of 0.1, but is not.",
  'judgeOverfitting/rise-to-best':
    'Your code measures the rise up to the best accuracy; use the one at the end.',
  'judgeOverfitting/rise-from-worst':
    'Your code measures the rise from the worst accuracy; use the first one.',
  'judgeOverfitting/rise-of-last-epoch':
    'Your code measures the rise of the last epoch alone; start from the first accuracy.',
  'judgeOverfitting/height-not-rise':
    "Your code tests how high the training accuracy is at the end, but 'still learning' depends on how much it has risen.",
  'judgeOverfitting/fall-for-rise':
    'Your code takes a fall for a rise: subtract the first accuracy from the last.',
  'judgeOverfitting/either-side':
    'Your code counts a change in either direction as a rise: the sign matters.',
  'judgeOverfitting/nothing-learning-swapped':
    "The verdicts 'learns nothing' and 'still learning' are swapped.",
  'judgeOverfitting/heart-learning-swapped':
    "The verdicts 'learned by heart' and 'still learning' are swapped.",
  'judgeOverfitting/too-much-heart-swapped':
    "The verdicts 'knows too much' and 'learned by heart' are swapped.",
} as const
