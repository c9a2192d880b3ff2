/**
 * The layers that the kit provides: fast versions of those in the assignments, and combinations of layers that often
 * occur together. All have the signatures of the learner's own and give the same results.
 *
 * @module
 */
export { affineBackward, affineForward, type AffineGradients, type FastAffineCache } from './affine.ts'
export {
  batchnormBackward,
  batchnormForward,
  batchnormReluForward,
  batchnormBackward as spatialBatchnormBackward,
  batchnormForward as spatialBatchnormForward,
  type FastBatchnormCache,
  type FastBatchnormParams,
} from './batchnorm.ts'
export { convBackward, convForward, type FastConvCache } from './conv/conv.ts'
export { convPoolBackward, convPoolForward } from './conv/conv-pool.ts'
export { convReluPoolBackward, convReluPoolForward } from './conv/conv-relu-pool.ts'
export type { ConvPoolCache } from './conv/pooled-gradients.ts'
export type { ConvGradients } from './conv/strategy.ts'
export { maxPoolBackward, maxPoolForward, type FastMaxPoolCache } from './max-pool.ts'
export {
  convSizes,
  poolSizes,
  type ConvOptions,
  type ConvSizes,
  type FastConvOptions,
  type PoolOptions,
  type PoolSizes,
} from './output-size.ts'
export { patchesOf } from './patches.ts'
export { reluBackward, reluForward, type FastReluCache } from './relu.ts'
export {
  affineReluBackward,
  affineReluForward,
  convBatchnormReluBackward,
  convBatchnormReluForward,
  convReluBackward,
  convReluForward,
  type AffineReluCache,
  type ConvBatchnormGradients,
  type ConvBatchnormReluCache,
  type ConvReluCache,
  type Wanted,
} from './combined-layers.ts'
export { smoothedSoftmaxLoss } from './softmax-loss.ts'
export * as updateRules from './rules.ts'
