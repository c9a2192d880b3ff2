/** What is wrong with the convolutional network, by the cause's id. */
export const convNetworks = {
  'convNet/no-relu-after-convolution': 'The ReLU behind the convolution is missing.',
  'convNet/no-relu-after-hidden': 'The ReLU behind the hidden affine layer is missing.',
  'convNet/no-relus': 'Both ReLUs are missing.',
  'convNet/no-b1': 'The bias of the convolution, b1, is left out.',
  'convNet/no-b2': 'The bias of the hidden layer, b2, is left out.',
  'convNet/no-b3': 'The bias of the last layer, b3, is left out.',
  'convNet/average-pool': 'The pool takes the average of each window: max pooling takes the maximum.',
  'convNet/backward-skips-relu-of-convolution':
    'The way back skips the ReLU behind the convolution: a gradient passes it only where its input was positive.',
  'convNet/backward-skips-relu-of-hidden':
    'The way back skips the ReLU behind the hidden layer: a gradient passes it only where its input was positive.',
  'convNet/backward-skips-relus':
    'The way back skips both ReLUs: a gradient passes one only where its input was positive.',
} as const
