/** What is wrong with the convolutional network, by the cause's id. */
export const convNetworks = {
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
