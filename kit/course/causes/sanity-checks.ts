/** What is wrong with the sanity checks, by the cause's id. */
export const sanityChecks = {
  'gradient/function-jumps':
    '{what} cannot be compared with a numeric gradient: the forward function jumps, or gives another answer each time it is called with the same input.',
  'numericGradient/wrong-argument':
    'f should be called with a tensor in the shape of x, {shape}, but is called with {given}.',
  'numericGradient/right-only':
    'It looks to the right only: compare with f a step to the left, not with f(x).',
  'numericGradient/left-only': 'It looks to the left only: compare f a step to the right, not f(x).',
  'numericGradient/one-side-halved': 'It looks to one side only, and divides by 2 · step.',
  'numericGradient/divided-by-step': 'It divides by step: the two points are 2 · step apart.',
  'numericGradient/only-halved': 'It halves the difference, but does not divide it by step.',
  'numericGradient/not-divided': 'The division is missing: the two points are 2 · step apart.',
  'numericGradient/multiplied': 'It multiplies by step: divide by 2 · step.',
  'numericGradient/divided-by-square': 'It divides by step squared: the two points are 2 · step apart.',
  'numericGradient/sign': 'It has the wrong sign: f a step to the right comes first.',
  'numericGradient/fixed-step': 'It always moves by 1e-5; move by the step that is given.',
  'numericGradient/half-step': 'It moves by half a step to either side.',
  'numericGradient/relative-step': 'It moves by a share of each element; move each by the step itself.',
  'numericGradient/all-at-once':
    'It moves all elements at once; move one, and leave the others where they are.',
  'numericGradient/left-too-small':
    'An element that was moved stays a step too small; put each back before the next.',
  'numericGradient/left-too-large':
    'An element that was moved stays a step too large; put each back before the next.',
  'numericGradient/f-itself': 'It is f, not how f changes.',
  'relativeError/hides-not-finite':
    'The error of {a} against {n} should be NaN, but is {error}: a gradient that is not finite passes as a number.',
  'relativeError/absolute': 'It is the absolute error: the division is missing.',
  'relativeError/by-numeric': 'It divides by |numeric| alone; divide by |analytic| + |numeric|.',
  'relativeError/by-analytic': 'It divides by |analytic| alone; divide by |analytic| + |numeric|.',
  'relativeError/by-larger': 'It divides by the larger of the two; divide by their sum.',
  'relativeError/by-mean': 'It divides by the mean of the two; divide by their sum.',
  'relativeError/by-absolute-of-sum': 'It divides by |analytic + numeric|; take both absolute values first.',
  'relativeError/by-signed-sum':
    'It divides by analytic + numeric, with their signs; take both absolute values first.',
  'relativeError/signed': 'The difference keeps its sign: take its absolute value.',
  'relativeError/of-absolutes':
    'It is the difference of the absolute values; take the absolute value of the difference.',
  'relativeError/mean': 'It is the mean over the elements; take the largest.',
  'relativeError/sum': 'It is the sum over the elements; take the largest.',
  'relativeError/smallest': 'It is the smallest over the elements; take the largest.',
  'relativeError/first': 'It is the first element alone; take the largest of all.',
  'relativeError/largest-by-largest':
    'It divides the largest difference by the largest sum; divide element by element.',
  'relativeError/of-lengths': 'It divides the lengths of whole tensors; divide element by element.',
  'relativeError/adds-small': 'It adds 1e-8; take the larger of 1e-8 and the sum.',
  'relativeError/smaller-of-both': 'It takes the smaller of 1e-8 and the sum; take the larger.',
  'relativeError/no-small': '1e-8 is missing: take the larger of 1e-8 and the sum.',
  'relativeError/squared': 'It is squared.',
  'judgeOverfitting/only-at-end':
    'It looks at the training accuracy of the end only; 0.99 at some time is enough.',
  'judgeOverfitting/heart-line-itself': '0.99 itself is learned by heart.',
  'judgeOverfitting/heart-line': 'It does not draw the line of learned by heart at 0.99.',
  'judgeOverfitting/too-much-after-heart':
    'It asks for knows too much too late: that comes before learned by heart.',
  'judgeOverfitting/too-much-last': 'It asks for knows too much last; it is the first question.',
  'judgeOverfitting/never-too-much': 'It never says knows too much.',
  'judgeOverfitting/half-itself': 'Half of the other images is not more than half.',
  'judgeOverfitting/too-much-line': 'It does not draw the line of knows too much at 0.5.',
  'judgeOverfitting/any-rise': 'Any rise counts as still learning; it takes more than 0.1.',
  'judgeOverfitting/rise-line': 'It does not draw the line of still learning at a rise of 0.1.',
  'judgeOverfitting/rise-to-best': 'It measures the rise up to the best accuracy; take the one at the end.',
  'judgeOverfitting/rise-from-worst': 'It measures the rise from the worst accuracy; take the first one.',
  'judgeOverfitting/rise-of-last-epoch':
    'It measures the rise of the last epoch alone; take it from the first accuracy on.',
  'judgeOverfitting/height-not-rise':
    'It asks how high the training accuracy is at the end; still learning asks how much it has risen.',
  'judgeOverfitting/fall-for-rise': 'It takes a fall for a rise: subtract the first accuracy from the last.',
  'judgeOverfitting/either-side': 'It takes a change to either side for a rise: the sign counts.',
  'judgeOverfitting/nothing-learning-swapped':
    'It says learns nothing where it should say still learning, and the other way round.',
  'judgeOverfitting/heart-learning-swapped':
    'It says learned by heart where it should say still learning, and the other way round.',
  'judgeOverfitting/too-much-heart-swapped':
    'It says knows too much where it should say learned by heart, and the other way round.',
} as const
