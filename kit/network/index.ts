/**
 * Networks composed from the fast layers, one line per layer.
 *
 * @module
 */
export { affine } from './affine.ts'
export { convBatchnorm, convBatchnormRelu, convRelu, convReluPool, type FilterOptions } from './conv.ts'
export { dropout } from './dropout.ts'
export { identityFilters } from './identity-filters.ts'
export type { Layer, Parameters, Pass, PlacedLayer, Step, Tensors } from './layer.ts'
export type { Model, RunningAverages } from './model.ts'
export { Network, type NetworkOptions } from './network.ts'
export { averagePool, maxPool } from './pooling.ts'
export { relu } from './relu.ts'
export { whiteningFilters, type WhiteningOptions } from './whitening-filters.ts'
