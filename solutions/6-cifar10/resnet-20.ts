import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, Network } from '#kit/network/index.ts'
import type { Recipe } from '#kit/training/index.ts'
import { paper, settings, short } from './plain-20.ts'
import { residualBlock } from './residual-block.ts'

/** The network of He et al. 2015, section 4.2: twenty layers, with a shortcut around every two of them. */
export const recipe: Recipe = {
  description:
    'conv 3 x 3 - batch normalization - ReLU - [residual block of two convolutions] x 9 - average pool - affine - softmax',
  reported: '91.25 % (He et al. 2015, table 6)',
  reached: '92.6 %',
  settings,
  variants: { paper, short },
  convolutional: true,
  updateRules,
  build: ({ labelSmoothing, seed }) =>
    new Network({
      layers: [
        convBatchnormRelu(16),
        residualBlock(16),
        residualBlock(16),
        residualBlock(16),
        residualBlock(32, { stride: 2 }),
        residualBlock(32),
        residualBlock(32),
        residualBlock(64, { stride: 2 }),
        residualBlock(64),
        residualBlock(64),
        averagePool(),
        affine(10),
      ],
      labelSmoothing,
      seed,
    }),
}
