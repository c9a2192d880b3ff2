/** What is wrong with batch and layer normalization, by the cause's id. */
export const normalization = {
  'norm/no-gamma': 'gamma is missing: multiply the normalized x by gamma, then add beta.',
  'norm/no-beta': 'beta is missing: add it to gamma · normalized x.',
  'norm/no-gamma-beta': 'gamma and beta are missing: out is the normalized x itself.',
  'norm/beta-scaled':
    'beta is added before the scaling: out is gamma · (normalized x + beta), but gamma scales only the normalized x.',
  'norm/gamma-beta-swapped': 'gamma and beta are swapped: gamma is the factor, beta is what is added.',
  'norm/divided-by-gamma': 'The normalized x is divided by gamma, but should be multiplied by it.',
  'norm/first-gamma': 'Only the first gamma is used: every feature has a gamma of its own.',
  'norm/mean-not-subtracted': 'The mean is not subtracted: x itself is divided by the standard deviation.',
  'norm/mean-added': 'The mean is added to x, but should be subtracted.',
  'norm/not-divided': 'The mean is subtracted, but nothing is divided by the standard deviation.',
  'norm/divided-by-variance':
    'x - mean is divided by the variance, but should be divided by its root, the standard deviation.',
  'norm/no-epsilon': 'Epsilon is missing: the standard deviation is √(variance + epsilon).',
  'norm/epsilon-outside-root':
    'Epsilon is added to the root, but should be added to the variance: √(variance + epsilon).',
  'norm/epsilon-twice':
    'epsilon is added twice, inside the root and outside; it belongs inside: √(variance + epsilon).',
  'norm/epsilon-fixed': 'epsilon is always 1e-5, whatever the settings say: take it from them.',
  'norm/out-is-x': 'out is x, passed on as it is: it is not normalized.',
  'norm/unbiased-variance': 'The variance is divided by {count} - 1, but should be divided by {count}.',
  'norm/variance-summed':
    'The variance is the sum of the squares, but should be their mean: divide it by {count}.',
  'norm/variance-of-squares':
    'The variance is the mean of the squares of x itself, but should be that of x - mean.',
  'norm/variance-of-absolutes':
    'The variance is the mean of the absolute deviations, but should be that of their squares.',
  'norm/other-axis':
    'x is normalized over the {wrong}, but should be normalized over the {right}: axis {axis}.',
  'norm/mean-over-other-axis':
    'The mean is taken over the {wrong}, but should be taken over the {right}: axis {axis}.',
  'norm/variance-over-other-axis':
    'The variance is taken over the {wrong}, but should be taken over the {right}: axis {axis}.',
  'norm/one-mean-for-all': 'There is one mean and one variance for all of x: give mean and variance an axis.',
  'norm/train-uses-running':
    'x is normalized with the running averages{which}, but in train mode with the statistics of the batch.',
  'norm/test-uses-batch':
    'The batch is normalized with its own statistics, but in test mode the running averages take their place.',
  'norm/test-uses-batch-mean':
    'The mean of the batch is subtracted, but in test mode it is the running mean.',
  'norm/test-uses-batch-variance':
    'x is divided by the standard deviation of the batch, but in test mode it is that of runningVar.',
  'norm/test-unbiased': 'The running variance is multiplied by N / (N - 1), but should be used as it is.',
  'running/unchanged': '{what} is what it was before: update it in train mode.',
  'running/latest-only':
    '{what} is that of the latest batch alone, but should be momentum · old + (1 - momentum) · new.',
  'running/momentum-swapped':
    '{what} is (1 - momentum) · old + momentum · new, but momentum is the share of the old average that stays.',
  'running/new-without-share': '{what} takes the new value without its share 1 - momentum.',
  'running/old-without-share': '{what} keeps the old average without its share momentum.',
  'running/added-up': '{what} adds up all batches, but should be momentum · old + (1 - momentum) · new.',
  'running/fixed-momentum': '{what} is moved as if momentum is always 0.9: take momentum from the settings.',
  'running/starts-from-zero': '{what} starts from 0 at every call: hand it on in params.',
  'running/of-deviation': '{what} averages the standard deviation, but should average the variance.',
  'running/with-epsilon': '{what} averages the variance with epsilon in it: add epsilon only under the root.',
  'running/unbiased':
    '{what} averages a variance that is divided by N - 1, but the biased variance is divided by N.',
  'running/of-means': '{what} is the average of the means, but should be that of the variances.',
  'batchnormForward/column-mean': 'Column {d} of out has mean {mean}, but beta is {beta} there.',
  'batchnormForward/column-deviation':
    'Column {d} of out has standard deviation {deviation}, but gamma is {gamma} there.',
  'batchnormForward/train-uses-running':
    'In train mode out depends on the running averages: the mean and the variance are those of the batch.',
  'batchnormForward/test-depends-on-batch':
    'In test mode, out of an example depends on the others: use the running averages, not the batch.',
  'batchnormForward/not-standardized':
    'Column {d} of out has mean {mean} and standard deviation {deviation}, but should be close to 0 and 1.',
  'normBackward/dx-no-mean-path': 'dx lacks the path through the mean: the mean depends on every x.',
  'normBackward/dx-no-variance-path':
    'dx lacks the path through the variance: the variance depends on every x.',
  'normBackward/dx-no-paths':
    'dx is dnormalized / std, as if the mean and the variance were constants; both depend on x.',
  'normBackward/dx-no-direct-path': 'dx lacks the direct path: dnormalized / std.',
  'normBackward/dx-mean-path-sign': 'In dx, the path through the mean has the wrong sign.',
  'normBackward/dx-variance-path-sign': 'In dx, the path through the variance has the wrong sign.',
  'normBackward/dx-paths-sign': 'In dx, the paths through the mean and the variance have the wrong sign.',
  'normBackward/dx-mean-path-summed': 'In dx, the path through the mean is not divided by {count}.',
  'normBackward/dx-mean-path-averaged-twice': 'In dx, the path through the mean is divided by {count} twice.',
  'normBackward/dx-variance-path-summed': 'In dx, the path through the variance is not divided by {count}.',
  'normBackward/dx-variance-path-unbiased':
    'In dx, the path through the variance is divided by {count} - 1, but should be divided by {count}.',
  'normBackward/dx-paths-summed':
    'In dx, the paths through the mean and the variance are not divided by {count}.',
  'normBackward/dx-variance-path-halved':
    'In dx, the path through the variance is half of what it should be: the derivative of a square has a factor 2.',
  'normBackward/dx-variance-path-doubled':
    'In dx, the path through the variance is twice what it should be: 2 · (x - mean) / N, times dvariance.',
  'normBackward/dx-other-count': 'In dx, there is {wrong} belongs: the mean is over the {parts}.',
  'normBackward/dx-variance-path-normalized':
    'In dx, the path through the variance has the normalized x where x - mean belongs.',
  'normBackward/dx-variance-path-no-normalized':
    'In dx, the path through the variance lacks the factor normalized x: it has dgamma without the normalized x.',
  'normBackward/dx-other-axis':
    'dx averages over the {other}, but should average over what the mean and the variance are taken over.',
  'normBackward/dx-direct-path-averaged':
    'In dx, the direct path is divided by {count}; only the paths through the mean and the variance are.',
  'normBackward/dx-direct-path-not-divided':
    'In dx, the direct path is not divided by the standard deviation.',
  'normBackward/dx-no-gamma': 'dx lacks gamma: the gradient of the normalized x is dout · gamma.',
  'normBackward/dx-gamma-at-end':
    'In dx, gamma is multiplied at the end, but it differs from feature to feature: it belongs inside the means.',
  'normBackward/dx-not-divided': 'dx is not divided by the standard deviation.',
  'normBackward/dx-divided-by-variance':
    'dx is divided by the variance, but should be divided by the standard deviation.',
  'normBackward/dx-multiplied': 'dx is multiplied by the standard deviation, but should be divided by it.',
  'normBackward/dgamma-no-normalized':
    'dgamma lacks the factor normalized x: it is dbeta, or the two are swapped.',
  'normBackward/dgamma-of-deviation':
    'dgamma is summed with x - mean, but should be summed with the normalized x.',
  'normBackward/dgamma-of-x': 'dgamma is summed with x, but should be summed with the normalized x.',
  'normBackward/dgamma-with-gamma':
    'dgamma has gamma in it: it is the sum of dout · normalized x, not of dnormalized · normalized x.',
  'normBackward/dbeta-with-gamma': 'dbeta has gamma in it: it is the sum of dout, not of dnormalized.',
  'normBackward/dbeta-with-normalized':
    'dbeta has the factor normalized x: it is dgamma, or the two are swapped.',
  'batchnormSteps/dnormalized-no-gamma': 'dnormalized lacks gamma: out is gamma · normalized x + beta.',
  'batchnormSteps/dnormalized-divided': 'dnormalized is divided by gamma, but should be multiplied by it.',
  'batchnormSteps/dnormalized-with-normalized':
    'dnormalized has the normalized x as a factor: that belongs in dgamma.',
  'batchnormSteps/dvariance-doubled':
    'dvariance is twice the right answer: the derivative of (variance + epsilon) to the power -1/2 has a factor -1/2.',
  'batchnormSteps/dvariance-no-gamma': 'dvariance lacks gamma: it is a sum over dnormalized, not over dout.',
  'batchnormSteps/dvariance-no-deviation':
    'dvariance lacks the factor x - mean: that is what stands over the root of the variance.',
  'batchnormSteps/dvariance-power-half':
    'dvariance has (variance + epsilon) to the power -1/2, but it should be -3/2.',
  'batchnormSteps/dvariance-power-1':
    'dvariance has (variance + epsilon) to the power -1, but it should be -3/2.',
  'batchnormSteps/dvariance-power-3':
    'dvariance has (variance + epsilon) to the power -3, but it should be -3/2.',
  'batchnormSteps/dvariance-power-of-std':
    'dvariance has std to the power -3/2, but that is the power of variance + epsilon.',
  'batchnormSteps/dvariance-is-dmean': 'dvariance is dmean: are the two swapped?',
  'batchnormSteps/dmean-no-gamma': 'dmean lacks gamma: it is a sum over dnormalized, not over dout.',
  'batchnormSteps/dmean-not-divided': 'dmean is not divided by the standard deviation.',
  'batchnormSteps/dmean-divided-by-variance':
    'dmean is divided by the variance, but should be divided by the standard deviation.',
  'batchnormSteps/dmean-is-dvariance': 'dmean is dvariance: are the two swapped?',
  'batchnormBackward/does-not-add-up-to-zero':
    'dx of column {d} adds up to {total}, but shifting a whole column changes nothing: it must be 0.',
  'batchnormBackward/stretching-changes-it':
    'dx · normalized x of column {d} adds up to {total}, but stretching a column changes nothing: it must be 0.',
  'batchnormBackwardAlt/calls-other':
    'batchnormBackwardAlt calls {names}, but should compute dx from the simplified formula itself.',
  'layernormForward/example-mean': 'Example {n} of out has mean {mean}, but should have 5.',
  'layernormForward/example-deviation':
    'Example {n} of out has standard deviation {deviation}, but should have 3.',
  'layernormBackward/does-not-add-up-to-zero':
    '{what} of example {n} adds up to {total}, but shifting or stretching an example changes nothing: it must be 0.',
  'layernormBackward/depends-on-batch':
    'dx of an example is another one when the rest of the batch is there, by up to {difference}: average over the features, not over the examples.',
  'normalizedNet/beta-unused':
    'Another beta{layer} does not change the scores: call this.normalize in every hidden block of the forward pass (TODO 1.15), and use gamma and beta of that layer.',
  'normalizedNet/scores-depend-on-batch':
    'The scores of an image depend on the other images in the batch: batch normalization must be in the mode that this.normalize is given, which is test mode for scores.',
  'normalizedNet/shared-running-averages':
    'All layers share the running averages of one: use this.batchnormParams[layer - 1].',
  'normalizedNet/nothing-normalized': 'Nothing is normalized: this.normalize returns its input.',
  'normalizedNet/first-layer-only': 'Only the first hidden layer is normalized: each of them should be.',
  'normalizedNet/after-relu':
    'The normalization stands behind the ReLU, but belongs between the affine layer and the ReLU.',
  'normalizedNet/relu-twice':
    'There is a ReLU on both sides of the normalization; it belongs behind it only.',
  'normalizedNet/scores-normalized':
    'The scores are normalized too, but the last layer is affine and nothing else.',
  'normalizedNet/no-relu': 'The ReLU is missing behind the normalization.',
  'normalizedNet/gamma-beta-swapped':
    'gamma and beta are swapped: gamma is the factor, beta is what is added.',
  'normalizedNet/no-gamma-beta': 'Neither gamma nor beta is used: hand params.gammai and params.betai on.',
  'normalizedNet/first-gamma-beta': 'Every layer uses gamma1 and beta1, but each layer has its own.',
  'normalizedNet/backward-skipped':
    'The upstream gradient is passed on as if nothing were normalized: hand on the dx of the normalization.',
  'normalizedNet/gradients-swapped': 'The gradients of gamma and beta are swapped.',
  'normalizedNet/backward-order':
    'The way back goes through the normalization before the ReLU, but the ReLU came last on the way there.',
  'normalizedNet/backward-of-layernorm':
    'The way back is that of layer normalization, but the way there was batch normalization.',
  'normalizedNet/backward-of-batchnorm':
    'The way back is that of batch normalization, but the way there was layer normalization.',
  'normalizedNet/gamma-beta-regularized': 'gamma and beta are regularized; only the weights W should be.',
  'normalizedNet/parameter-too-many':
    'params holds {name}, but only the hidden layers are normalized: 1 to 3 here, not the last.',
  'normalizedNet/parameter-missing': 'params lacks {name}: hidden layer {layer} is normalized too.',
  'normalizedNet/parameter-shape':
    'params.{name} has shape {shape}, but each of the {width} units of hidden layer {layer} needs its own: (dims[i],).',
  'normalizedNet/parameter-start': 'params.{name} should start as {start}.',
  'normalizedNet/batchnorm-for-layernorm':
    'Batch normalization stands where this.normalization asks for layer normalization.',
  'normalizedNet/batchnorm-test-for-layernorm':
    'Batch normalization, in test mode, stands where this.normalization asks for layer normalization.',
  'normalizedNet/layernorm-for-batchnorm':
    'Layer normalization stands where this.normalization asks for batch normalization.',
  'normalizedNet/own-statistics':
    'Scores are normalized with the statistics of their own batch, but scores are in test mode: use the mode that this.normalize is given.',
  'normalizedNet/running-still-zero':
    'The running averages are still 0 after training: batch normalization moves them in the entry of this.batchnormParams that it gets, no copy, and in the mode that this.normalize gets.',
  'normalizedNet/idle-bias':
    'grads.{name} should be 0 up to rounding, but has {value}: batch normalization takes away the mean, so a bias in front of it changes nothing.',
} as const
