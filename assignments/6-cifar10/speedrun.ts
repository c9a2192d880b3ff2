import { updateRules } from '#kit/layers/index.ts'
import {
  affine,
  conv,
  convBatchnormRelu,
  convPoolBatchnormRelu,
  convRelu,
  maxPool,
  Network,
  relu,
  scaled,
  type Layer,
} from '#kit/network/index.ts'
import { div, mean, mul, type Tensor } from '#kit/tensor/index.ts'
import type { Recipe, RecipeSettings } from '#kit/training/index.ts'
import { identityFilters } from './identity-filters.ts'
import { nesterovMomentum } from './nesterov-momentum.ts'
import { whiteningFilters } from './whitening-filters.ts'

/** The settings of Jordan 2024, arXiv 2404.00498, but with more epochs, and smaller batches, which need less memory. */
const settings: RecipeSettings = {
  epochs: 16,
  batchSize: 400,
  updateRule: 'nesterovMomentum',
  learningRate: 0.6,
  momentum: 0.85,
  schedule: 'triangle',
  warmUp: 0.23,
  betaRate: 64,
  decoupledWeightDecay: 0.0052,
  lookahead: true,
  keep: 'last',
  flip: true,
  alternateFlips: true,
  shift: 2,
  border: 'reflection',
  testTimeFlips: true,
  testTimeShifts: true,
  labelSmoothing: 0.2,
  // <!-- part 4 -->
  fast: true,
  // <!-- /part 4 -->
}

/** Muon in place of lookahead. */
const muon: Partial<RecipeSettings> = { updateRule: 'muon', lookahead: false }

/** Batch normalization whose gamma stays 1, and whose running averages follow fast: the training is short. */
const batchnorm = { gamma: false, momentum: 0.6, epsilon: 1e-12 }

/** Filters that are smaller than usual, except for the identities among them. */
const smallFilters = (w: Tensor): Tensor => identityFilters(mul(Math.sqrt(1 / 6), w))

/** Weights with a standard deviation of 0.1: so the gradients of all layers are large from the first step. */
const largeWeights = (w: Tensor): Tensor => div(w, 10 * Math.sqrt(mean(mul(w, w))))

// Without a border at the bottom and on the right, the size becomes even, as the windows of the pooling need it.
const first = { padEnd: 0, start: smallFilters }
const second = { start: smallFilters }

/** Two convolutions. Max pooling follows the first, and halves the image. */
const fastBlock = (filters: number): Layer[] => [
  convPoolBatchnormRelu(filters, { ...first, batchnorm }),
  convBatchnormRelu(filters, { ...second, batchnorm }),
]

// <!-- part 4 -->
/** Returns a function that creates the same block with your batch normalization of Part 4. */
async function ownBlocks(): Promise<typeof fastBlock> {
  const { ownBatchnorm } = await import('./own-batchnorm.ts')
  const norm = ownBatchnorm(batchnorm)
  return (filters) => [conv(filters, first), maxPool(), norm, relu(), conv(filters, second), norm, relu()]
}
// <!-- /part 4 -->

/** A network that learns fast (Jordan 2024, arXiv 2404.00498, with ReLU): every layer helps it from the first step. */
export const recipe: Recipe = {
  description:
    'whitening 2 x 2 - ReLU - [conv 3 x 3 - max pool - batch normalization - ReLU - conv 3 x 3 - batch normalization - ReLU] x 3 - max pool - affine - softmax',
  reported: '94.0 % (Jordan 2024)',
  reached: '94.4 %',
  settings,
  variants: { muon },
  convolutional: true,
  updateRules: { ...updateRules, nesterovMomentum },
  async build({ labelSmoothing, seed, fast }) {
    let block = fastBlock
    // <!-- part 4 -->
    if (!fast) block = await ownBlocks()
    // <!-- /part 4 -->
    return new Network({
      layers: [
        convRelu(24, { size: 2, pad: 0, fit: (images) => whiteningFilters(images, 2, { epsilon: 5e-4 }) }),
        ...block(64),
        ...block(256),
        ...block(256),
        maxPool(3),
        affine(10, { start: largeWeights }),
        scaled(1 / 9),
      ],
      labelSmoothing,
      seed,
    })
  },
}
