/**
 * A small array library: a shape, a typed array, and a few functions with NumPy's names.
 *
 * @module
 */
export { Tensor, type DType, type NestedNumbers, type TensorData } from './tensor.ts'
export { formatShape, sameShape, sizeOf, type Shape } from './shape.ts'
export { empty, full, linspace, ones, tensor, zeros, zerosLike } from './create.ts'
export { add, div, map, mul, sub, type Operand } from './elementwise.ts'
export { argmax, max, mean, sum, variance, type Axes, type ReduceOptions } from './reduce.ts'
export { matmul, type MatmulOptions } from './matmul.ts'
export { concat, pad, transpose } from './rearrange.ts'
export { BufferPool, markStorage } from './pool.ts'
export { Random } from './random.ts'
export { randn, type RandnOptions } from './randn.ts'
