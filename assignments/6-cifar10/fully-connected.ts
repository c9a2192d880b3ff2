import type { Recipe } from '#kit/training/index.ts'

/** The network of Part 1 with as many hidden layers as you like. */
export const recipe: Recipe = {
  description: '(affine - ReLU) for each hidden layer - affine - softmax',
  settings: {
    epochs: 6,
    batchSize: 100,
    updateRule: 'sgdMomentum',
    learningRate: 1e-2,
    learningRateDecay: 0.7,
    reg: 1e-3,
    weightScale: 3e-2,
    hidden: [100, 100],
  },
  async build({ inputDim, hidden: hiddenDims = [], weightScale, reg, seed }) {
    const { FullyConnectedNet } = await import('../1-fully-connected/fully-connected-net.ts')
    return new FullyConnectedNet({ inputDim, hiddenDims, weightScale, reg, seed })
  },
}
