const deviation = '{name} has standard deviation {found}, but weightScale is {weightScale}.'

/** What is wrong with a network, by the cause's id. */
export const networks = {
  'network/deep-wrong':
    'With twelve layers, {what} is wrong. Go through the layers by their numbers: sorted as words, W10 comes before W2.',
  'parameters/names': 'params should hold {wanted}, but holds {held}.',
  'parameters/not-constant': '{name} should start with {first}: only weights are random.',
  'weights/mean': '{name} has mean {mean}, but should be centred on 0.',
  'weights/not-normal':
    'No element of {name} is farther from 0 than 2.5 standard deviations: draw normal numbers with randn, not uniform or clipped ones.',
  'weights/shared': 'Two networks share the same {name}: make new tensors for every network.',
  'weights/seed-not-followed':
    'The same seed gives a different {name} each time: draw it from `random`, which uses the seed.',
  'weights/seeds-alike': '{name} is the same for seeds 1 and 2.',
  'weights/start-alike': 'Two weight tensors start with the same number: draw new numbers for each.',
  'network/scores-relu': 'The scores went through a ReLU, but the network should end with the affine layer.',
  'network/scores-softmax': 'The scores went through a softmax: leave them as they are, the loss does that.',
  'network/no-biases': 'All biases are left out.',
  'network/backward-relu-of-gradient':
    'In the backward pass, the ReLU uses the sign of the gradient, but should use the sign of its input.',
  'network/gradient-summed':
    'The gradient is summed over the examples: the loss is a mean, so divide by N, once.',
  'network/gradient-averaged-twice': 'The gradient is divided by N twice: the loss has already done it.',
  'network/gradient-of-regularization-alone':
    'The gradient holds only the regularization: the gradient of the data is missing.',
  'network/gradient-data-sign': 'The data part of the gradient has the wrong sign.',
  'network/no-first-relu': 'The ReLU after the first hidden layer is missing.',
  'network/no-last-relu': 'The ReLU after the last hidden layer is missing.',
  'network/no-hidden-biases': 'The biases of the hidden layers are left out.',
  'network/no-relus': 'There is no ReLU after any hidden layer.',
  'network/scores-exponential': 'The scores went through e^x: leave them as they are, the loss does that.',
  'network/tanh': 'The hidden layers use tanh, but should use ReLUs.',
  'network/sigmoid': 'The hidden layers use a sigmoid, but should use ReLUs.',
  'network/input-relu': 'The input went through a ReLU before the first layer: use it as it is.',
  'network/no-b1': 'The bias of the first layer, b1, is left out.',
  'network/no-last-bias': 'The bias of the last layer is left out.',
  'network/last-bias-alone': 'The scores are only the last bias: nothing comes through the hidden layers.',
  'network/blocks-forwards':
    'The backward pass goes through the hidden blocks from the first to the last: begin with the last one.',
  'network/backward-skips-relus':
    'The backward pass skips the ReLUs: a ReLU passes a gradient only where its input was positive.',
  'network/backward-inverts-relus':
    'In the backward pass, the ReLUs pass the gradient where their input was negative, not where it was positive.',
  'network/scores-depend-on-batch':
    'The scores of an example depend on the other examples in the batch: compute each example separately.',
  'network/fixed-last-layer':
    'When W{depth} and b{depth} are doubled, the scores are not: take both from params in every call, and end the network with them.',
  'network/remembers':
    'The same call gives a different result the second time: keep nothing from an earlier call.',
  'network/grads-names': 'grads should hold {wanted}, like params, but holds {held}.',
  'network/initial-loss':
    'The first loss is {loss}, but should be close to ln 10 = 2.303 with small random weights and no regularization.',
  'regularization/other':
    'The regularization adds {added} to the loss, but should add {wanted}: 0.5 · reg · ΣW², once for every weight tensor.',
  'regularization/data-summed': 'The loss of the data is summed over the examples: take their mean.',
  'regularization/w-without-reg': 'W is added to the gradient without reg: add reg · W.',
  'regularization/missing': 'The loss leaves out the regularization: add 0.5 · reg · ΣW².',
  'regularization/no-half': 'The regularization lacks the factor one half: use 0.5 · reg · ΣW².',
  'regularization/half-twice': 'The regularization is halved twice: use 0.5 · reg · ΣW².',
  'regularization/subtracted': 'The regularization is subtracted from the loss: add it.',
  'regularization/first-layer-only':
    'Only the weights of the first layer are regularized, but all weights should be.',
  'regularization/last-layer-only':
    'Only the weights of the last layer are regularized, but all weights should be.',
  'regularization/no-first-layer':
    'The weights of the first layer are not regularized, but all weights should be.',
  'regularization/no-last-layer':
    'The weights of the last layer are not regularized, but all weights should be.',
  'regularization/no-layer': '{name} is not regularized, but all weights should be.',
  'regularization/biases': 'The biases are regularized too, but only weights should be.',
  'regularization/absolute': 'The regularization uses |W|, but should use W².',
  'regularization/sum': 'The regularization uses ΣW, but should use ΣW².',
  'regularization/length': 'The regularization uses the length of W, but should use its square, ΣW².',
  'regularization/mean': 'The regularization uses the mean of W², but should use the sum.',
  'regularization/averaged': 'The regularization is divided by N, but does not depend on the examples.',
  'regularization/gradient-of-biases': 'Biases are regularized, but only weights should be.',
  'regularization/no-gradient': 'The gradient of the regularization is missing: add reg · W.',
  'regularization/gradient-doubled':
    'The regularization adds 2 · reg · W to the gradient: because of its factor one half, add reg · W.',
  'regularization/gradient-halved':
    'The regularization adds 0.5 · reg · W to the gradient: because of the square, add reg · W.',
  'regularization/gradient-subtracted': 'The regularization is subtracted from the gradient: add reg · W.',
  'regularization/gradient-absolute': 'The regularization adds reg · |W| to the gradient: add reg · W.',
  'regularization/gradient-sign': 'The regularization adds reg · sign(W) to the gradient: add reg · W.',
  'regularization/gradient-squared':
    'The regularization adds reg · W² to the gradient: add its derivative, reg · W.',
  'regularization/gradient-reg-alone':
    'The regularization adds reg to every element of the gradient: add reg · W.',
  'regularization/gradient-of-sum':
    'The regularization adds reg · ΣW, one number, to the gradient: add reg · W, element by element.',
  'regularization/gradient-averaged':
    'The regularization in the gradient is divided by N, but does not depend on the examples.',
  'weights/deviation': deviation,
  'weights/deviation-alike':
    'All elements of {name} are the same, so all units learn the same thing: draw them with the standard deviation weightScale, {weightScale}.',
  'weights/deviation-not-scaled': `${deviation} The numbers of randn are not multiplied by weightScale.`,
  'weights/deviation-variance': `${deviation} weightScale is used as the variance.`,
  'weights/deviation-scaled-twice': `${deviation} The numbers are multiplied by weightScale twice.`,
  'weights/deviation-divided': `${deviation} The numbers of randn are divided by weightScale.`,
  'weights/deviation-uniform': `${deviation} The numbers are uniform between -weightScale and weightScale, but should be normal.`,
  'weights/deviation-uniform-1': `${deviation} The numbers are uniform between -1 and 1, but should be normal.`,
  'weights/deviation-he': `${deviation} It is √(2 / fan in), a good choice, but not the one asked for here.`,
  'weights/deviation-lecun': `${deviation} It is √(1 / fan in), a good choice, but not the one asked for here.`,
  'weights/deviation-glorot': `${deviation} It is √(2 / (fan in + fan out)), but not the one asked for here.`,
  'weights/deviation-divided-by-fan-in': `${deviation} It is divided by √(fan in).`,
  'weights/deviation-one-sign': `${deviation} All its elements have the same sign, but weights should be positive and negative.`,
  'weights/deviation-hundredth': `${deviation} It is always 0.01.`,
  'weights/deviation-thousandth': `${deviation} It is always 0.001.`,
  'overfitting/not-learned':
    'After {epochs} epochs the network knows {accuracy} of {images} images by heart, but should know at least 99 %. The loss went from {first} to {last}.',
  'overfitting/not-finite':
    'In training, the loss becomes infinite or NaN. A correct network learns these {images} images with the same settings, so the loss or a gradient is wrong.',
  'overfitting/sees-labels':
    'The network is right for {accuracy} of images it has never seen. Nobody can learn that much from {images} images: does it see the labels?',
  // The convolutional network.
  'convNet/no-relu-after-convolution': 'The ReLU after the convolution is missing.',
  'convNet/no-relu-after-hidden': 'The ReLU after the hidden affine layer is missing.',
  'convNet/no-relus': 'Both ReLUs are missing.',
  'convNet/no-b1': 'The bias of the convolution, b1, is left out.',
  'convNet/no-b2': 'The bias of the hidden layer, b2, is left out.',
  'convNet/no-b3': 'The bias of the last layer, b3, is left out.',
  'convNet/average-pool': 'The pooling averages each window, but max pooling takes the maximum.',
  'convNet/backward-skips-relu-of-convolution':
    'The backward pass skips the ReLU after the convolution: a ReLU passes a gradient only where its input was positive.',
  'convNet/backward-skips-relu-of-hidden':
    'The backward pass skips the ReLU after the hidden layer: a ReLU passes a gradient only where its input was positive.',
  'convNet/backward-skips-relus':
    'The backward pass skips both ReLUs: a ReLU passes a gradient only where its input was positive.',
} as const
