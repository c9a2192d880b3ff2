/** What is wrong with batch and layer normalization, by the cause's id. */
export const normalization = {
  'norm/no-gamma': 'gamma is missing: multiply the normalized x by gamma, then add beta.',
  'norm/no-beta': 'beta is missing: add it to gamma · normalized x.',
  'norm/no-gamma-beta': 'gamma and beta are missing: out is the normalized x itself.',
  'norm/beta-scaled':
    'beta is added before the scaling, which gives gamma · (normalized x + beta): let gamma scale only the normalized x.',
  'norm/gamma-beta-swapped': 'gamma and beta are swapped: multiply by gamma, and add beta.',
  'norm/divided-by-gamma': 'The normalized x is divided by gamma, but should be multiplied by it.',
  'norm/first-gamma': 'Only the first gamma is used: each feature has its own gamma.',
  'norm/mean-not-subtracted': 'The mean is not subtracted: x itself is divided by the standard deviation.',
  'norm/mean-added': 'The mean is added to x, but should be subtracted.',
  'norm/not-divided': 'The mean is subtracted, but the division by the standard deviation is missing.',
  'norm/divided-by-variance':
    'x - mean is divided by the variance, but should be divided by its root, the standard deviation.',
  'norm/no-epsilon': 'epsilon is not added: the standard deviation is √(variance + epsilon).',
  'norm/epsilon-outside-root':
    'epsilon is added to the root, but should be added to the variance: √(variance + epsilon).',
  'norm/epsilon-twice':
    'epsilon is added both inside and outside the root: add it only inside, √(variance + epsilon).',
  'norm/epsilon-fixed': 'epsilon is always 1e-5: take it from the settings.',
  'norm/out-is-x': 'out is x, passed on unchanged: it is not normalized.',
  'norm/unbiased-variance': 'The variance is divided by {count} - 1, but should be divided by {count}.',
  'norm/wrong-count':
    'The mean and the variance are sums divided by {found}, but should be sums divided by {count}.',
  'norm/centred-on-running-mean':
    'The running mean is subtracted from x, but in train mode it should be the mean of this batch.',
  'norm/unfinished-mean':
    'The variance is computed while the mean is still being added up: finish the mean first, and then go through the numbers again.',
  'norm/variance-goes-on':
    'The sum of the squares goes on from the example before: start it again at 0 for every example.',
  'norm/variance-summed':
    'The variance is the sum of the squares, but should be their mean: divide it by {count}.',
  'norm/variance-of-squares':
    'The variance is the mean of the squares of x itself, but should be the mean of the squares of x - mean.',
  'norm/variance-of-absolutes':
    'The variance is the mean of the absolute deviations, but should be the mean of their squares.',
  'norm/other-axis':
    'x is normalized over the {wrong}, but should be normalized over the {right}: axis {axis}.',
  'norm/mean-over-other-axis':
    'The mean is taken over the {wrong}, but should be taken over the {right}: axis {axis}.',
  'norm/variance-over-other-axis':
    'The variance is taken over the {wrong}, but should be taken over the {right}: axis {axis}.',
  'norm/one-mean-for-all':
    'All of x has a single mean and a single variance: give mean and variance an axis.',
  'norm/train-uses-running':
    'x is normalized with the running averages{which}, but in train mode it should use the statistics of the batch.',
  'norm/test-uses-batch':
    'The batch is normalized with its own statistics, but in test mode it should use the running averages.',
  'norm/test-uses-batch-mean':
    'The mean of the batch is subtracted, but in test mode it should be the running mean.',
  'norm/test-uses-batch-variance':
    'x is divided by the standard deviation of the batch, but in test mode it should be that of runningVar.',
  'norm/test-unbiased': 'The running variance is multiplied by N / (N - 1), but should be used as it is.',
  'running/unchanged': '{what} is the same as before: update it in train mode.',
  'running/latest-only':
    '{what} comes from the latest batch alone, but should be momentum · old + (1 - momentum) · new.',
  'running/momentum-swapped':
    '{what} is (1 - momentum) · old + momentum · new, but momentum should be the share of the old average.',
  'running/new-without-share': '{what} adds the new value without its share, 1 - momentum.',
  'running/old-without-share': '{what} keeps the old average without its share, momentum.',
  'running/added-up': '{what} adds up all batches, but should be momentum · old + (1 - momentum) · new.',
  'running/fixed-momentum':
    '{what} is updated with momentum 0.9 in every case: take momentum from the settings.',
  'running/starts-from-zero': '{what} starts from 0 in every call: keep it in params.',
  'running/of-deviation': '{what} averages the standard deviation, but should average the variance.',
  'running/with-epsilon': '{what} averages the variance with epsilon in it: add epsilon only under the root.',
  'running/unbiased': '{what} averages a variance divided by N - 1: use the biased variance, divided by N.',
  'running/of-means': '{what} averages the means, but should average the variances.',
  'batchnormForward/column-mean': 'Column {d} of out has mean {mean}, but its mean should be beta, {beta}.',
  'batchnormForward/column-deviation':
    'Column {d} of out has standard deviation {deviation}, but it should be |gamma| = |{gamma}|.',
  'batchnormForward/train-uses-running':
    'In train mode out depends on the running averages: use the mean and the variance of the batch.',
  'batchnormForward/test-depends-on-batch':
    'In test mode, the out of an example depends on the others: use the running averages, not the batch.',
  'batchnormForward/not-standardized':
    'Column {d} of out has mean {mean} and standard deviation {deviation}, but should be close to 0 and 1.',
  'normBackward/dx-no-mean-path': 'dx lacks the path through the mean: the mean depends on every x.',
  'normBackward/dx-no-variance-path':
    'dx lacks the path through the variance: the variance depends on every x.',
  'normBackward/dx-no-paths':
    'dx is dnormalized / std, as if the mean and the variance were constants, but both depend on x.',
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
    'In dx, the path through the variance is twice what it should be, which is dvariance · 2 · (x - mean) / N.',
  'normBackward/dx-other-count': 'In dx, there is {wrong} belongs: the mean is over the {parts}.',
  'normBackward/dx-variance-path-normalized':
    'In dx, the path through the variance uses the normalized x instead of x - mean.',
  'normBackward/dx-variance-path-no-normalized':
    'In dx, the path through the variance lacks the factor normalized x.',
  'normBackward/dx-other-axis':
    'dx averages over the {other}, but should average over the same axis as the mean and the variance.',
  'normBackward/dx-direct-path-averaged':
    'In dx, the direct path is divided by {count}, but only the paths through the mean and the variance should be.',
  'normBackward/dx-direct-path-not-divided':
    'In dx, the direct path is not divided by the standard deviation.',
  'normBackward/dx-sums-exchanged':
    'In dx, the two sums are exchanged: subtract dbeta, and the normalized x times dgamma.',
  'normBackward/dx-no-gamma': 'dx lacks gamma: the gradient of the normalized x is dout · gamma.',
  'normBackward/dx-paths-no-gamma': 'In dx, gamma is missing in {paths}: every term comes from dout · gamma.',
  'normBackward/dx-gamma-at-end':
    'In dx, gamma is multiplied at the end, but it differs from {part} to {part}: multiply inside the means.',
  'normBackward/dx-not-divided': 'dx is not divided by the standard deviation.',
  'normBackward/dx-numerator-only':
    'dx is only the numerator, N · dnormalized - ...: divide it by N times the standard deviation.',
  'normBackward/dx-divided-by-variance':
    'dx is divided by the variance, but should be divided by the standard deviation.',
  'normBackward/dx-multiplied': 'dx is multiplied by the standard deviation, but should be divided by it.',
  'normBackward/dgamma-no-normalized':
    'dgamma lacks the factor normalized x: it equals dbeta, or the two are swapped.',
  'normBackward/dgamma-of-deviation': 'dgamma sums dout · (x - mean), but should sum dout · normalized x.',
  'normBackward/dgamma-of-x': 'dgamma sums dout · x, but should sum dout · normalized x.',
  'normBackward/dgamma-with-gamma':
    'dgamma contains gamma: sum dout · normalized x, not dnormalized · normalized x.',
  'normBackward/dbeta-with-gamma': 'dbeta contains gamma: sum dout, not dnormalized.',
  'normBackward/dbeta-with-normalized':
    'dbeta contains the factor normalized x: it equals dgamma, or the two are swapped.',
  'batchnormSteps/dnormalized-no-gamma': 'dnormalized lacks gamma: out is gamma · normalized x + beta.',
  'batchnormSteps/dnormalized-divided': 'dnormalized is divided by gamma, but should be multiplied by it.',
  'batchnormSteps/dnormalized-with-normalized':
    'dnormalized contains the normalized x as a factor, which belongs only in dgamma.',
  'batchnormSteps/dvariance-doubled':
    'dvariance is twice the right answer: the derivative of (variance + epsilon) to the power -1/2 has a factor -1/2.',
  'batchnormSteps/dvariance-no-gamma': 'dvariance lacks gamma: sum over dnormalized, not over dout.',
  'batchnormSteps/dvariance-no-deviation':
    'dvariance lacks the factor x - mean, the numerator of the normalized x.',
  'batchnormSteps/dvariance-power-half':
    'dvariance contains (variance + epsilon) to the power -1/2, but the power should be -3/2.',
  'batchnormSteps/dvariance-power-1':
    'dvariance contains (variance + epsilon) to the power -1, but the power should be -3/2.',
  'batchnormSteps/dvariance-power-3':
    'dvariance contains (variance + epsilon) to the power -3, but the power should be -3/2.',
  'batchnormSteps/dvariance-power-of-std':
    'dvariance contains std to the power -3/2, but that power belongs to variance + epsilon.',
  'batchnormSteps/dvariance-is-dmean': 'dvariance equals dmean: are the two swapped?',
  'batchnormSteps/dmean-no-gamma': 'dmean lacks gamma: sum over dnormalized, not over dout.',
  'batchnormSteps/dmean-not-divided': 'dmean is not divided by the standard deviation.',
  'batchnormSteps/dmean-divided-by-variance':
    'dmean is divided by the variance, but should be divided by the standard deviation.',
  'batchnormSteps/dmean-is-dvariance': 'dmean equals dvariance: are the two swapped?',
  'batchnormBackward/does-not-add-up-to-zero':
    'dx of column {d} adds up to {total}, but should add up to 0: shifting a whole column changes nothing.',
  'batchnormBackward/stretching-changes-it':
    'dx · normalized x of column {d} adds up to {total}, but should add up to 0: stretching a column changes nothing.',
  'batchnormBackwardAlt/calls-other':
    'batchnormBackwardAlt calls {names}, but should compute dx from the simplified formula itself.',
  'layernormForward/example-mean': 'Example {n} of out has mean {mean}, but should have mean 5.',
  'layernormForward/example-deviation':
    'Example {n} of out has standard deviation {deviation}, but it should be 3.',
  'layernormBackward/does-not-add-up-to-zero':
    '{what} of example {n} adds up to {total}, but should add up to 0: shifting or stretching an example changes nothing.',
  'layernormBackward/depends-on-batch':
    'dx of an example depends on the rest of the batch, by up to {difference}: average over the features, not over the examples.',
  'normalizedNet/beta-unused':
    'Changing beta{layer} does not change the scores: call this.normalize in every hidden block of the forward pass (TODO 1.15), and use the gamma and beta of that layer.',
  'normalizedNet/scores-depend-on-batch':
    'The scores of an image depend on the other images in the batch: batch normalization should use the mode that this.normalize is given, which is test mode for scores.',
  'normalizedNet/shared-running-averages':
    'All layers share the same running averages: use this.batchnormParams[layer - 1].',
  'normalizedNet/nothing-normalized':
    'Nothing is normalized: either this.normalize returns its input, or the ReLU (TODO 1.15) gets the output of the affine layer instead of what this.normalize returns.',
  'normalizedNet/first-layer-only': 'Only the first hidden layer is normalized, but all of them should be.',
  'normalizedNet/after-relu':
    'The normalization comes after the ReLU, but should be between the affine layer and the ReLU.',
  'normalizedNet/relu-twice':
    'There is a ReLU before and after the normalization, but there should be one only after it.',
  'normalizedNet/scores-normalized':
    'The scores are normalized too, but the last layer should be affine and nothing else.',
  'normalizedNet/no-relu': 'The ReLU after the normalization is missing.',
  'normalizedNet/gamma-beta-swapped': 'gamma and beta are swapped: multiply by gamma, and add beta.',
  'normalizedNet/no-gamma-beta': 'Neither gamma nor beta is used: pass on params.gammai and params.betai.',
  'normalizedNet/first-gamma-beta': 'Every layer uses gamma1 and beta1, but each layer should use its own.',
  'normalizedNet/backward-skipped':
    'The upstream gradient is passed on as if nothing were normalized: pass on the dx of the normalization instead.',
  'normalizedNet/gradients-swapped': 'The gradients of gamma and beta are swapped.',
  'normalizedNet/backward-order':
    'The backward pass goes through the normalization before the ReLU, but the ReLU should come first there.',
  'normalizedNet/backward-of-layernorm':
    'The backward pass uses layer normalization, but the forward pass used batch normalization.',
  'normalizedNet/backward-of-batchnorm':
    'The backward pass uses batch normalization, but the forward pass used layer normalization.',
  'normalizedNet/gamma-beta-regularized': 'gamma and beta are regularized, but only the weights W should be.',
  'normalizedNet/parameter-too-many':
    'params holds {name}, but only the hidden layers are normalized: here 1 to 3, not the last.',
  'normalizedNet/parameter-missing': 'params lacks {name}: hidden layer {layer} is normalized too.',
  'normalizedNet/parameter-shape':
    'params.{name} has shape {shape}, but hidden layer {layer} needs one for each of its {width} units: (dims[i],).',
  'normalizedNet/parameter-start': 'params.{name} should start as {start}.',
  'normalizedNet/batchnorm-for-layernorm':
    'Batch normalization is used, but this.normalization asks for layer normalization.',
  'normalizedNet/layernorm-for-batchnorm':
    'Layer normalization is used, but this.normalization asks for batch normalization.',
  'normalizedNet/own-statistics':
    'Scores are normalized with the statistics of their own batch, but should be computed in test mode: use the mode that this.normalize is given.',
  'normalizedNet/running-still-zero':
    'The running averages are still 0 after training. Give batch normalization the entry of this.batchnormParams itself, not a copy, and the mode that this.normalize is given.',
  'normalizedNet/idle-bias':
    'grads.{name} should be 0 up to rounding, but has {value}: batch normalization subtracts the mean, so a bias before it changes nothing.',
} as const
