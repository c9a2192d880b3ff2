import type { Hints } from './hints.ts'

/** The hints on the diagnostics of Part 5. */
export const diagnostics: Record<string, Hints> = {
  '5.8': {
    levels: [
      'A network without any preference gives all C classes the same score. What is each of the two losses then?',
      'softmax: every class has probability 1 / C, and the loss is -ln(1 / C) = ln C. hinge: each of the C - 1 wrong classes misses the margin by 1.',
      'Look at the argument loss: Math.log of numClasses for softmax, and one less than numClasses for hinge. Math.log is the natural logarithm.',
    ],
    after: [
      [
        ['expectedInitialLoss/base-2', 'expectedInitialLoss/base-10'],
        'The losses of Part 1 use the natural logarithm. Which function of Math is that?',
      ],
      [
        ['expectedInitialLoss/sign', 'expectedInitialLoss/c-minus-1', 'expectedInitialLoss/probability'],
        'Each of the C classes has the probability 1 / C. What is minus the logarithm of that?',
      ],
      [
        ['expectedInitialLoss/right-class-too', 'expectedInitialLoss/mean', 'expectedInitialLoss/zero'],
        'Each wrong class costs max(0, s - s + 1). How many wrong classes are there, and are they added or averaged?',
      ],
      [
        ['expectedInitialLoss/always-ln-10', 'expectedInitialLoss/always-9'],
        'Not every problem has ten classes. Where do you use numClasses?',
      ],
    ],
  },
  '5.9': {
    levels: [
      'A step of 0.01 is large for some weights and small for others. With what do you compare the length of the step?',
      'ratio = ‖after - before‖ / ‖before‖, where ‖w‖ is the root of the sum of squares; 0 if nothing moved.',
      'length is given above: call it on sub(after, before), and divide by length(before). Return 0 first if nothing moved, since zeros that stay would give 0 / 0.',
    ],
    after: [
      [
        ['updateRatio/upside-down'],
        'A small step of large weights should give a small number. What do you divide by what?',
      ],
      [
        ['updateRatio/by-after', 'updateRatio/after-by-before', 'updateRatio/change-of-length'],
        'You need two lengths: that of the difference of the two tensors, and that of the parameter before the step. Which ones do you measure?',
      ],
      [
        ['values/number-nan', 'updateRatio/nothing-moves'],
        'If zeros stay zeros, both lengths are 0. What is 0 / 0, and what should the answer be?',
      ],
      [
        ['updateRatio/by-count', 'updateRatio/something-added'],
        'The ratio is one length divided by another; nothing is added or averaged. What else is in your line?',
      ],
    ],
  },
  '5.10': {
    levels: [
      'Three limits separate four answers. To which side does each limit itself belong, and what about NaN?',
      "below 1e-6: 'vanished'; from 1e-6 to below 1e-4: 'too small'; from 1e-4 to 1e-2, both included: 'healthy'; all else, NaN too: 'too large'.",
      'First test for < 1e-6, then for < 1e-4, and then for <= 1e-2. Everything else is too large: each of these comparisons is false for NaN, so NaN ends up there by itself.',
    ],
    after: [
      [
        ['judgeUpdateRatio/low-line-itself', 'judgeUpdateRatio/high-line-itself'],
        'Both of these limits belong to the healthy side. Which of your comparisons includes the equal case?',
      ],
      [
        [
          'judgeUpdateRatio/vanished-line-itself',
          'judgeUpdateRatio/never-vanished',
          'judgeUpdateRatio/zero',
          'judgeUpdateRatio/never-too-small',
        ],
        'A ratio below 1e-6 is below 1e-4 too. In which order do you test, and which answer does each test give?',
      ],
      [
        ['judgeUpdateRatio/nan'],
        'NaN is neither smaller nor larger than any number. Follow NaN through your conditions: which answer does it get?',
      ],
      [
        ['judgeUpdateRatio/low-line', 'judgeUpdateRatio/high-line', 'judgeUpdateRatio/vanished-line'],
        'The message names the limit that is wrong. Which number does your code use there?',
      ],
    ],
  },
  '5.11': {
    levels: [
      'If the gradients of all layers are small, none of them has vanished on the way. So with what do you compare each layer, and which layer counts in any case?',
      'A name counts if its size is exactly 0, or below largest / 1000, where largest is over all layers. The names stay in their order.',
      'Math.max(...Object.values(sizes)) is the largest. Object.keys(sizes).filter(...) keeps the names and their order; the condition has two parts. Below means <, so exactly a thousandth does not count.',
    ],
    after: [
      [['vanishingLayers/absolute'], 'The limit is not a fixed number. A thousandth of what?'],
      [
        ['vanishingLayers/zero'],
        'If all sizes are 0, none of them is below 0. What does the definition say about a size of exactly 0?',
      ],
      [
        [
          'vanishingLayers/last-layer',
          'vanishingLayers/first-layer',
          'vanishingLayers/smallest',
          'vanishingLayers/mean',
        ],
        'You should compare with the largest size, wherever it is. Which size do you use?',
      ],
      [
        ['vanishingLayers/line', 'vanishingLayers/line-itself'],
        'Where exactly is the limit, and to which side does the limit itself belong?',
      ],
      [
        ['vanishingLayers/numbers', 'vanishingLayers/order', 'vanishingLayers/no-array'],
        'The answer is a list of names, in the order of the layers. What does Object.keys give you to start from?',
      ],
    ],
  },
  '5.12': {
    levels: [
      'A single loss is noisy. Over how many values do you average, and where must the average in the middle begin, so that it is centred?',
      'k = n / 10 rounded down, but at least 1. first = curve[0]; middle = the mean of k values from index (n - k) / 2, rounded down; last = the mean of the last k.',
      'Math.max(1, Math.floor(n / 10)) for k. Write one helper that takes a start, sums curve.slice(start, start + k) and divides by k; call it with Math.floor((n - k) / 2) and with n - k.',
    ],
    after: [
      [
        ['values/number-nan', 'readCurve/k-can-be-0'],
        'With fewer than ten values, n / 10 rounds down to 0. What is k then, and what should it be?',
      ],
      [
        ['readCurve/last-single', 'readCurve/middle-single'],
        'A single value is noisy. Which of your points is not a mean yet?',
      ],
      [
        [
          'readCurve/middle-starts-in-middle',
          'readCurve/middle-start-rounded-up',
          'readCurve/k-rounded-up',
          'readCurve/last-without-last',
          'readCurve/middle-one-more',
        ],
        'Take n = 25, so k is 2. Which indices belong to the middle, and which to the end?',
      ],
      [
        [
          'readCurve/last-sum',
          'readCurve/last-divided-by-n',
          'readCurve/middle-sum',
          'readCurve/middle-divided-by-n',
        ],
        'Each mean is over k values. By what do you divide the sum?',
      ],
      [
        ['readCurve/first-is-mean'],
        'The first loss comes from before any training, and is not averaged. What do you return for it?',
      ],
    ],
  },
  '5.13': {
    levels: [
      'Say it in words first: exploding, rising, a high plateau, hardly falling, and the rest. Which of these depends on every single loss, and which only on the three points of readCurve?',
      'In this order: some loss not finite or > 3 first: too high; last > 1.05 first: too high; middle < 0.95 first and middle - last < 0.02 first and last > 0.6 first: too high; last > 0.9 first: too low; else good.',
      'losses.some(...) with !Number.isFinite(loss) || loss > 3 * first is the first test. Then write one if for each line of the table, in its order, with > and < as they are there. The plateau needs all three of its conditions.',
    ],
    after: [
      [
        ['judgeLearningRate/without-condition'],
        'The message quotes the one condition that has no effect in your code. Where is it, and can it ever change the result?',
      ],
      [
        ['judgeLearningRate/line', 'judgeLearningRate/three-times-itself'],
        'The message says which limit is wrong in your code. Check the number, and whether it is > or >=.',
      ],
      [
        ['verdict/wrong', 'judgeLearningRate/plateau-last', 'judgeLearningRate/plateau-too-low'],
        'A plateau has three conditions: the loss fell at once, it no longer falls, and it is still high. In which order do you test for it and for too low?',
      ],
      [['judgeLearningRate/very-last'], 'A single loss is noisy. What does readCurve give you for the end?'],
    ],
  },
  '5.14': {
    levels: [
      'The gap shows how much the network has learned by heart. Where do you read the two curves, and when is no gap at all a bad sign?',
      "gap = train - validation, both the last of readCurve. gap > 0.15: 'overfitting'; gap < 0.05 and train < 0.9: 'underfitting'; else 'good'.",
      'Take readCurve(train).last and readCurve(validation).last, their difference, and two tests in that order. The gap keeps its sign, and underfitting needs both conditions.',
    ],
    after: [
      [
        ['judgeFitting/gap-sign', 'judgeFitting/gap-absolute'],
        'Overfitting means that training does better than validation. Which difference is then positive?',
      ],
      [
        ['judgeFitting/gap-relative'],
        'The gap is a difference of two accuracies. Is it divided by anything?',
      ],
      [
        ['judgeFitting/in-the-middle', 'judgeFitting/very-last', 'judgeFitting/best'],
        'You read both curves at their end, as a mean. Which of your functions does that?',
      ],
      [
        [
          'judgeFitting/without-accuracy-line',
          'judgeFitting/without-gap-line',
          'judgeFitting/validation-accuracy',
        ],
        'Underfitting has two conditions. Which accuracy and which gap do they require?',
      ],
    ],
  },
  '5.15': {
    levels: [
      'Every weight lies somewhere between the smallest and the largest weight of its filter. How far along that range is it, and which weights belong to one filter?',
      'p = 255 · (w - lowest) / (highest - lowest), rounded, with lowest and highest over the whole filter, (F, 1, 1, 1). A filter of equal weights gives 0.',
      'max(filters, [1, 2, 3], { keepDims: true }) is the highest; the lowest is minus the max of mul(filters, -1). Their difference must not be 0: map 0 to 1. Then sub, div, and map with Math.round of 255 times the share.',
    ],
    after: [
      [
        ['filterBrightness/per-channel', 'filterBrightness/stretched-together'],
        'The three colours of one filter belong together, but two filters do not. Over which axes of (F, C, H, W) do you take the smallest and the largest?',
      ],
      [
        ['filterBrightness/rounded-up', 'filterBrightness/rounded-down', 'filterBrightness/not-rounded'],
        'A brightness is the nearest whole number. Which function of Math gives it?',
      ],
      [
        ['values/nan', 'explain/named-place'],
        'If all weights are equal, highest - lowest is 0. What do you divide by then, and what should come out?',
      ],
      [
        [
          'filterBrightness/up-to-256',
          'filterBrightness/up-to-1',
          'filterBrightness/divided-by-largest',
          'filterBrightness/smallest-not-subtracted',
        ],
        'Put the smallest and the largest weight into your formula. Do you get 0 and 255?',
      ],
    ],
  },
  '5.16': {
    levels: [
      'Take it in two steps: in which row and column of the grid is tile f, and where in its tile is pixel (h, w)? What do the borders add to both?',
      'columns = ⌈√F⌉, rows = ⌈F / columns⌉; the picture is columns (W + 1) + 1 wide and rows (H + 1) + 1 high. Weight (f, c, h, w) goes to y = ⌊f / columns⌋ (H + 1) + 1 + h and x = (f mod columns) (W + 1) + 1 + w, at byte (y · width + x) · 3 + c.',
      'new Uint8Array(height * width * 3) is already black. Go through the brightnesses, with four loops or by splitting the flat index with % and Math.floor, and write each to its byte. Read in the order f, c, h, w; write in the order y, x, c.',
    ],
    after: [
      [
        ['filterGrid/as-many-rows', 'filterGrid/one-column-few', 'filterGrid/one-row-few'],
        'Try it with F = 3 and F = 5 on paper: how many columns and how many rows do you need, and which way do you round?',
      ],
      [
        [
          'filterGrid/no-bottom-border',
          'filterGrid/no-right-border',
          'filterGrid/two-borders',
          'filterGrid/no-borders',
          'filterGrid/row-too-high',
          'filterGrid/column-too-left',
          'filterGrid/no-gaps',
          'filterGrid/pixel-too-high-and-left',
        ],
        'Draw two tiles of one pixel each, side by side. Where are the black lines, and how many are there?',
      ],
      [
        [
          'filterGrid/size',
          'filterGrid/colours-apart',
          'filterGrid/red-blue-swapped',
          'filterGrid/one-colour',
        ],
        'The tensor stores each colour as a whole, the picture stores the colours of a pixel side by side. Which byte of pixel (y, x) is colour c?',
      ],
      [
        [
          'filterGrid/tile-size-swapped',
          'filterGrid/column-by-column',
          'filterGrid/divided-by-rows',
          'filterGrid/column-by-rows',
          'filterGrid/transposed',
          'filterGrid/size-swapped',
          'filterGrid/tiles-swapped',
        ],
        'Rows go with y, H and Math.floor(f / columns); columns go with x, W and the remainder of that division. Which of them are mixed up in your code?',
      ],
      [
        ['filterGrid/no-bytes'],
        'Bytes need an array of bytes. How do you make one of a given length, full of zeros?',
      ],
    ],
  },
}
