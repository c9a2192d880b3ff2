import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, Network, type FilterOptions } from '#kit/network/index.ts'
import type { Recipe, RecipeSettings } from '#kit/training/index.ts'
// <!-- part 6 -->
import { identityFilters } from './identity-filters.ts'
// <!-- /part 6 -->

/** The options of a layer that halves the image. An image of even size only needs a border at the top and on the left. */
const halve = { stride: 2, padEnd: 0 }

/** The settings for a network of twenty layers. The variant `paper` has the settings of He et al. 2015. */
export const settings: RecipeSettings = {
  epochs: 80,
  batchSize: 128,
  updateRule: 'sgdMomentum',
  learningRate: 0.1,
  schedule: 'one-cycle',
  warmUp: 0.25,
  weightDecay: 5e-4,
  flip: true,
  shift: 4,
  testTimeFlips: true,
  labelSmoothing: 0,
}

/** He et al. 2015, "Deep residual learning", section 4.2. */
export const paper: Partial<RecipeSettings> = {
  epochs: 164,
  learningRate: 0.1,
  schedule: 'step',
  weightDecay: 1e-4,
  testTimeFlips: false,
}

/** Fewer epochs, with the ideas of `speedrun` that help a network of twenty layers. */
export const short: Partial<RecipeSettings> = {
  epochs: 24,
  updateRule: 'nesterovMomentum',
  keep: 'last',
  alternateFlips: true,
  border: 'reflection',
  testTimeShifts: true,
}

/** Twenty layers in a row, as in He et al. 2015, section 4.2: ResNet-20 without its shortcuts. */
export const recipe: Recipe = {
  description: '[conv 3 x 3 - batch normalization - ReLU] x 19 - average pool - affine - softmax',
  reported: 'about 90 % (He et al. 2015, figure 6)',
  reached: '91.6 %',
  settings: {
    ...settings,
    // <!-- part 6 -->
    identityStart: false,
    // <!-- /part 6 -->
  },
  variants: {
    paper,
    short: {
      ...short,
      // <!-- part 6 -->
      identityStart: true,
      // <!-- /part 6 -->
    },
  },
  convolutional: true,
  updateRules,
  build({ labelSmoothing, seed, identityStart }) {
    let start: FilterOptions['start']
    // <!-- part 6 -->
    if (identityStart) start = identityFilters
    // <!-- /part 6 -->
    return new Network({
      layers: [
        ...Array.from({ length: 7 }, () => convBatchnormRelu(16, { start })),
        convBatchnormRelu(32, { ...halve, start }),
        ...Array.from({ length: 5 }, () => convBatchnormRelu(32, { start })),
        convBatchnormRelu(64, { ...halve, start }),
        ...Array.from({ length: 5 }, () => convBatchnormRelu(64, { start })),
        averagePool(),
        affine(10),
      ],
      labelSmoothing,
      seed,
    })
  },
}
