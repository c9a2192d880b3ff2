/** What is wrong with the diagnostics of a training, by the cause's id. */
export const diagnostics = {
  'expectedInitialLoss/hinge-for-softmax': 'It is the hinge loss.',
  'expectedInitialLoss/softmax-for-hinge': 'It is the softmax loss.',
  'expectedInitialLoss/base-2': 'It is a logarithm to base 2; use the natural one.',
  'expectedInitialLoss/base-10': 'It is a logarithm to base 10; use the natural one.',
  'expectedInitialLoss/sign': 'It is ln(1 / C); the loss is minus the logarithm of the probability.',
  'expectedInitialLoss/c-minus-1': 'It is ln(C - 1); all C classes are equally likely, the right one too.',
  'expectedInitialLoss/probability':
    'It is the probability of a class, 1 / C; the loss is minus its logarithm.',
  'expectedInitialLoss/always-ln-10': 'It is ln 10 whatever C is.',
  'expectedInitialLoss/always-9': 'It is 9 whatever C is.',
  'expectedInitialLoss/right-class-too':
    'It counts the right class too; only the C - 1 wrong ones add a margin of 1 each.',
  'expectedInitialLoss/mean': 'It is a mean over the classes; add the margins up.',
  'expectedInitialLoss/zero': 'It is 0; with equal scores every wrong class misses its margin of 1 by 1.',
  'updateRatio/nothing-moves':
    'Where nothing moves, the ratio is 0, also when the parameter is 0 everywhere.',
  'updateRatio/zeros-that-move': 'The ratio when zeros move should be Infinity, but is {ratio}.',
  'updateRatio/upside-down': 'It is upside down: divide the update by the parameter.',
  'updateRatio/by-after': 'It divides by the parameter after the step; divide by the one before.',
  'updateRatio/sums-of-absolutes':
    'It divides the sums of absolute values; take the roots of the sums of squares.',
  'updateRatio/plain-sums':
    'It divides plain sums, in which signs cancel; take the roots of the sums of squares.',
  'updateRatio/largest': 'It divides the largest elements; take the roots of the sums of squares.',
  'updateRatio/after-by-before':
    'It divides the parameter after the step by the one before; divide the update, after - before.',
  'updateRatio/change-of-length':
    'It is the change of the length; take the length of the change, after - before.',
  'updateRatio/no-root': 'The root is missing: a length is the root of the sum of squares.',
  'updateRatio/not-divided': 'The division by the length of the parameter is missing.',
  'updateRatio/by-count': 'It divides by the number of elements too; only lengths are divided.',
  'updateRatio/something-added':
    'Something small was added to the length of the parameter; treat zeros on their own.',
  'updateRatio/mean-of-ratios':
    'It is the mean of the ratios of the elements; divide the lengths of the whole tensors.',
  'judgeUpdateRatio/vanished-line-itself': '1e-6 itself has not vanished; it is too small.',
  'judgeUpdateRatio/low-line-itself': '1e-4 itself is healthy still.',
  'judgeUpdateRatio/high-line-itself': '1e-2 itself is healthy still.',
  'judgeUpdateRatio/nan': 'NaN is not a finite number, so too large; no comparison with NaN holds.',
  'judgeUpdateRatio/never-vanished': 'It never says vanished, the verdict below 1e-6.',
  'judgeUpdateRatio/never-too-small': 'It never says too small, the verdict from 1e-6 to below 1e-4.',
  'judgeUpdateRatio/zero': 'A ratio of 0 is below 1e-6 too, so vanished.',
  'judgeUpdateRatio/vanished-line': 'It does not draw the line of vanished at 1e-6.',
  'judgeUpdateRatio/low-line': 'It does not draw the line of too small at 1e-4.',
  'judgeUpdateRatio/high-line': 'It does not draw the line of too large at 1e-2.',
  'judgeUpdateRatio/small-large-swapped':
    'It says too small where it should say too large, and the other way round.',
  'judgeUpdateRatio/vanished-small-swapped':
    'It says vanished where it should say too small, and the other way round.',
  'vanishingLayers/no-array': 'The result should be an array of names, but is {actual}.',
  'vanishingLayers/absolute': 'It compares with 1/1000 itself; compare with 1/1000 of the largest size.',
  'vanishingLayers/last-layer': 'It compares with the last layer; the largest size can stand anywhere.',
  'vanishingLayers/first-layer': 'It compares with the first layer; the largest size can stand anywhere.',
  'vanishingLayers/mean': 'It compares with the mean of the sizes; compare with the largest.',
  'vanishingLayers/smallest': 'It compares with the smallest size; compare with the largest.',
  'vanishingLayers/line': 'It does not draw the line at 1/1000 of the largest size.',
  'vanishingLayers/zero': 'A layer of size exactly 0 has vanished too, also when all are 0.',
  'vanishingLayers/line-itself': 'A layer of exactly 1/1000 of the largest size is not below it.',
  'vanishingLayers/numbers': 'These are numbers of layers; return their names.',
  'vanishingLayers/others': 'These are the layers that have not vanished.',
  'vanishingLayers/order':
    'The names stand in another order; keep that of the layers, from the first to the last.',
  'vanishingLayers/wrong':
    'Of the layers {sizes}, the gradients of {vanishing} vanish, but the result is {actual}.',
  'readCurve/first-is-mean': 'first is the mean of the first k values; take the first alone.',
  'readCurve/first-is-last': 'first is the last value.',
  'readCurve/first-is-second': 'first is the second value; indices start at 0.',
  'readCurve/first-is-largest': 'first is the largest value.',
  'readCurve/middle-single': 'middle is a single value: take the mean of k.',
  'readCurve/middle-starts-in-middle':
    'The k values of middle start in the middle; start at (n - k) / 2, so that they surround it.',
  'readCurve/middle-start-rounded-up': 'The start of middle was rounded up; round (n - k) / 2 down.',
  'readCurve/k-rounded-up': 'k was rounded up; round n / 10 down.',
  'readCurve/middle-of-all': 'middle is the mean of the whole curve; take only k values.',
  'readCurve/middle-one-more': 'middle adds up one value too many; take k values.',
  'readCurve/middle-sum': 'middle is a sum: divide it by k.',
  'readCurve/middle-divided-by-n': 'middle is divided by n; divide the sum of k values by k.',
  'readCurve/middle-last-swapped': 'middle and last are swapped.',
  'readCurve/last-single': 'last is a single value: take the mean of k.',
  'readCurve/last-is-first': 'last is the mean of the first k values; take the last k.',
  'readCurve/last-without-last': 'last leaves out the last value.',
  'readCurve/last-of-all': 'last is the mean of all values; take the last k.',
  'readCurve/last-sum': 'last is a sum: divide it by k.',
  'readCurve/last-divided-by-n': 'last is divided by n; divide the sum of k values by k.',
  'readCurve/last-one-more': 'last is the mean of k + 1 values; take k.',
  'judgeLearningRate/swapped': 'It says {a} where it should say {b}, and the other way round.',
  'judgeLearningRate/without-condition': 'It judges as if "{condition}" did not stand in the definition.',
  'judgeLearningRate/line': 'It does not draw the line of "{line}" where the definition draws it.',
  'judgeLearningRate/absolute-numbers':
    'It compares with the numbers themselves, as if every run began at a loss of 1: multiply them by first.',
  'judgeLearningRate/plateau-too-low':
    'It judges a plateau as too low, but a loss that fell at once, then no more, means too high.',
  'judgeLearningRate/plateau-last':
    'It asks for too low before it asks for a plateau; the first rule that holds decides.',
  'judgeLearningRate/very-last':
    'It reads the very last loss; `last` of readCurve is a mean, without the noise.',
  'judgeLearningRate/single-middle':
    'It reads the very loss in the middle; `middle` of readCurve is a mean, without the noise.',
  'judgeLearningRate/three-times-itself': 'A loss of exactly 3 · first is not above it.',
  'judgeFitting/gap-sign': 'The gap has the wrong sign: it is train - validation.',
  'judgeFitting/gap-absolute':
    'It takes the gap without its sign, but validation above training is no overfitting.',
  'judgeFitting/gap-relative': 'It takes the gap as a share of the training accuracy: subtract only.',
  'judgeFitting/without-accuracy-line':
    'It judges as if "the training accuracy below 0.9" did not stand in the definition.',
  'judgeFitting/without-gap-line': 'It judges as if "the gap is below 0.05" did not stand in the definition.',
  'judgeFitting/validation-accuracy':
    'It asks whether the validation accuracy is below 0.9; underfitting shows in the training accuracy.',
  'judgeFitting/accuracy-line-itself': 'A training accuracy of exactly 0.9 is not below it.',
  'judgeFitting/overfitting-line': 'It does not draw the line of overfitting at a gap of 0.15.',
  'judgeFitting/very-last':
    'It reads the very last accuracies; `last` of readCurve is a mean, without the noise.',
  'judgeFitting/in-the-middle': 'It reads the curves in their middle; read them at their end.',
  'judgeFitting/best': 'It reads the best accuracies; read both curves at their end.',
  'judgeFitting/good-underfitting-swapped':
    'It says good where it should say underfitting, and the other way round.',
  'judgeFitting/overfitting-underfitting-swapped':
    'It says overfitting where it should say underfitting, and the other way round.',
  'verdict/wrong': "{what} should be judged '{verdict}' ({rule}), but the verdict is '{actual}'.",
} as const
