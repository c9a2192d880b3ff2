/** What is wrong with normalization of images, by the cause's id. */
export const spatialNormalization = {
  'spatialNorm/not-standardized':
    'With gamma 1 and beta 0, {parts} {k} of out has mean {mean} and standard deviation {deviation}, but they should be 0 and 1.',
  'spatialNorm/reshaped-instead-of-transposed':
    'x is reshaped to (N · H · W, C) where it should be transposed first: its channels are not its last axis.',
  'spatialNorm/reshaped-then-transposed':
    'x is reshaped to (N · H · W, C), and out transposed back: transpose x first, its channels are not its last axis.',
  'spatialNorm/no-gamma': 'gamma is missing: every channel is multiplied by its own.',
  'spatialNorm/gamma-beta-swapped': 'gamma and beta are swapped.',
  'spatialNorm/first-gamma-beta': 'Every channel has the first gamma and beta, but each has its own.',
  'spatialNorm/gamma-beta-by-group': 'gamma and beta are chosen by the group, but each channel has its own.',
  'spatialNorm/no-epsilon': 'epsilon is missing: it is added to the variance, inside the root.',
  'spatialNorm/epsilon-outside-root':
    'epsilon is added outside of the root; it belongs to the variance, inside.',
  'spatialNorm/epsilon-fixed': 'epsilon is always 1e-5, but the settings say what it is.',
  'spatialNorm/divided-by-variance': 'The deviation is divided by the variance; divide by its root.',
  'spatialNorm/unbiased-variance':
    'The variance is divided by the number of elements less one; it should be the biased one.',
  'spatialNorm/multiplied-by-deviation':
    'The deviation is multiplied by the standard deviation, but should be divided by it.',
  'spatialNorm/variance-of-squares':
    'The variance is the mean of the squares; subtract the mean before you square.',
  'spatialNorm/beta-scaled': 'beta is multiplied by gamma: add it last.',
  'spatialNorm/mean-not-subtracted': 'The mean is not subtracted.',
  'spatialNorm/dx-no-gamma': 'dx lacks gamma: the upstream gradient of the normalized x is dout · gamma.',
  'spatialNorm/dx-no-mean-term': 'dx lacks a term: x also acts through the mean.',
  'spatialNorm/dx-no-deviation-term': 'dx lacks a term: x also acts through the standard deviation.',
  'spatialNorm/dx-no-terms': 'dx lacks two terms: x also acts through the mean and the standard deviation.',
  'spatialNorm/dx-mean-summed': 'dx sums where it should average: the mean of dout · gamma.',
  'spatialNorm/dx-deviation-summed':
    'dx sums where it should average: the mean of dout · gamma times the normalized x.',
  'spatialNorm/dx-deviation-sign': 'dx has the wrong sign at the term of the standard deviation.',
  'spatialNorm/dx-not-divided': 'dx is not divided by the standard deviation.',
  'spatialNorm/dx-passed-on':
    'dx is dout · gamma, passed on as it is: x also acts through the mean and the standard deviation.',
  'spatialNorm/dx-multiplied': 'dx is multiplied by the standard deviation, but should be divided by it.',
  'spatialNorm/dx-divided-by-variance': 'dx is divided by the variance, but should be divided by its root.',
  'spatialNorm/dgamma-is-dbeta': 'dgamma is dbeta: multiply dout by the normalized x before you sum.',
  'spatialNorm/dgamma-of-x': 'dgamma sums dout · x, but gamma multiplies the normalized x.',
  'spatialNorm/dgamma-first-image': 'dgamma comes of the first image alone: sum over the images.',
  'spatialNorm/dgamma-over-channels': 'dgamma is the sum of all channels, but each has a gamma of its own.',
  'spatialNorm/dgamma-over-groups':
    'dgamma is summed over each group, but each channel has a gamma of its own.',
  'spatialNorm/dbeta-is-dgamma': 'dbeta is dgamma: beta is only added, so sum dout alone.',
  'spatialNorm/dbeta-first-image': 'dbeta comes of the first image alone: sum over the images.',
  'spatialNorm/dbeta-times-gamma': 'dbeta is multiplied by gamma, but beta comes after gamma.',
  'spatialNorm/dbeta-over-channels': 'dbeta is the sum of all channels, but each has a beta of its own.',
  'spatialNorm/dout-reshaped':
    'dout is reshaped to (N · H · W, C) where it should be transposed first: its channels are not its last axis.',
  'spatialNorm/dbeta-over-groups': 'dbeta is summed over each group, but each channel has a beta of its own.',
  'spatialBatchnorm/no-running-averages':
    'There are no running averages in params after a call in train mode: hand params itself to batchnormForward, not a copy.',
  'spatialBatchnorm/updated-twice':
    'The running averages are updated twice for every batch: call batchnormForward once.',
  'spatialBatchnorm/fixed-momentum': 'momentum is always 0.9, but params.momentum says what it is.',
  'spatialBatchnorm/last-batch-only': 'The running averages know only the last batch.',
  'spatialBatchnorm/test-uses-batch':
    'In test mode, x is normalized with the statistics of the batch: the running averages take their place.',
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
    'The mean and variance are those of every groups-th channel (0, groups, 2 · groups, ...), but should be those of {right}.',
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
    'The means in dx are those of every groups-th channel (0, groups, 2 · groups, ...), but should be those of {right}.',
  'spatialNorm/dx-by-groups-of-groups':
    'The means in dx are those of groups of `groups` channels (instead of C / groups), but should be those of {right}.',
  'spatialNorm/dx-by-place-of-group':
    'The means in dx are those of each place of each group, but should be those of {right}.',
  'spatialNorm/dx-by-channel':
    'The means in dx are those of each channel, over all images, but should be those of {right}.',
} as const
