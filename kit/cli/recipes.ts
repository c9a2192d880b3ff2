import type { Model } from '#kit/solver/index.ts'

/** Everything about a training run that a learner can set. */
export interface Settings {
  epochs: number
  batchSize: number
  learningRate: number
  learningRateDecay: number
  /** The name of a function of optimizers.ts. */
  updateRule: string
  /** Strength of the L2 regularization. */
  reg: number
  /** Standard deviation of the first weights. */
  weightScale: number
  /** Units of each hidden layer. */
  hidden: readonly number[]
  seed: number
}

/** What a network is built for. */
interface Build extends Settings {
  /** Numbers in an example, if it is not an image of 3 x 32 x 32. */
  inputDim?: number
}

/** A network that `npm run train` knows: how to build it, and settings that work. */
export interface Recipe {
  /** The layers, in a line. */
  description: string
  settings: Settings
  /** How many hidden layers it has, where that cannot be chosen. */
  hiddenLayers?: number
  /** Whether it can look at nothing but images. */
  convolutional?: boolean
  /** Loads the learner's class only now, so that no other part has to be done yet. */
  build(options: Build): Promise<Model>
}

/** By the name that the command line uses. */
export const recipes: Readonly<Record<string, Recipe>> = {
  'two-layer': {
    description: 'affine - ReLU - affine - softmax',
    settings: {
      epochs: 10,
      batchSize: 100,
      learningRate: 1e-2,
      learningRateDecay: 0.75,
      updateRule: 'sgdMomentum',
      reg: 2e-3,
      weightScale: 1e-2,
      hidden: [200],
      seed: 0,
    },
    hiddenLayers: 1,
    async build({ inputDim, hidden: [hiddenDim], weightScale, reg, seed }) {
      const { TwoLayerNet } = await import('#work/1-fully-connected/two-layer-net.ts')
      return new TwoLayerNet({ inputDim, hiddenDim, weightScale, reg, seed })
    },
  },
  'fully-connected': {
    description: '(affine - ReLU) for each hidden layer - affine - softmax',
    settings: {
      epochs: 6,
      batchSize: 100,
      learningRate: 1e-2,
      learningRateDecay: 0.7,
      updateRule: 'sgdMomentum',
      reg: 1e-3,
      weightScale: 3e-2,
      hidden: [100, 100],
      seed: 0,
    },
    async build({ inputDim, hidden: hiddenDims, weightScale, reg, seed }) {
      const { FullyConnectedNet } = await import('#work/1-fully-connected/fully-connected-net.ts')
      return new FullyConnectedNet({ inputDim, hiddenDims, weightScale, reg, seed })
    },
  },
  'three-layer': {
    description: 'conv 7 x 7 (32 filters) - ReLU - max pool 2 x 2 - affine - ReLU - affine - softmax',
    settings: {
      epochs: 3,
      batchSize: 100,
      learningRate: 1e-3,
      learningRateDecay: 0.6,
      updateRule: 'adam',
      reg: 1e-3,
      weightScale: 1e-2,
      hidden: [200],
      seed: 0,
    },
    hiddenLayers: 1,
    convolutional: true,
    async build({ hidden: [hiddenDim], weightScale, reg, seed }) {
      const { ThreeLayerConvNet } = await import('#work/4-convolution/three-layer-conv-net.ts')
      return new ThreeLayerConvNet({ hiddenDim, weightScale, reg, seed })
    },
  },
}
