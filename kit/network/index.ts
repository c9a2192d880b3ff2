/**
 * Networks composed from the fast layers, one line per layer.
 *
 * @module
 */
export { affine } from './affine.ts'
export {
  conv,
  convBatchnorm,
  convBatchnormRelu,
  convPoolBatchnormRelu,
  convRelu,
  convReluPool,
  type FilterOptions,
  type FittedFilterOptions,
  type NormalizedFilterOptions,
} from './conv.ts'
export { dropout } from './dropout.ts'
export type {
  BatchnormOptions,
  Layer,
  Parameters,
  Pass,
  PlacedLayer,
  Step,
  Tensors,
  WeightsStart,
} from './layer.ts'
export type { Model, RunningAverages } from './model.ts'
export { Network, type NetworkOptions } from './network.ts'
export { averagePool, maxPool } from './pooling.ts'
export { relu } from './relu.ts'
export { scaled } from './scaled.ts'
