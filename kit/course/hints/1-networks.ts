import type { Hints } from './hints.ts'

/** The hints on the networks of Part 1. */
export const networks: Record<string, Hints> = {
  '1.11': {
    levels: [
      'Two affine layers, each with weights and a bias. How many numbers go into each layer, and how many come out? Which of the four tensors must be random, and why?',
      'W1 is (inputDim, hiddenDim), b1 (hiddenDim,), W2 (hiddenDim, numClasses), b2 (numClasses,). Weights are normal with standard deviation weightScale, biases are 0.',
      'randn(shape, { random, scale: weightScale, dtype }) for the weights and zeros(shape, dtype) for the biases, put into this.params under their four names. Do not forget dtype for any of them.',
    ],
    after: [
      [
        ['weights/deviation-alike'],
        'If all weights of a layer are equal, all hidden units do the same, and stay the same. Which function gives each weight its own random number?',
      ],
      [
        ['weights/seeds-alike', 'weights/seed-not-followed'],
        'The constructor has made a generator from the seed. Do all your random numbers come from it?',
      ],
      [
        [
          'weights/deviation-not-scaled',
          'weights/deviation-variance',
          'weights/deviation-he',
          'weights/deviation-scaled-twice',
          'weights/deviation-divided',
          'weights/deviation-uniform',
          'weights/deviation-one-sign',
          'weights/deviation',
          'weights/deviation-uniform-1',
          'weights/deviation-lecun',
          'weights/deviation-glorot',
          'weights/deviation-divided-by-fan-in',
          'weights/deviation-hundredth',
          'weights/deviation-thousandth',
        ],
        'A standard deviation is the typical size of the numbers. Which option of randn is exactly that, without a root or a square?',
      ],
      [
        ['shape/transposed', 'shape/other', 'shape/axis-kept'],
        'The shapes in x · W must fit, with x of shape (N, inputDim). Which size comes first in W1?',
      ],
    ],
  },
  '1.12': {
    levels: [
      'You have written all the layers. In which order does an image pass through them, and does anything come after the last one?',
      'hidden = ReLU(x W1 + b1), (N, hiddenDim); scores = hidden W2 + b2, (N, numClasses). No ReLU and no softmax after the scores.',
      'affineForward with W1 and b1, reluForward, affineForward with W2 and b2: each takes the .out of the one before, and you return the last .out.',
    ],
    after: [
      [
        ['network/no-relus'],
        'Two affine layers in a row are no more than one affine layer. What should come between them?',
      ],
      [
        ['network/scores-relu', 'network/scores-exponential', 'network/scores-softmax'],
        'Scores may be negative, and need not add up to 1. What do you do to them after the last affine layer?',
      ],
      [
        ['network/fixed-last-layer'],
        'Training keeps changing this.params. Where do you get the weights, and when?',
      ],
    ],
  },
  '1.13': {
    levels: [
      'First the forward pass, keeping every cache, then the loss, then the backward pass. What does each backward function need, and where is it from? Finally: what does the penalty for large weights add to the loss, and what to each gradient?',
      'Back: dscores from softmaxLoss; affineBackward gives dW2, db2 and the upstream gradient of the ReLU; reluBackward; affineBackward gives dW1 and db1. Then add 0.5 · reg · (ΣW1² + ΣW2²) to the loss, and reg · W to the gradient of each W.',
      'Call the three forward functions, keeping { out, cache } of each, then softmaxLoss(scores, labels). Call affineBackward, reluBackward, affineBackward with those caches in reverse order, each with the dx of the call before. sum(mul(W, W)) is ΣW²; add mul(reg, W) to each dw, leave the biases alone, and return { loss, grads: { W1, b1, W2, b2 } }.',
    ],
    after: [
      [
        [
          'explain/term-missing',
          'regularization/gradient-of-biases',
          'explain/term-too-many',
          'regularization/first-layer-only',
          'regularization/no-last-layer',
          'regularization/missing',
          'regularization/biases',
          'regularization/last-layer-only',
          'regularization/no-first-layer',
          'regularization/no-layer',
          'regularization/no-gradient',
        ],
        'The penalty affects two results: the loss, and the gradient of every W. Which of these include it in your code, and does a bias include it too?',
      ],
      [
        [
          'regularization/no-half',
          'regularization/gradient-halved',
          'regularization/half-twice',
          'regularization/gradient-doubled',
        ],
        'What is the derivative of 0.5 · reg · w² with respect to w? That is why the half is in the loss, and no factor is left in the gradient.',
      ],
      [
        ['network/backward-skips-relus'],
        'Every layer of the forward pass also has a backward call. Read your backward calls from the last to the first: which layer is missing?',
      ],
      [
        ['network/grads-names'],
        'Each gradient has the name of its parameter. Which names are in this.params, and which are in your grads?',
      ],
    ],
  },
  '1.14': {
    levels: [
      'The list dims holds the sizes from the input to the classes. Layer i connects two neighbouring entries: which ones?',
      'For i from 1 to L: Wi is (dims[i - 1], dims[i]), normal with standard deviation weightScale, and bi is (dims[i],), zeros.',
      'Loop from 1 to this.numLayers, inclusive, and fill this.params under the names built from W and i, and from b and i: randn(shape, { random, scale: weightScale, dtype }) and zeros(shape, dtype). Use the same generator, random, for all layers.',
    ],
    after: [
      [
        ['parameters/names'],
        'Count them on paper for two hidden layers: how many affine layers are there, and what are the numbers of the first and the last?',
      ],
      [
        ['shape/transposed', 'shape/other'],
        'The input of layer i is the output of layer i - 1. Which two entries of dims are their sizes, and which of them is the length of the bias?',
      ],
      [
        [
          'weights/deviation-not-scaled',
          'weights/deviation-variance',
          'weights/deviation-he',
          'weights/deviation-alike',
          'weights/deviation',
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
        'Which option of randn is the standard deviation, and what do you pass to it? No other factor is needed here.',
      ],
      [
        ['weights/start-alike', 'weights/seeds-alike', 'weights/shared'],
        'One generator, made from the seed, gives a new number in each call. Where is yours made, and how often?',
      ],
    ],
  },
  '1.15': {
    levels: [
      'A hidden block always does the same four things. What is the input of the first block, what is that of the next, and what is different about the last affine layer?',
      'For i from 1 to L - 1: affine with Wi and bi, this.normalize, ReLU, this.drop; the output is the input of the next block. Then affine with WL and bL, and nothing after it.',
      'Let a variable input start as x. In the loop call affineForward, this.normalize(..., i, mode), reluForward and this.drop(..., i, mode), push their four caches as { affine, normalize, relu, drop }, and set input to the out of the drop. After the loop, call affineForward with the parameters of layer numLayers; return { scores, blocks, last }.',
    ],
    after: [
      [
        ['network/no-relus', 'network/no-first-relu', 'network/no-last-relu'],
        'Each hidden layer has its own ReLU. Which passes through your loop apply one?',
      ],
      [
        ['network/scores-relu', 'network/scores-exponential', 'network/scores-softmax'],
        'The last affine layer is not a hidden layer. What comes after it in your code?',
      ],
      [
        ['crash/matmul', 'shape/other'],
        'The message names two shapes that do not fit. Which layer makes the first of them, and what was its input: x, or the output of the block before it?',
      ],
      [
        ['network/fixed-last-layer'],
        'Training changes this.params in every step. Where do you get Wi and bi?',
      ],
    ],
  },
  '1.16': {
    levels: [
      'This is 1.13 as a loop. Which layer gets the gradient of the loss first, and in which order do ReLU and affine come within a block when you go backwards?',
      'dscores goes through affineBackward of the last layer. Then for each hidden block from the last to the first: dropBackward, ReLU, normalizeBackward, affine. Every W adds 0.5 · reg · ΣW² to the loss and reg · W to its gradient; biases add nothing.',
      'Start with affineBackward(dscores, last). Going down from i = numLayers to 1: store dw plus mul(reg, W) and db under the names of layer i, add its share of the loss; then, unless i is 1, take blocks[i - 2] and go through this.dropBackward, reluBackward, this.normalizeBackward(..., i - 1, grads) and affineBackward. The block of layer i - 1 has index i - 2.',
    ],
    after: [
      [
        ['regularization/no-half', 'regularization/gradient-doubled'],
        'What is the derivative of 0.5 · reg · w²? Where does the half belong, and where does it disappear?',
      ],
      [
        [
          'regularization/missing',
          'explain/term-missing',
          'explain/term-too-many',
          'regularization/last-layer-only',
          'regularization/no-first-layer',
          'regularization/gradient-of-biases',
          'regularization/first-layer-only',
          'regularization/no-last-layer',
          'regularization/no-layer',
          'regularization/biases',
          'regularization/no-gradient',
        ],
        'Go through the layers one by one: does each W, from the first to the last, add to the loss and to its own gradient, and does no bias?',
      ],
      [
        ['crash/broadcast', 'network/backward-skips-relus'],
        'Each block has its own caches. Which block do you use for layer i, and does its ReLU come before its affine layer in the backward pass?',
      ],
      [
        [
          'network/gradient-summed',
          'network/gradient-averaged-twice',
          'explain/named-factor',
          'regularization/data-summed',
          'regularization/averaged',
          'regularization/gradient-averaged',
        ],
        'softmaxLoss has already taken the mean, for the loss and for dscores. Is there another division or sum over the examples in your code?',
      ],
      [
        ['network/grads-names'],
        'There should be one gradient for each parameter. Which passes through the loop fill grads, and is the first layer among them?',
      ],
    ],
  },
}
