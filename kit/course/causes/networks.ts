const deviation = '{name} has standard deviation {found}, but weightScale is {weightScale}.'

/** What is wrong with a network, by the cause's id. */
export const networks = {
  'parameters/names': 'params should hold {wanted}, but holds {held}.',
  'parameters/not-constant': '{name} should start with {first}: only weights are random.',
  'weights/mean': '{name} has mean {mean}, but should be centred on 0.',
  'weights/not-normal':
    'No element of {name} is farther from 0 than 2.5 standard deviations: draw normal numbers, as randn does, not uniform or clipped ones.',
  'weights/shared': 'Two networks share one {name}: make new tensors for every network.',
  'weights/seed-not-followed':
    'The same seed gives another {name} each time: draw it from `random`, which the seed decides.',
  'weights/seeds-alike': '{name} is the same for seeds 1 and 2.',
  'weights/start-alike': 'Two weight tensors start with the same number: draw each anew.',
  'network/scores-relu': 'The scores went through a ReLU: the network ends with the affine layer.',
  'network/scores-softmax':
    'The scores went through a softmax: the loss does that, the scores stay as they are.',
  'network/no-biases': 'All biases are left out.',
  'network/backward-relu-of-gradient':
    'The ReLU on the way back looks at the sign of the gradient: it is the sign of its input that decides.',
  'network/gradient-summed':
    'The gradient is summed over the examples: the loss is a mean, so divide by N, once.',
  'network/gradient-averaged-twice': 'The gradient is divided by N twice: the loss has done it already.',
  'network/gradient-of-regularization-alone':
    'The gradient has the regularization alone: that of the data is missing.',
  'network/gradient-data-sign': 'The gradient has the wrong sign in its data part.',
  'network/no-first-relu': 'The ReLU behind the first hidden layer is missing.',
  'network/no-last-relu': 'The ReLU behind the last hidden layer is missing.',
  'network/no-hidden-biases': 'The biases of the hidden layers are left out.',
  'network/no-relus': 'There is no ReLU behind any hidden layer.',
  'network/scores-exponential':
    'The scores went through e^x: the loss does that, the scores stay as they are.',
  'network/tanh': 'The hidden layers use tanh: they take ReLUs.',
  'network/sigmoid': 'The hidden layers use a sigmoid: they take ReLUs.',
  'network/input-relu': 'The input went through a ReLU before the first layer: it is used as it is.',
  'network/no-b1': 'The bias of the first layer, b1, is left out.',
  'network/no-last-bias': 'The bias of the last layer is left out.',
  'network/last-bias-alone': 'Nothing comes through the hidden layers: the scores are the last bias.',
  'network/backward-skips-relus':
    'The way back skips the ReLUs: a gradient passes one only where its input was positive.',
  'network/backward-inverts-relus':
    'The way back stops at the ReLUs where their input was positive, and passes where it was negative.',
  'network/backward-skips-first-relu':
    'The way back skips the first ReLU: a gradient passes it only where its input was positive.',
  'network/scores-depend-on-batch':
    'The scores of an example change with the other examples in the batch: each must be on its own.',
  'network/fixed-last-layer':
    'With W{depth} and b{depth} doubled the scores are not doubled: take them from params at every call, and let the network end with them.',
  'network/remembers':
    'The same call gives another result the second time: keep nothing from an earlier call.',
  'network/grads-names': 'grads should hold {wanted}, like params, but holds {held}.',
  'network/initial-loss':
    'The first loss is {loss}, but with small random weights and no regularization it should be close to ln 10 = 2.303.',
  'regularization/data-summed': 'The loss of the data is summed over the examples: it is their mean.',
  'regularization/w-without-reg': 'W is added to the gradient without reg: add reg · W.',
  'regularization/missing': 'The loss leaves out the regularization: add 0.5 · reg · ΣW².',
  'regularization/no-half': 'The regularization lacks its half: it is 0.5 · reg · ΣW².',
  'regularization/half-twice': 'The regularization is halved twice: it is 0.5 · reg · ΣW².',
  'regularization/subtracted': 'The regularization is subtracted: it is a cost.',
  'regularization/first-layer-only': 'Only the weights of the first layer are regularized: all of them are.',
  'regularization/last-layer-only': 'Only the weights of the last layer are regularized: all of them are.',
  'regularization/no-first-layer': 'The weights of the first layer are not regularized: all of them are.',
  'regularization/no-last-layer': 'The weights of the last layer are not regularized: all of them are.',
  'regularization/no-layer': '{name} is not regularized: all weights are.',
  'regularization/biases-and-others': 'Biases, gammas or betas are regularized too: only weights are.',
  'regularization/biases': 'The biases are regularized too: only weights are.',
  'regularization/absolute': 'The regularization takes |W|: it takes W².',
  'regularization/sum': 'The regularization takes ΣW: it takes ΣW².',
  'regularization/length': 'The regularization takes the length of W: it takes its square, ΣW².',
  'regularization/mean': 'The regularization takes the mean of W²: it takes the sum.',
  'regularization/averaged': 'The regularization is divided by N: it has nothing to do with the examples.',
  'regularization/gradient-of-biases': 'Biases are regularized: only weights are.',
  'regularization/no-gradient': 'The gradient of the regularization is missing: add reg · W.',
  'regularization/gradient-doubled':
    'The regularization adds 2 · reg · W to the gradient: its half makes that reg · W.',
  'regularization/gradient-halved':
    'The regularization adds 0.5 · reg · W to the gradient: the square makes that reg · W.',
  'regularization/gradient-subtracted': 'The regularization is subtracted from the gradient: add reg · W.',
  'regularization/gradient-absolute': 'The regularization adds reg · |W| to the gradient: add reg · W.',
  'regularization/gradient-sign': 'The regularization adds reg · sign(W) to the gradient: add reg · W.',
  'regularization/gradient-squared':
    'The regularization adds reg · W² to the gradient: that is the cost, its slope is reg · W.',
  'regularization/gradient-reg-alone':
    'The regularization adds reg to every element of the gradient: add reg · W.',
  'regularization/gradient-averaged':
    'The regularization of the gradient is divided by N: it has nothing to do with the examples.',
  'weights/deviation': deviation,
  'weights/deviation-alike': `${deviation} All its elements are the same, so that all units learn the same.`,
  'weights/deviation-not-scaled': `${deviation} The numbers of randn are not multiplied by weightScale.`,
  'weights/deviation-variance': `${deviation} weightScale is taken to be the variance.`,
  'weights/deviation-scaled-twice': `${deviation} weightScale is multiplied in twice.`,
  'weights/deviation-divided': `${deviation} The numbers of randn are divided by weightScale.`,
  'weights/deviation-uniform': `${deviation} The numbers are uniform between -weightScale and weightScale: they should be normal.`,
  'weights/deviation-uniform-1': `${deviation} The numbers are uniform between -1 and 1: they should be normal.`,
  'weights/deviation-he': `${deviation} It is √(2 / fan in), which is a good choice, but not what was asked for.`,
  'weights/deviation-lecun': `${deviation} It is √(1 / fan in), which is a good choice, but not what was asked for.`,
  'weights/deviation-glorot': `${deviation} It is √(2 / (fan in + fan out)), but not what was asked for.`,
  'weights/deviation-divided-by-fan-in': `${deviation} It is divided by √(fan in).`,
  'weights/deviation-one-sign': `${deviation} All of it has one sign: weights should be positive and negative.`,
  'weights/deviation-hundredth': `${deviation} It is always 0.01.`,
  'weights/deviation-thousandth': `${deviation} It is always 0.001.`,
  'overfitting/not-learned':
    'After {epochs} epochs the network knows {accuracy} of {images} images by heart, but should know at least 99 %. The loss went from {first} to {last}.',
  'overfitting/sees-labels':
    'The network is right for {accuracy} of images it never saw. From {images} images nobody learns that much; does it see the labels?',
} as const
