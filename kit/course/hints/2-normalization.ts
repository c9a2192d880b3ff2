import type { Hints } from './hints.ts'

/** The hints of Part 2, by TODO. */
export const hints: Record<string, Hints> = {
  '2.1': {
    levels: [
      'Each column is one feature, measured in all examples of the batch. Over which axis do you average, and what is the shape of a mean that holds one number for each column? And what should the layer remember for later, when there is no batch?',
      'μ = mean over axis 0, (D,); v = mean of (x - μ)² over axis 0, (D,); normalized = (x - μ) / √(v + epsilon), (N, D); out = gamma · normalized + beta. running = momentum · running + (1 - momentum) · batch, once for the mean and once for the variance.',
      'mean(x, 0), sub, then mean of mul(deviation, deviation) over axis 0. map(add(v, epsilon), Math.sqrt) is what you divide by: epsilon goes inside the root. Write params.runningMean and params.runningVar as new tensors, and keep in the cache what the backward pass will need: normalized, the root, and gamma.',
    ],
    after: [
      [
        ['norm/unbiased-variance', 'running/unbiased', 'norm/test-unbiased'],
        'This course uses the biased variance. By what do you divide the sum of the squares?',
      ],
      [
        [
          'norm/other-axis',
          'norm/one-mean-for-all',
          'norm/mean-over-other-axis',
          'norm/variance-over-other-axis',
        ],
        'out has one gamma and one beta for each column. Over which axis must you average, so that one number is left for each column?',
      ],
      [
        ['norm/epsilon-outside-root', 'norm/no-epsilon'],
        'epsilon keeps the division finite when the variance is 0. Where does the formula add it: to the variance, or to its root?',
      ],
      [
        [
          'running/unchanged',
          'running/latest-only',
          'running/momentum-swapped',
          'running/new-without-share',
          'running/old-without-share',
          'running/starts-from-zero',
        ],
        'The running average combines the old one and this batch. Which of the two gets the share momentum, which gets the rest, and where must you store the result?',
      ],
      [
        [
          'norm/no-gamma',
          'norm/no-beta',
          'norm/no-gamma-beta',
          'norm/beta-scaled',
          'norm/gamma-beta-swapped',
        ],
        'Two more steps come after the normalization, in this order: scale by gamma, shift by beta. Which of them are in your code?',
      ],
    ],
  },
  '2.2': {
    levels: [
      'A single image has no batch. Where does the layer get its mean and its variance now, and may a test image change anything?',
      'normalized = (x - runningMean) / √(runningVar + epsilon), out = gamma · normalized + beta. Nothing is updated.',
      'Make the same calls as in train mode, sub, div, mul and add, but with runningMean and runningVar in place of the statistics of x. runningVar is a variance, so it needs epsilon and the root. Do not change params.',
    ],
    after: [
      [
        ['norm/test-uses-batch', 'norm/test-uses-batch-mean', 'norm/test-uses-batch-variance'],
        'Does an image get the same scores alone and together with others? Look for the call in your test mode that still averages over x.',
      ],
      [
        ['norm/epsilon-outside-root', 'norm/no-epsilon', 'norm/divided-by-variance'],
        'runningVar holds variances. What turns a variance into a standard deviation, and where does epsilon go?',
      ],
      [['calls/changes-input'], 'In test mode the layer only reads. Which line of yours writes into params?'],
    ],
  },
  '2.3': {
    levels: [
      'Take the three nodes one at a time, as if each were a separate input, and keep everything else constant. How often is one number of the variance, or of the mean, used in its column, and what does that mean for its gradients?',
      'dnormalized = dout · gamma, (N, D). dvariance = sum over the batch of dnormalized · (x - mean) · (-1/2) · (variance + epsilon)^(-3/2), (D,). dmean = -sum over the batch of dnormalized / √(variance + epsilon), (D,).',
      'With normalized and std in the cache, (x - mean) · (variance + epsilon)^(-3/2) is normalized / std². So dvariance is -0.5 times sum(mul(dnormalized, normalized), 0), divided by mul(std, std); dmean is -1 times sum(dnormalized, 0), divided by std. Sums, not means.',
    ],
    after: [
      [
        [
          'batchnormSteps/dnormalized-no-gamma',
          'batchnormSteps/dvariance-no-gamma',
          'batchnormSteps/dmean-no-gamma',
        ],
        'out is gamma · normalized + beta. How fast does out grow with normalized, and do all three gradients use that?',
      ],
      [
        ['explain/sign', 'batchnormSteps/dvariance-doubled'],
        'Take the derivative of (x - mean) · v^(-1/2) once more, with respect to the mean and to v. Which signs and which factor do you get?',
      ],
      [
        [
          'batchnormSteps/dvariance-power-half',
          'batchnormSteps/dvariance-power-1',
          'batchnormSteps/dvariance-power-of-std',
          'batchnormSteps/dvariance-power-3',
        ],
        'Write one over the root as v^(-1/2) and take the derivative. Which power do you get, and how often do you divide by std, then?',
      ],
      [
        ['shape/not-summed', 'explain/named-factor'],
        'All N numbers of a column share one mean and one variance. Do their gradients add up, are they averaged, or do they stay separate?',
      ],
    ],
  },
  '2.4': {
    levels: [
      'There are three paths from one element of x to the output. How much do the normalized x, the variance and the mean change when this one element changes a little?',
      'dx = dnormalized / √(variance + epsilon) + dvariance · 2 (x - mean) / N + dmean / N, (N, D). dgamma = sum over axis 0 of dout · normalized, dbeta = sum over axis 0 of dout, both (D,).',
      'Take normalized and std from the cache; mul(normalized, std) is x - mean again. Build the three terms with div and mul and add them. N is dout.shape[0], the number of examples; dgamma and dbeta are sums over axis 0 of dout itself, not of dnormalized.',
    ],
    after: [
      [
        [
          'normBackward/dx-no-mean-path',
          'normBackward/dx-no-variance-path',
          'normBackward/dx-no-paths',
          'normBackward/dx-no-direct-path',
        ],
        'x reaches the output directly, through the variance and through the mean. Which of these three terms can you find in your dx?',
      ],
      [
        [
          'normBackward/dx-variance-path-halved',
          'normBackward/dx-variance-path-summed',
          'normBackward/dx-mean-path-summed',
          'normBackward/dx-mean-path-averaged-twice',
          'normBackward/dx-other-count',
        ],
        'The mean is a sum over N numbers, divided by N, and the variance is a sum of squares, divided by N. What is the derivative of each with respect to one element of x?',
      ],
      [
        ['normBackward/dx-variance-path-normalized'],
        'The normalized x has already been divided by std. What must you multiply it by to get x - mean back?',
      ],
      [
        [
          'normBackward/dgamma-with-gamma',
          'normBackward/dgamma-no-normalized',
          'explain/named-factor',
          'shape/not-summed',
          'normBackward/dbeta-with-gamma',
          'normBackward/dx-variance-path-no-normalized',
        ],
        'gamma and beta come last in the forward pass: out = gamma · normalized + beta. All examples share them. What does each example add to dgamma, and what to dbeta?',
      ],
    ],
  },
  '2.5': {
    levels: [
      'On paper, put the formulas of 2.3 into the formula of 2.4. Which sums remain, and do they already have a name?',
      'dx = gamma / (N std) · (N dout - dbeta - normalized · dgamma), (N, D), where dgamma = sum of dout · normalized and dbeta = sum of dout over axis 0, both (D,).',
      'First compute dgamma and dbeta. Then add dbeta and mul(normalized, dgamma), divide by N, and sub that from dout; finally multiply by div(gamma, std). Keep dgamma a sum: it is both returned and used.',
    ],
    after: [
      [
        ['batchnormBackwardAlt/calls-other'],
        'The idea is a single formula without intermediate steps. Which two sums does it need, and can you compute them here?',
      ],
      [
        [
          'normBackward/dx-no-mean-path',
          'normBackward/dx-no-paths',
          'normBackward/dx-no-variance-path',
          'normBackward/dx-variance-path-no-normalized',
        ],
        'The formula subtracts from dout its mean and its component along the normalized x. Which of the two is missing in your bracket?',
      ],
      [
        [
          'normBackward/dx-paths-summed',
          'normBackward/dx-variance-path-summed',
          'normBackward/dx-direct-path-averaged',
          'explain/named-factor',
          'normBackward/dx-mean-path-summed',
          'normBackward/dx-mean-path-averaged-twice',
          'normBackward/dx-variance-path-unbiased',
        ],
        'Multiply the 1 / N into the bracket: which of the three terms then have a factor 1 / N, and which does not?',
      ],
      [
        [
          'normBackward/dx-no-gamma',
          'normBackward/dx-paths-no-gamma',
          'normBackward/dx-not-divided',
          'normBackward/dx-multiplied',
          'normBackward/dx-divided-by-variance',
          'normBackward/dx-direct-path-not-divided',
        ],
        'Look at the factor before the bracket. How often do you divide by std, and where is gamma?',
      ],
    ],
  },
  '2.6': {
    levels: [
      'Now each example is normalized separately. Over which axis do you average, and which shape must the means have, so that you can subtract them from x, (N, D)?',
      'μ and v are the mean and the biased variance over axis 1, (N, 1); normalized = (x - μ) / √(v + epsilon), (N, D); out = gamma · normalized + beta, with gamma and beta of shape (D,).',
      'mean(x, 1, { keepDims: true }), sub, mean of the squared deviation over axis 1 with keepDims; then map(add(v, epsilon), Math.sqrt), div, mul, add. Without keepDims the means have shape (N,), and broadcasting would treat them as a row.',
    ],
    after: [
      [
        [
          'norm/other-axis',
          'norm/mean-over-other-axis',
          'norm/one-mean-for-all',
          'norm/variance-over-other-axis',
        ],
        'Here no example should depend on another. Over which axis must you average, so that each row has its own mean?',
      ],
      [
        ['norm/unbiased-variance', 'norm/variance-summed', 'norm/wrong-count'],
        'The variance is the mean of D squares. What do you divide their sum by?',
      ],
      [
        ['norm/epsilon-outside-root', 'norm/no-epsilon', 'norm/divided-by-variance'],
        'You should divide by √(v + epsilon). Read your line from the inside out: does epsilon come first, then the root?',
      ],
      [
        [
          'norm/no-gamma',
          'norm/no-beta',
          'norm/no-gamma-beta',
          'norm/gamma-beta-swapped',
          'norm/first-gamma',
        ],
        'gamma and beta still belong to the features: one number for each column. In which order do you apply them?',
      ],
    ],
  },
  '2.7': {
    levels: [
      'This is the backward pass of 2.4 with rows in place of columns, with one difference: gamma differs between the elements that were normalized together. Can it still come before the bracket?',
      'With h = dout · gamma, (N, D): dx = (h - mean(h) - normalized · mean(h · normalized)) / std, both means over axis 1, (N, 1). dgamma = sum over axis 0 of dout · normalized, dbeta = sum over axis 0 of dout.',
      'First mul(dout, gamma). Then call mean twice over axis 1 with { keepDims: true }, once for it and once for its product with normalized; then two calls of sub, and one div by std. Only dgamma and dbeta sum over axis 0.',
    ],
    after: [
      [
        [
          'normBackward/dx-other-count',
          'normBackward/dx-other-axis',
          'normBackward/dx-mean-path-summed',
          'normBackward/dx-variance-path-summed',
        ],
        'How many numbers were normalized together here, and along which axis do they lie? The two means go over these numbers.',
      ],
      [
        ['normBackward/dx-no-gamma', 'normBackward/dx-gamma-at-end'],
        'Each element of a row has a different gamma. When must you multiply by it: before the sums along the row, or after them?',
      ],
      [
        [
          'normBackward/dx-no-mean-path',
          'normBackward/dx-no-variance-path',
          'normBackward/dx-no-paths',
          'normBackward/dx-variance-path-no-normalized',
          'normBackward/dgamma-no-normalized',
        ],
        'When one element changes, the mean and the variance of its row change as well. Which of the three terms is missing?',
      ],
      [
        [
          'explain/named-factor',
          'normBackward/dgamma-with-gamma',
          'normBackward/dbeta-with-gamma',
          'shape/not-summed',
        ],
        'gamma[d] is used once for every example. Over which axis do you sum, and what do you sum: dout, or dout · gamma?',
      ],
    ],
  },
  '2.8': {
    levels: [
      'Which layers are normalized: all of them, or only those followed by a ReLU? And with which gamma and beta does a layer only normalize?',
      'For each hidden layer i from 1 to L - 1: gammai, (dims[i],), ones; betai, (dims[i],), zeros; both with dtype.',
      'Loop from 1 to below this.numLayers, and fill this.params under the names built from gamma and i, and from beta and i, with ones([...], dtype) and zeros([...], dtype). The size is that of the layer itself, dims[i].',
    ],
    after: [
      [
        ['normalizedNet/parameter-too-many', 'normalizedNet/parameter-missing'],
        'There are L affine layers and L - 1 hidden layers, counted from 1. Which numbers does your loop go through?',
      ],
      [
        ['normalizedNet/parameter-shape', 'shape/axis-kept'],
        'Each unit of the layer has its own gamma and beta. How many units does hidden layer i have?',
      ],
      [
        ['normalizedNet/parameter-start'],
        'At first the layer should neither scale nor shift. Which number changes nothing when you multiply by it, and which when you add it?',
      ],
    ],
  },
  '2.9': {
    levels: [
      'What does this method know about its layer: its number, the mode, the kind of normalization? And what must each layer keep for itself, so that you can later use it on a single image?',
      "out and cache come from layernormForward(x, gamma, beta) or from batchnormForward(x, gamma, beta, params), where gamma and beta are this layer's parameters and params its entry of this.batchnormParams, with the mode of this pass.",
      'Take gamma and beta from this.params under the number of the layer. For layer normalization return the result of the one call; for batch normalization take this.batchnormParams[layer - 1] itself, set its mode, and pass it to batchnormForward. A copy would lose the running averages.',
    ],
    after: [
      [
        ['normalizedNet/own-statistics', 'normalizedNet/scores-depend-on-batch'],
        'scores uses test mode, and loss uses train mode. Where does batchnormForward read the mode, and where do you set it?',
      ],
      [
        ['normalizedNet/running-still-zero', 'normalizedNet/shared-running-averages'],
        'The running averages are kept in this.batchnormParams, one entry for each hidden layer. Which object do you pass to batchnormForward: that entry itself, or another one?',
      ],
      [
        ['crash/other'],
        'Hidden layers are numbered from 1, and arrays from 0. Which index of this.batchnormParams belongs to layer 1?',
      ],
      [
        [
          'normalizedNet/gamma-beta-swapped',
          'normalizedNet/layernorm-for-batchnorm',
          'normalizedNet/batchnorm-for-layernorm',
        ],
        'Which values can this.normalization have, and which function belongs to each of them?',
      ],
      [
        ['normalizedNet/beta-unused', 'normalizedNet/first-gamma-beta', 'normalizedNet/first-layer-only'],
        'Each hidden layer has its own gamma and beta. Under which number do you look them up?',
      ],
      [
        [
          'normalizedNet/nothing-normalized',
          'normalizedNet/relu-twice',
          'normalizedNet/after-relu',
          'normalizedNet/scores-normalized',
        ],
        'In 1.15 the order is affine, normalization, ReLU. What is the input of your ReLU, and does the last affine layer stay as it is?',
      ],
    ],
  },
  '2.10': {
    levels: [
      'Which backward function belongs to which kind of normalization? It returns three gradients: which one goes on to the affine layer, and where must the others go?',
      "{ dx, dgamma, dbeta } come from batchnormBackward or layernormBackward; dgamma and dbeta go into grads under this layer's names, and dx is returned, (N, D).",
      'Choose the function by this.normalization, and call it with dout and the cache. Then put two entries into grads, named after gamma and beta with the number of the layer, and return dx. In 1.16, this comes between ReLU and affine in the backward pass.',
    ],
    after: [
      [
        ['normalizedNet/backward-skipped'],
        'The backward pass skips the normalization. Does this method return dx, and does loss call it between the ReLU and the affine layer?',
      ],
      [
        [
          'normalizedNet/gradients-swapped',
          'normalizedNet/backward-of-layernorm',
          'normalizedNet/backward-of-batchnorm',
        ],
        'Compare the names on both sides of each assignment. Does each gradient get its own name, and each kind of normalization its own backward function?',
      ],
      [
        ['values/no-tensor'],
        'There must be a gradient for every gamma and beta, under the same name. Which number does your name end with?',
      ],
      [
        ['normalizedNet/gamma-beta-regularized'],
        'The penalty is only for large weights W. What would happen to the network if gamma were pulled towards 0?',
      ],
    ],
  },
}
