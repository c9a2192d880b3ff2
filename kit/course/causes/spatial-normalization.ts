/** What is wrong with normalization of images, by the cause's id. */
export const spatialNormalization = {
  'spatialNorm/not-standardized':
    'With gamma 1 and beta 0, {parts} {k} of out has mean {mean} and standard deviation {deviation}, but they should be 0 and 1.',
  'spatialNorm/reshaped-instead-of-transposed':
    'x is reshaped to (N · H · W, C) without being transposed first: the channels are not its last axis.',
  'spatialNorm/reshaped-then-transposed':
    'x is reshaped to (N · H · W, C), and out is transposed back: transpose x first, because the channels are not its last axis.',
  'spatialNorm/not-transposed-back':
    '{what} is reshaped to the shape of x, but its numbers are still in the order (N, H, W, C): reshape it to that, and then transpose it back.',
  'spatialBatchnorm/centred-first':
    'The mean is subtracted before batchnormForward, which then measures a mean of 0: give it the pixels as they are.',
  'spatialNorm/no-gamma': 'gamma is missing: multiply each channel by its own gamma.',
  'spatialNorm/gamma-beta-swapped': 'gamma and beta are swapped.',
  'spatialNorm/first-gamma-beta': 'Every channel uses the first gamma and beta, but each should use its own.',
  'spatialNorm/gamma-beta-by-group':
    'gamma and beta are chosen by the group, but each channel should use its own.',
  'spatialNorm/no-epsilon': 'epsilon is not added: add it to the variance, inside the root.',
  'spatialNorm/epsilon-outside-root': 'epsilon is added outside the root; add it to the variance, inside.',
  'spatialNorm/epsilon-fixed': 'epsilon is always 1e-5: take it from the settings.',
  'spatialNorm/divided-by-variance':
    'The deviation is divided by the variance; divide it by the root of the variance.',
  'spatialNorm/unbiased-variance':
    'The variance is divided by the number of elements minus one; use the biased variance.',
  'spatialNorm/multiplied-by-deviation':
    'The deviation is multiplied by the standard deviation, but should be divided by it.',
  'spatialNorm/variance-of-squares':
    'The variance is the mean of the squares; subtract the mean before you square.',
  'spatialNorm/beta-scaled': 'beta is multiplied by gamma: add it last.',
  'spatialNorm/mean-of-channel':
    'Each channel is centred on its own mean, but should be centred on the mean of its group.',
  'spatialNorm/mean-not-subtracted': 'The mean is not subtracted.',
  'spatialNorm/dx-no-gamma': 'dx lacks gamma: the upstream gradient of the normalized x is dout · gamma.',
  'spatialNorm/dx-no-mean-term': 'dx lacks a term: x also affects the mean.',
  'spatialNorm/dx-no-deviation-term': 'dx lacks a term: x also affects the standard deviation.',
  'spatialNorm/dx-no-terms': 'dx lacks two terms: x also affects the mean and the standard deviation.',
  'spatialNorm/dx-mean-summed': 'dx uses a sum where it should use the mean of dout · gamma.',
  'spatialNorm/dx-deviation-summed':
    'dx uses a sum where it should use the mean of dout · gamma times the normalized x.',
  'spatialNorm/dx-deviation-sign': 'In dx, the term of the standard deviation has the wrong sign.',
  'spatialNorm/dx-not-divided': 'dx is not divided by the standard deviation.',
  'spatialNorm/dx-passed-on':
    'dx is just dout · gamma, but x also affects the mean and the standard deviation.',
  'spatialNorm/dx-divided-by-images':
    'In dx, the terms of the mean and the standard deviation are divided by N, but each channel has N · H · W numbers.',
  'spatialNorm/dx-divided-by-pixels':
    'In dx, the sums over a group are divided by H · W, the pixels of one channel: divide them by all numbers of the group, C / groups · H · W.',
  'spatialNorm/dx-multiplied': 'dx is multiplied by the standard deviation, but should be divided by it.',
  'spatialNorm/dx-divided-by-variance': 'dx is divided by the variance, but should be divided by its root.',
  'spatialNorm/dgamma-is-dbeta': 'dgamma equals dbeta: multiply dout by the normalized x before you sum.',
  'spatialNorm/dgamma-of-x': 'dgamma sums dout · x, but should sum dout · normalized x.',
  'spatialNorm/dgamma-first-image': 'dgamma comes from the first image alone: sum over the images.',
  'spatialNorm/dgamma-over-channels':
    'dgamma is summed over all channels, but each channel has its own gamma.',
  'spatialNorm/dgamma-over-groups': 'dgamma is summed over each group, but each channel has its own gamma.',
  'spatialNorm/dbeta-is-dgamma': 'dbeta equals dgamma: sum dout alone, because beta is only added.',
  'spatialNorm/dbeta-first-image': 'dbeta comes from the first image alone: sum over the images.',
  'spatialNorm/dbeta-times-gamma': 'dbeta is multiplied by gamma, but beta is added after gamma.',
  'spatialNorm/dbeta-over-channels': 'dbeta is summed over all channels, but each channel has its own beta.',
  'spatialNorm/dout-reshaped':
    'dout is reshaped to (N · H · W, C) without being transposed first: the channels are not its last axis.',
  'spatialNorm/dbeta-over-groups': 'dbeta is summed over each group, but each channel has its own beta.',
  'spatialBatchnorm/no-running-averages':
    'params holds no running averages after a call in train mode: pass params itself to batchnormForward, not a copy.',
  'spatialBatchnorm/updated-twice':
    'The running averages are updated twice for each batch: call batchnormForward once.',
  'spatialBatchnorm/fixed-momentum': 'momentum is always 0.9: take it from params.momentum.',
  'spatialBatchnorm/last-batch-only': 'The running averages contain only the last batch.',
  'spatialBatchnorm/test-uses-batch':
    'In test mode, x is normalized with the statistics of the batch: use the running averages.',
  'spatialNorm/by-channel-of-image':
    'The mean and variance are those of each channel of each image, but should be those of {right}.',
  'spatialNorm/by-channel-at-place':
    'The mean and variance are those of each channel at each place, but should be those of {right}.',
  'spatialNorm/by-row-of-channel':
    'The mean and variance are those of each row of each channel, but should be those of {right}.',
  'spatialNorm/by-pixel':
    'The mean and variance are those of each pixel, over its channels, but should be those of {right}.',
  'spatialNorm/by-image': 'The mean and variance are those of each image, but should be those of {right}.',
  'spatialNorm/by-batch':
    'The mean and variance are those of the whole batch, but should be those of {right}.',
  'spatialNorm/by-group-over-images':
    'The mean and variance are those of each group, over all images, but should be those of {right}.',
  'spatialNorm/by-every-other-channel':
    'The mean and variance are taken over every groups-th channel (0, groups, 2 · groups, ...), but should be those of {right}.',
  'spatialNorm/by-groups-of-groups':
    'The mean and variance are those of groups of `groups` channels (instead of C / groups), but should be those of {right}.',
  'spatialNorm/by-place-of-group':
    'The mean and variance are those of each place of each group, but should be those of {right}.',
  'spatialNorm/by-channel':
    'The mean and variance are those of each channel, over all images, but should be those of {right}.',
  'spatialNorm/dx-by-channel-of-image':
    'The means in dx are those of each channel of each image, but should be those of {right}.',
  'spatialNorm/dx-by-channel-at-place':
    'The means in dx are those of each channel at each place, but should be those of {right}.',
  'spatialNorm/dx-by-row-of-channel':
    'The means in dx are those of each row of each channel, but should be those of {right}.',
  'spatialNorm/dx-by-pixel':
    'The means in dx are those of each pixel, over its channels, but should be those of {right}.',
  'spatialNorm/dx-by-image': 'The means in dx are those of each image, but should be those of {right}.',
  'spatialNorm/dx-by-batch': 'The means in dx are those of the whole batch, but should be those of {right}.',
  'spatialNorm/dx-by-group-over-images':
    'The means in dx are those of each group, over all images, but should be those of {right}.',
  'spatialNorm/dx-by-every-other-channel':
    'The means in dx are taken over every groups-th channel (0, groups, 2 · groups, ...), but should be those of {right}.',
  'spatialNorm/dx-by-groups-of-groups':
    'The means in dx are those of groups of `groups` channels (instead of C / groups), but should be those of {right}.',
  'spatialNorm/dx-by-place-of-group':
    'The means in dx are those of each place of each group, but should be those of {right}.',
  'spatialNorm/dx-by-channel':
    'The means in dx are those of each channel, over all images, but should be those of {right}.',
} as const
