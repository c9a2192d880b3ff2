import { affine, Network, relu } from '#kit/network/index.ts'
import type { Recipe } from '#kit/training/index.ts'

/** The network of Part 1. To this network, a picture is just a list of 3,072 numbers. */
export const recipe: Recipe = {
  description: 'affine - ReLU - affine - softmax',
  reported: '50 to 55 %',
  reached: '58.8 %',
  settings: {
    epochs: 20,
    batchSize: 100,
    updateRule: 'sgdMomentum',
    learningRate: 1e-2,
    schedule: 'one-cycle',
    warmUp: 0.2,
    flip: true,
    reg: 1e-3,
    weightScale: 1e-2,
    hidden: [500],
    fast: false,
  },
  variants: {
    report: {
      epochs: 10,
      schedule: 'constant',
      learningRateDecay: 0.75,
      flip: false,
      reg: 2e-3,
      hidden: [200],
    },
  },
  hiddenLayers: 1,
  async build({ inputDim, hidden: [hiddenDim] = [], weightScale, reg, seed, fast }) {
    if (fast) {
      const inputShape = inputDim === undefined ? undefined : [inputDim]
      return new Network({
        layers: [affine(hiddenDim), relu(), affine(10)],
        inputShape,
        weightScale,
        reg,
        seed,
      })
    }
    const { TwoLayerNet } = await import('../1-fully-connected/two-layer-net.ts')
    return new TwoLayerNet({ inputDim, hiddenDim, weightScale, reg, seed })
  },
}
