import type { Hints } from './hints.ts'

/** The hints of Part 4, by TODO. */
export const hints: Record<string, Hints> = {
  '4.1': {
    levels: [
      'Lay one filter over one place of one image: which numbers meet, and what do you do with them? Then list what you must repeat this for. Speed does not matter here, so loops are fine.',
      'out[n, f, i, j] = b[f] + the sum over c, p, q of padded[n, c, i · stride + p, j · stride + q] · w[f, c, p, q], where padded is x with a border of pad zeros.',
      'padded = addBorder(x, pad) and out = zeros([N, F, outHeight, outWidth], x.dtype). Four loops over n, f, i, j; a total that starts at b.data[f]; three loops over c, p, q that add padded.data[offsetOf(...)] · w.data[offsetOf(...)]. The stride multiplies i and j, never p and q.',
    ],
    after: [
      [
        ['values/nan'],
        'Somewhere you read a pixel that does not exist. Does your image have its border on all four sides, and what is the largest row that i, p and the stride can give?',
      ],
      [
        [
          'convForward/stride-only-down',
          'convForward/stride-ignored',
          'convForward/stride-only-right',
          'convForward/rows-and-columns-swapped',
        ],
        'For output (i, j), where is the upper left corner of the filter? Write down its row and its column for i = j = 1 and stride 2.',
      ],
      [
        [
          'convForward/filter-flipped',
          'convForward/filter-rows-backwards',
          'convForward/filter-columns-backwards',
          'convForward/filter-by-columns',
        ],
        'Weight (p, q) of the filter belongs on the pixel p rows below the corner and q columns to its right. Is that so in your code?',
      ],
      [
        [
          'convForward/bias-subtracted',
          'explain/term-missing',
          'convForward/bias-per-channel',
          'convForward/bias-per-product',
          'convForward/bias-of-first-filter',
          'convForward/bias-by-image',
          'convForward/last-product-only',
          'convForward/total-goes-on',
        ],
        'Each filter has one bias, which is added once to each number of the output. In which of your loops do you add it, and with which index?',
      ],
      [
        [
          'convForward/first-channel-only',
          'convForward/first-channel-of-filter',
          'explain/first-right',
          'convForward/first-filter-only',
        ],
        'The result does not depend on one of your loops, although it should. Which one? Follow the indices of out, padded and w one by one.',
      ],
    ],
  },
  '4.2': {
    levels: [
      'Look at the line of 4.1 that multiplies a pixel by a weight. If the upstream gradient of that output is g, what does this one product add to the gradient of the pixel, and what to that of the weight?',
      'For every n, f, i, j with g = dout[n, f, i, j] and every c, p, q: dpadded[n, c, i · stride + p, j · stride + q] += g · w[f, c, p, q], and dw[f, c, p, q] += g · the pixel there. dx is dpadded without its border; db is the sum of dout over axes 0, 2 and 3, (F,).',
      'Make padded again with addBorder, dpadded = zerosLike(padded) and dw = zerosLike(w). Write the same seven loops as in 4.1, with two lines inside that use += on .data[offsetOf(...)]. Then removeBorder(dpadded, pad), and sum(dout, [0, 2, 3]). Add, do not assign.',
    ],
    after: [
      [
        ['convBackward/dx-overwritten', 'convBackward/dw-overwritten'],
        'A pixel lies in many windows, and a weight is used for many pixels. What happens to the first contribution when the second one comes?',
      ],
      [
        ['shape/border-left', 'convBackward/dx-border-from-wrong-place'],
        'The gradient of the zeros around the image is not needed. How wide is that border, and which function removes it on all sides?',
      ],
      [
        ['values/nan'],
        'Which image do you read the pixels from: the one with the border, or the one without? Only one of them has all the rows that i · stride + p can give.',
      ],
      [
        [
          'convBackward/dw-stride-ignored',
          'convBackward/dx-stride-ignored',
          'convBackward/dx-between-strides',
          'convBackward/dx-filter-backwards',
          'convBackward/dw-backwards',
        ],
        'A weight and a pixel that met in the forward pass meet again here. Are the indices in your two lines exactly the same as in 4.1?',
      ],
      [
        ['shape/not-summed', 'explain/named-factor'],
        'A bias is added at every place of every image. Over which axes of dout, (N, F, outHeight, outWidth), do you reduce, and is it a sum or a mean?',
      ],
    ],
  },
  '4.3': {
    levels: [
      'A window lies on one channel of one image. How do you find its largest number, and what will the backward pass need to know about it?',
      'out[n, c, i, j] = the maximum over p, q of x[n, c, i · stride + p, j · stride + q]. For each output, keep the offset of its maximum in x.data.',
      'out = zeros([N, C, outHeight, outWidth], x.dtype) and winners = new Int32Array(out.size). Four loops over n, c, i, j; let the winner start as the offset of the first pixel of the window, and replace it, in two loops over p and q, whenever x.data is larger there. Starting from the value 0 would be wrong for windows of negative pixels.',
    ],
    after: [
      [
        ['maxPoolForward/starts-with-zero'],
        'What value does your search start with, and is any pixel larger if the whole window is below 0?',
      ],
      [
        [
          'maxPoolForward/window-swapped',
          'maxPoolForward/window-as-wide',
          'maxPoolForward/window-always-two',
          'maxPoolForward/window-as-high',
        ],
        'A window may be 2 high and 3 wide. Which of your two inner loops runs to poolHeight, and which to poolWidth?',
      ],
      [
        [
          'maxPoolForward/stride-ignored',
          'maxPoolForward/stride-is-height',
          'maxPoolForward/stride-is-width',
          'maxPoolForward/stride-is-window',
        ],
        'The window moves by the stride, whatever its own size is. Where does window (i, j) begin?',
      ],
      [
        ['maxPoolForward/starts-outside-window'],
        'The first candidate must be a pixel of this window. Where does window (i, j) of channel c begin?',
      ],
    ],
  },
  '4.4': {
    levels: [
      'Change one pixel of a window a little: when does the output change, and when not? And what if that pixel was the maximum of two windows that overlap?',
      'dx starts as zeros in the shape of x. Add each dout[n, c, i, j] to dx at the place of the maximum of its window.',
      'dx = zerosLike(cache.x). Go through cache.winners with its index k, and add dout.data[k] to dx.data at the winner: += and not =, because windows may share a pixel.',
    ],
    after: [
      [
        ['maxPoolBackward/overwritten'],
        'Two windows overlap, and one pixel is the maximum of both. What is in dx there after the first window, and what after the second?',
      ],
      [
        ['maxPoolBackward/ties-all', 'maxPoolBackward/ties-divided'],
        'If a window has two equal maxima, this course gives the whole gradient to one of them. How can the cache of 4.3 decide which?',
      ],
      [
        ['maxPoolBackward/counts-windows', 'maxPoolBackward/times-maximum'],
        'The slope of the output is 1 for the maximum, and 0 for the others. What does the maximum get, given dout?',
      ],
      [
        ['shape/reshape', 'shape/other'],
        'dx has the shape of x, not of dout. Which function makes zeros in the shape of a given tensor?',
      ],
    ],
  },
  '4.5': {
    levels: [
      'What must you pass to batchnormForward, so that its features are the channels and its examples the pixels? Can a reshape alone do that?',
      'Transpose x from (N, C, H, W) to (N, H, W, C), then reshape it to (N · H · W, C); batchnormForward; reshape its out to (N, H, W, C), and transpose it back to (N, C, H, W).',
      'transpose(x, [0, 2, 3, 1]).reshape([-1, C]), then batchnormForward(..., gamma, beta, params) with the params as they are. Then out.reshape([N, H, W, C]) and transpose(..., [0, 3, 1, 2]). Transpose before you reshape on the way in, and after it on the way out.',
    ],
    after: [
      [
        [
          'spatialNorm/reshaped-then-transposed',
          'spatialNorm/reshaped-instead-of-transposed',
          'spatialNorm/not-transposed-back',
          'explain/rearranged',
        ],
        'A reshape never moves a number. Are the channels of a pixel side by side in memory in (N, C, H, W), and which axes must you move first?',
      ],
      [
        [
          'spatialNorm/by-channel-of-image',
          'spatialNorm/by-channel-at-place',
          'spatialNorm/by-pixel',
          'spatialNorm/by-image',
          'spatialNorm/by-batch',
          'spatialNorm/by-row-of-channel',
          'spatialNorm/by-group-over-images',
          'spatialNorm/by-every-other-channel',
          'spatialNorm/by-groups-of-groups',
          'spatialNorm/by-place-of-group',
          'spatialNorm/by-channel',
        ],
        'All pixels of one channel, in all images, should share one mean. Does each of your columns hold exactly these numbers?',
      ],
      [
        ['shape/reshape', 'shape/axis-missing'],
        'Undo the steps in reverse order: what is the shape of the result of batchnormForward, which shape comes next, and which axes go where at the end?',
      ],
      [
        [
          'spatialBatchnorm/no-running-averages',
          'spatialBatchnorm/test-uses-batch',
          'spatialBatchnorm/updated-twice',
        ],
        'batchnormForward handles the mode and the running averages, if it gets them. Do you pass on params itself?',
      ],
    ],
  },
  '4.6': {
    levels: [
      'Rearranging numbers has a simple gradient. In which order did you rearrange x, and what does that mean for dout?',
      'dout (N, C, H, W) as pixels (N · H · W, C), then batchnormBackward; its dx back to (N, C, H, W). dgamma and dbeta, (C,), stay as they are.',
      'Use the same transpose and reshape as for x in 4.5, now on dout; batchnormBackward with the cache that you kept; then turn its dx back into images, like out in 4.5. Return dgamma and dbeta unchanged.',
    ],
    after: [
      [
        ['explain/rearranged', 'spatialNorm/not-transposed-back', 'spatialNorm/dout-reshaped'],
        'Every upstream gradient must be in the same place as its normalized pixel. Did dout go through the same steps as x, in the same order?',
      ],
      [
        ['shape/reshape', 'shape/axis-missing', 'shape/axis-kept'],
        'dx must have the shape of x, (N, C, H, W). Which two steps turn pixels back into images?',
      ],
      [
        [
          'explain/named-factor',
          'spatialNorm/dbeta-first-image',
          'spatialNorm/dx-not-divided',
          'spatialNorm/dx-multiplied',
          'spatialNorm/dx-divided-by-variance',
          'spatialNorm/dgamma-first-image',
        ],
        'batchnormBackward has already summed over all pixels of all images. What else do you do to dgamma and dbeta?',
      ],
      [
        [
          'explain/upstream',
          'spatialNorm/dx-passed-on',
          'spatialNorm/dx-no-gamma',
          'spatialNorm/dx-no-terms',
          'spatialNorm/dx-no-mean-term',
          'spatialNorm/dx-no-deviation-term',
        ],
        'You wrote the whole backward pass of batch normalization in Part 2. Do you call it, or only use part of it?',
      ],
    ],
  },
  '4.7': {
    levels: [
      'Which numbers are normalized together, and where are they in memory? If each group is one row, which TODO of Part 2 is this?',
      'x as rows, (N · groups, everything else); mean and biased variance over axis 1, (N · groups, 1); normalized = (x - mean) / √(variance + epsilon), back in the shape of x; out = gamma · normalized + beta, with gamma and beta as (C, 1, 1).',
      'x.reshape([N * groups, -1]), then mean and variance over axis 1 with { keepDims: true }, sub, map with Math.sqrt of the variance plus epsilon, div, and reshape to x.shape. gamma.reshape([C, 1, 1]) broadcasts over images and pixels. The mean and variance belong to the group, gamma and beta to the channel.',
    ],
    after: [
      [
        [
          'spatialNorm/by-image',
          'spatialNorm/by-channel-of-image',
          'spatialNorm/by-batch',
          'spatialNorm/by-groups-of-groups',
          'spatialNorm/by-every-other-channel',
          'spatialNorm/reshaped-instead-of-transposed',
          'spatialNorm/reshaped-then-transposed',
          'spatialNorm/by-channel-at-place',
          'spatialNorm/by-row-of-channel',
          'spatialNorm/by-pixel',
          'spatialNorm/by-group-over-images',
          'spatialNorm/by-place-of-group',
          'spatialNorm/by-channel',
        ],
        'With 4 channels in 2 groups, which channels share a mean, and into how many rows must you reshape a batch of N images?',
      ],
      [
        ['spatialNorm/epsilon-outside-root', 'spatialNorm/no-epsilon', 'spatialNorm/epsilon-fixed'],
        'You should divide by the root of variance plus epsilon. Which epsilon does your code use, and is it inside the root?',
      ],
      [
        [
          'spatialNorm/no-gamma',
          'explain/term-missing',
          'spatialNorm/gamma-beta-swapped',
          'spatialNorm/first-gamma-beta',
          'spatialNorm/gamma-beta-by-group',
        ],
        'Each channel has its own gamma and beta. Which shape must they have, so that broadcasting aligns them with axis 1 of (N, C, H, W)?',
      ],
      [
        [
          'spatialNorm/divided-by-variance',
          'spatialNorm/unbiased-variance',
          'spatialNorm/variance-of-squares',
        ],
        'The variance is the mean squared distance from the mean. What do you compute, and where is the root?',
      ],
    ],
  },
  '4.8': {
    levels: [
      'The forward pass ended with gamma and beta, so the backward pass begins with them. What is the gradient of the normalized x? From there on, each group goes through the formula of 2.7 by itself.',
      'h = gamma · dout, with one row for each group. dx = (h - mean(h) - normalized · mean(h · normalized)) / std, both means over the row; then reshape dx to the shape of x. dgamma = sum of dout · normalized and dbeta = sum of dout, over axes 0, 2 and 3, (C,).',
      'mul(dout, gamma.reshape([-1, 1, 1])), then reshape it and normalized to one row per group (std.size rows). Then two calls of mean over axis 1 with { keepDims: true }, two of sub, one div by std, and a reshape to dout.shape. The two sums go over [0, 2, 3], without gamma.',
    ],
    after: [
      [
        ['spatialNorm/dx-no-gamma', 'normBackward/dx-gamma-at-end'],
        'The gradient of the normalized x goes through the multiplication by gamma. Where does that happen in your code?',
      ],
      [
        [
          'spatialNorm/dx-no-mean-term',
          'spatialNorm/dx-no-deviation-term',
          'spatialNorm/dx-no-terms',
          'spatialNorm/dx-deviation-sign',
          'spatialNorm/dx-passed-on',
        ],
        'A pixel also changes the mean and the variance of its group. Which of the three terms of the bracket is missing, or has the wrong sign?',
      ],
      [
        [
          'spatialNorm/dx-not-divided',
          'spatialNorm/dx-multiplied',
          'spatialNorm/dx-divided-by-variance',
          'spatialNorm/dx-mean-summed',
          'spatialNorm/dx-deviation-summed',
          'spatialNorm/dx-divided-by-pixels',
        ],
        'Compare your line with the formula, from the outside in: one division by std, and two means over the M numbers of the group.',
      ],
      [
        [
          'shape/not-summed',
          'spatialNorm/dbeta-over-channels',
          'explain/named-factor',
          'spatialNorm/dgamma-over-groups',
          'spatialNorm/dgamma-over-channels',
          'spatialNorm/dbeta-over-groups',
        ],
        'dgamma and dbeta have one number for each channel. Over which axes of (N, C, H, W) do you sum, and which axis stays?',
      ],
    ],
  },
  '4.9': {
    levels: [
      'Follow one image through the network: which shape does it have after the convolution, after the pooling, and as a row? That gives you all the sizes.',
      'W1 (numFilters, C, filterSize, filterSize), b1 (numFilters,); W2 (numFilters · H/2 · W/2, hiddenDim), b2 (hiddenDim,); W3 (hiddenDim, numClasses), b3 (numClasses,).',
      'randn(shape, { random, scale: weightScale, dtype }) for each W and zeros(shape, dtype) for each b, put into this.params. Pooling halves the height and the width, so a quarter of numFilters * H * W is left.',
    ],
    after: [
      [
        ['shape/other of params.W2', 'shape/reshape of params.W2'],
        'How many numbers does the pooling give for one image? Count channels, rows and columns, and do not take any of them from the default options.',
      ],
      [
        [
          'shape/other of params.W1',
          'shape/reshape of params.W1',
          'shape/transposed of params.W1',
          'shape/other of params.b1',
          'shape/first-axis of params.b1',
        ],
        'In which order does convForward expect the axes of its filters, and how many biases does a convolution have?',
      ],
      [
        [
          'weights/deviation-not-scaled',
          'weights/deviation-variance',
          'weights/deviation-he',
          'weights/deviation',
          'weights/deviation-alike',
          'weights/deviation-scaled-twice',
          'weights/deviation-divided',
          'weights/deviation-uniform',
          'weights/deviation-uniform-1',
          'weights/deviation-lecun',
          'weights/deviation-glorot',
          'weights/deviation-divided-by-fan-in',
          'weights/deviation-one-sign',
          'weights/deviation-hundredth',
          'weights/deviation-thousandth',
        ],
        'weightScale is the standard deviation itself. Which option of randn takes it?',
      ],
      [
        ['values/element-type'],
        'zeros and randn make float64 unless you say otherwise. Which of your six calls does not pass on dtype?',
      ],
      [
        ['weights/seeds-alike', 'weights/start-alike', 'weights/seed-not-followed'],
        '`random` is made from the seed, above your code. Do all three weight tensors draw their numbers from it?',
      ],
    ],
  },
  '4.10': {
    levels: [
      'There are six steps, and each takes the output of the step before. What does the convolution need to keep the size of the image, and do you have to flatten the pooled images?',
      'conv with W1, b1 and this.options, (N, F, H, W); ReLU; pool with POOL, (N, F, H/2, W/2); affine with W2, b2, (N, hiddenDim); ReLU; affine with W3, b3, (N, numClasses).',
      'convForward, reluForward, maxPoolForward, affineForward, reluForward, affineForward, each with the .out of the one before. Put their caches into one object with the names of the interface Caches, and return { scores, caches }. affineForward also accepts images.',
    ],
    after: [
      [
        ['convNet/no-relu-after-convolution', 'convNet/no-relu-after-hidden'],
        'Two of the six steps are a ReLU: one after the convolution, one after the hidden affine layer. Which of them do you have?',
      ],
      [
        ['network/scores-relu', 'network/scores-softmax'],
        'The scores are the output of the last affine layer. What do you do to them after it?',
      ],
      [
        ['crash/matmul'],
        'The message names the sizes. Write down the shape after each step: do you use this.options for the convolution, and POOL for the pooling?',
      ],
      [
        ['convNet/no-b1', 'convNet/no-b2', 'convNet/no-b3'],
        'The message says which parameter has no effect. Which of your calls should get it?',
      ],
      [
        ['network/fixed-last-layer'],
        'The weights change in every step of the training. Where do you read them, and how often?',
      ],
    ],
  },
  '4.11': {
    levels: [
      'You did this in 1.13 and 1.16. Read your six forward steps from the last to the first: which backward function belongs to each, and which cache?',
      'softmaxLoss gives loss and dscores. Then affine, ReLU, affine, pool, ReLU, conv, each with its cache and the dx of the one before. Every W adds 0.5 · reg · ΣW² to the loss and reg · W to its gradient.',
      'affineBackward(dscores, caches.last), reluBackward, affineBackward, maxPoolBackward, reluBackward, convBackward. The three that return dw and db belong, in reverse order, to W1, W2 and W3: add mul(reg, W) to each dw and leave each db alone. The two ReLUs have caches of different shapes.',
    ],
    after: [
      [
        [
          'regularization/no-first-layer',
          'regularization/no-last-layer',
          'regularization/no-layer',
          'regularization/missing',
          'regularization/biases',
          'regularization/gradient-of-biases',
          'regularization/no-gradient',
          'regularization/first-layer-only',
          'regularization/last-layer-only',
        ],
        'Three weight tensors are regularized, filters included, but no bias. Which of them add to the loss in your code, and which to their own gradient?',
      ],
      [
        [
          'regularization/no-half',
          'regularization/gradient-doubled',
          'regularization/gradient-halved',
          'regularization/half-twice',
        ],
        'What is the derivative of 0.5 · reg · w²? Where is the half, and where does it disappear?',
      ],
      [
        [
          'convNet/backward-skips-relu-of-convolution',
          'convNet/backward-skips-relu-of-hidden',
          'crash/broadcast',
          'network/backward-skips-relus',
        ],
        'There are six layers, so there are six backward calls. Which cache does each of them get, and is one of them missing?',
      ],
      [
        ['shape/other', 'network/grads-names'],
        'Three backward calls return dw and db. Which layer came first in the forward pass, and so has number 1?',
      ],
    ],
  },
}
