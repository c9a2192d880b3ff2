import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, Network } from '#kit/network/index.ts'
import type { Recipe } from '#kit/training/index.ts'

// Your own network. It starts small: three convolutions with a mean over the image behind them, some 25,000 numbers to
// learn. Everything in this file is yours to change: layers (what there is stands in kit/network/index.ts), settings
// (docs/training.md explains each), or both. The other files of this folder show what other people have tried.

/** `npm run train -- my-net --work assignments` trains it. */
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
