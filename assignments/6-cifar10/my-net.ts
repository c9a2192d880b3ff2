import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, Network } from '#kit/network/index.ts'
import type { Recipe } from '#kit/training/index.ts'

// This is your own network. It starts small: three convolutions, followed by a mean over the image, with about 25,000
// parameters. You may change everything in this file: the layers (kit/network/index.ts lists them) and the settings
// (docs/training.md explains them). The other files in this folder show what other people have tried.

/** To train it, run `npm run train -- my-net --work assignments`. */
export const recipe: Recipe = {
  description: '[conv 3 x 3, stride 2 - batch normalization - ReLU] x 3 - average pool - affine - softmax',
  settings: {
    epochs: 5,
    batchSize: 100,
    updateRule: 'adam',
    learningRate: 2e-3,
    schedule: 'cosine',
    flip: true,
    labelSmoothing: 0,
  },
  convolutional: true,
  updateRules,
  build: ({ labelSmoothing, seed }) =>
    new Network({
      layers: [
        convBatchnormRelu(16, { stride: 2, padEnd: 0 }),
        convBatchnormRelu(32, { stride: 2, padEnd: 0 }),
        convBatchnormRelu(64, { stride: 2, padEnd: 0 }),
        averagePool(),
        affine(10),
      ],
      labelSmoothing,
      seed,
    }),
}
