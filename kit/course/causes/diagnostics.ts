/** What is wrong with the diagnostics of a training, by the cause's id. */
export const diagnostics = {
  'expectedInitialLoss/hinge-for-softmax': 'The result is the hinge loss, not the softmax loss.',
  'expectedInitialLoss/softmax-for-hinge': 'The result is the softmax loss, not the hinge loss.',
  'expectedInitialLoss/base-2': 'The result is a logarithm to base 2; use the natural one.',
  'expectedInitialLoss/base-10': 'The result is a logarithm to base 10; use the natural one.',
  'expectedInitialLoss/sign': 'The result is ln(1 / C), but the loss is minus that logarithm.',
  'expectedInitialLoss/c-minus-1':
    'The result is ln(C - 1), but all C classes are equally likely, including the right one.',
  'expectedInitialLoss/probability':
    'The result is the probability of a class, 1 / C; the loss is minus its logarithm.',
  'expectedInitialLoss/always-ln-10': 'The result is always ln 10, but should depend on C.',
  'expectedInitialLoss/always-9': 'The result is always 9, but should depend on C.',
  'expectedInitialLoss/right-class-too':
    'Your code counts the right class too, but only the C - 1 wrong ones add a margin of 1 each.',
  'expectedInitialLoss/mean': 'The result is a mean over the classes; add the margins up.',
  'expectedInitialLoss/zero':
    'The result is 0, but with equal scores every wrong class misses its margin of 1 by 1.',
  'updateRatio/nothing-moves':
    'If nothing moves, the ratio should be 0, even when the parameter is 0 everywhere.',
  'updateRatio/zeros-that-move': 'If zeros move, the ratio should be Infinity, but is {ratio}.',
  'updateRatio/upside-down': 'The ratio is upside down: divide the update by the parameter.',
  'updateRatio/by-after': 'Your code divides by the parameter after the step; divide by the one before.',
  'updateRatio/sums-of-absolutes':
    'Your code divides sums of absolute values; use the roots of the sums of squares.',
  'updateRatio/plain-sums':
    'Your code divides plain sums, in which signs cancel; use the roots of the sums of squares.',
  'updateRatio/largest': 'Your code divides the largest elements; use the roots of the sums of squares.',
  'updateRatio/after-by-before':
    'Your code divides the parameter after the step by the one before; divide the update, after - before.',
  'updateRatio/change-of-length':
    'Your code uses the change of the length; use the length of the change, after - before.',
  'updateRatio/no-root': 'The root is missing: a length is the root of the sum of squares.',
  'updateRatio/not-divided': 'The division by the length of the parameter is missing.',
  'updateRatio/by-count': 'Your code also divides by the number of elements; divide the two lengths only.',
  'updateRatio/something-added':
    'Something small was added to the length of the parameter; handle zeros separately.',
  'updateRatio/mean-of-ratios':
    'The result is the mean of the ratios of the elements; divide the lengths of the whole tensors.',
  'judgeUpdateRatio/vanished-line-itself': "A ratio of exactly 1e-6 should be 'too small', not 'vanished'.",
  'judgeUpdateRatio/low-line-itself': "A ratio of exactly 1e-4 should still be 'healthy'.",
  'judgeUpdateRatio/high-line-itself': "A ratio of exactly 1e-2 should still be 'healthy'.",
  'judgeUpdateRatio/nan': "A ratio of NaN should be 'too large', but no comparison with NaN is true.",
  'judgeUpdateRatio/never-vanished': "Your code never returns 'vanished', the verdict below 1e-6.",
  'judgeUpdateRatio/never-too-small':
    "Your code never returns 'too small', the verdict from 1e-6 to below 1e-4.",
  'judgeUpdateRatio/zero': "A ratio of 0 should be 'vanished', because it is below 1e-6 too.",
  'judgeUpdateRatio/vanished-line': "The limit for 'vanished' should be 1e-6, but is not.",
  'judgeUpdateRatio/low-line': "The limit for 'too small' should be 1e-4, but is not.",
  'judgeUpdateRatio/high-line': "The limit for 'too large' should be 1e-2, but is not.",
  'judgeUpdateRatio/small-large-swapped': "The verdicts 'too small' and 'too large' are swapped.",
  'judgeUpdateRatio/vanished-small-swapped': "The verdicts 'vanished' and 'too small' are swapped.",
  'vanishingLayers/no-array': 'The result should be an array of names, but is {actual}.',
  'vanishingLayers/absolute':
    'Your code compares with 1/1000 itself; compare with 1/1000 of the largest size.',
  'vanishingLayers/last-layer':
    'Your code compares with the last layer, but any layer may have the largest size.',
  'vanishingLayers/first-layer':
    'Your code compares with the first layer, but any layer may have the largest size.',
  'vanishingLayers/mean': 'Your code compares with the mean of the sizes; compare with the largest.',
  'vanishingLayers/smallest': 'Your code compares with the smallest size; compare with the largest.',
  'vanishingLayers/line': 'The limit should be 1/1000 of the largest size, but is not.',
  'vanishingLayers/zero': 'A layer of size exactly 0 has vanished too, even when all are 0.',
  'vanishingLayers/line-itself': 'A layer of exactly 1/1000 of the largest size is not below that limit.',
  'vanishingLayers/numbers': 'The result holds numbers of layers; return their names.',
  'vanishingLayers/others': 'The result holds the layers that have not vanished; return those that have.',
  'vanishingLayers/order':
    'The names are in the wrong order; keep the order of the layers, from the first to the last.',
  'vanishingLayers/wrong':
    'Of the layers {sizes}, the gradients of {vanishing} vanish, but the result is {actual}.',
  'readCurve/first-is-mean': 'first is the mean of the first k values, but should be the first value alone.',
  'readCurve/first-is-last': 'first is the last value, not the first.',
  'readCurve/first-is-second': 'first is the second value, not the first: indices start at 0.',
  'readCurve/first-is-largest': 'first is the largest value, not the first.',
  'readCurve/middle-single': 'middle is a single value: take the mean of k values.',
  'readCurve/middle-starts-in-middle':
    'The k values of middle start in the middle; start at (n - k) / 2, so that they are centred on it.',
  'readCurve/middle-start-rounded-up': 'The start of middle was rounded up; round (n - k) / 2 down.',
  'readCurve/k-rounded-up': 'k was rounded up; round n / 10 down.',
  'readCurve/middle-of-all': 'middle is the mean of the whole curve; use only k values.',
  'readCurve/middle-one-more': 'middle adds up one value too many; use k values.',
  'readCurve/middle-sum': 'middle is a sum: divide it by k.',
  'readCurve/middle-divided-by-n': 'middle is divided by n; divide the sum of k values by k.',
  'readCurve/middle-last-swapped': 'middle and last are swapped.',
  'readCurve/k-can-be-0':
    'With fewer than ten values k is 0, and the mean of no values is 0 / 0: k is at least 1.',
  'readCurve/last-single': 'last is a single value: take the mean of k values.',
  'readCurve/last-is-first': 'last is the mean of the first k values; use the last k.',
  'readCurve/last-without-last': 'last leaves out the last value.',
  'readCurve/last-of-all': 'last is the mean of all values; use the last k.',
  'readCurve/last-sum': 'last is a sum: divide it by k.',
  'readCurve/last-divided-by-n': 'last is divided by n; divide the sum of k values by k.',
  'readCurve/last-one-more': 'last is the mean of k + 1 values; use k.',
  'judgeLearningRate/swapped': 'The verdicts {a} and {b} are swapped.',
  'judgeLearningRate/without-condition': 'Your code leaves out the condition "{condition}".',
  'judgeLearningRate/line': 'The limit in the condition "{line}" is not the one of the definition.',
  'judgeLearningRate/absolute-numbers':
    'Your code uses the limits as they are, as if every run began at a loss of 1: multiply them by first.',
  'judgeLearningRate/plateau-too-low':
    "Your code calls a plateau 'too low', but a loss that falls at once and then stops means 'too high'.",
  'judgeLearningRate/plateau-last':
    "Your code tests for 'too low' before it tests for a plateau, but the first rule that holds decides.",
  'judgeLearningRate/very-last':
    'Your code uses the very last loss; use `last` of readCurve, a mean with less noise.',
  'judgeLearningRate/single-middle':
    'Your code uses the single loss in the middle; use `middle` of readCurve, a mean with less noise.',
  'judgeLearningRate/three-times-itself': 'A loss of exactly 3 · first is not above 3 · first.',
  'judgeFitting/gap-sign': 'The gap has the wrong sign: use train - validation.',
  'judgeFitting/gap-absolute':
    'Your code drops the sign of the gap, but validation above training is not overfitting.',
  'judgeFitting/gap-relative': 'The gap is divided by the training accuracy: only subtract.',
  'judgeFitting/without-accuracy-line':
    'Your code leaves out the condition "the training accuracy below 0.9".',
  'judgeFitting/without-gap-line': 'Your code leaves out the condition "the gap is below 0.05".',
  'judgeFitting/validation-accuracy':
    'Your code tests whether the validation accuracy is below 0.9, but underfitting shows in the training accuracy.',
  'judgeFitting/accuracy-line-itself': 'A training accuracy of exactly 0.9 is not below 0.9.',
  'judgeFitting/overfitting-line': "The limit for 'overfitting' should be a gap of 0.15, but is not.",
  'judgeFitting/very-last':
    'Your code uses the very last accuracies; use `last` of readCurve, a mean with less noise.',
  'judgeFitting/in-the-middle': 'Your code reads the curves in the middle; read them at the end.',
  'judgeFitting/best': 'Your code uses the best accuracies; read both curves at the end.',
  'judgeFitting/good-underfitting-swapped': "The verdicts 'good' and 'underfitting' are swapped.",
  'judgeFitting/overfitting-underfitting-swapped':
    "The verdicts 'overfitting' and 'underfitting' are swapped.",
  'verdict/wrong': "{what} should be judged '{verdict}' ({rule}), but the verdict is '{actual}'.",
  // Pictures of filters.
  'filterBrightness/stretched-together': 'All filters are stretched together; stretch each one separately.',
  'filterBrightness/per-channel':
    'Each channel is stretched separately; stretch the whole filter, so that the colours stay the same.',
  'filterBrightness/rounded-down': 'The brightness is rounded down; round to the nearest whole number.',
  'filterBrightness/rounded-up': 'The brightness is rounded up; round to the nearest whole number.',
  'filterBrightness/not-rounded': 'The brightness is not rounded.',
  'filterBrightness/up-to-256': 'The largest weight becomes 256, but the largest byte is 255.',
  'filterBrightness/up-to-1': 'The brightness goes from 0 to 1; multiply by 255 before you round.',
  'filterBrightness/upside-down':
    'The brightness is inverted: the smallest weight should become 0, the largest 255.',
  'filterBrightness/divided-by-largest':
    'Your code divides by the largest weight; subtract the smallest first, and divide by the range.',
  'filterBrightness/smallest-not-subtracted': 'The smallest weight was not subtracted.',
  'filterBrightness/centred-on-zero':
    'A weight of 0 becomes the middle; stretch from the smallest weight to the largest.',
  'filterGrid/no-bytes': 'data should be a Uint8Array.',
  'filterGrid/size': 'data should have {count} bytes, three per pixel, but has {length}.',
  'filterGrid/size-swapped': 'width and height are swapped.',
  'filterGrid/no-right-border': 'The border on the right is missing.',
  'filterGrid/no-borders': 'There are no borders.',
  'filterGrid/two-borders': 'Every tile has its own border on both sides, but neighbours should share one.',
  'filterGrid/tiles-swapped': 'The numbers of rows and columns of tiles are swapped.',
  'filterGrid/tile-size-swapped': 'The height and the width of a tile are swapped.',
  'filterGrid/one-column-few': 'One column of tiles is missing: round √F up.',
  'filterGrid/no-bottom-border': 'The border at the bottom is missing.',
  'filterGrid/as-many-rows': 'There are as many rows as columns; use only as many as F filters need.',
  'filterGrid/one-row-few': 'One row of tiles is missing: round F / columns up.',
  'filterGrid/red-blue-swapped': 'Red and blue are swapped.',
  'filterGrid/colours-apart':
    'The colours are stored one after the other, each as a whole picture; store the three bytes of a pixel together.',
  'filterGrid/row-too-high': 'The tiles are one row too high: the border comes first.',
  'filterGrid/column-too-left': 'The tiles are one column too far left: the border comes first.',
  'filterGrid/pixel-too-high-and-left':
    'The tiles are one pixel too high and too far left: the border comes first.',
  'filterGrid/column-by-column': 'The grid is filled column by column; fill it row by row.',
  'filterGrid/upside-down': 'The tiles are upside down.',
  'filterGrid/mirrored': 'The tiles are mirrored.',
  'filterGrid/transposed': 'The tiles are transposed.',
  'filterGrid/divided-by-rows':
    'The row of a tile is its number divided by the number of rows; divide by the number of columns.',
  'filterGrid/column-by-rows':
    'The column of a tile is the remainder of f / rows, but should be the remainder of f / columns.',
  'filterGrid/one-colour': 'Only one of the three colours is there: all are written to the same byte.',
  'filterGrid/white-borders': 'Borders and empty places are white; leave them black.',
  'filterGrid/grey-borders': 'Borders and empty places are grey; leave them black.',
  'filterGrid/no-gaps': 'There are no gaps between the tiles.',
} as const
