/**
 * The layers that a learner is given: convolution and max pooling made fast, and layers that often stand together in
 * one call.
 *
 * @module
 */
export { convBackward, convForward, type FastConvCache } from './conv.ts'
export { maxPoolBackward, maxPoolForward, type FastMaxPoolCache } from './max-pool.ts'
export {
  convSizes,
  poolSizes,
  type ConvOptions,
  type ConvSizes,
  type PoolOptions,
  type PoolSizes,
} from './output-size.ts'
export {
  affineReluBackward,
  affineReluForward,
  convReluBackward,
  convReluForward,
  convReluPoolBackward,
  convReluPoolForward,
  type AffineReluCache,
  type ConvReluCache,
  type ConvReluPoolCache,
} from './sandwich.ts'
