import { affine, convReluPool, Network, relu } from '#kit/network/index.ts'
import type { Recipe } from '#kit/training/index.ts'

/** The convolutional network of Part 4. */
export const recipe: Recipe = {
  description: 'conv 7 x 7 (32 filters) - ReLU - max pool 2 x 2 - affine - ReLU - affine - softmax',
  reported: '55 to 59 %',
  reached: '63.8 %',
  settings: {
    epochs: 3,
    batchSize: 100,
    updateRule: 'adam',
    learningRate: 1e-3,
    learningRateDecay: 0.6,
    reg: 1e-3,
    weightScale: 1e-2,
    hidden: [200],
    fast: false,
  },
  hiddenLayers: 1,
  convolutional: true,
  async build({ hidden: [hiddenDim] = [], weightScale, reg, seed, fast }) {
    if (fast) {
      const layers = [convReluPool(32, { size: 7 }), affine(hiddenDim), relu(), affine(10)]
      return new Network({ layers, weightScale, reg, seed })
    }
    const { ThreeLayerConvNet } = await import('../4-convolution/three-layer-conv-net.ts')
    return new ThreeLayerConvNet({ hiddenDim, weightScale, reg, seed })
  },
}
