import { loops } from '../engine/loops/index.ts'
import { requireSmaller } from './largest-tensor.ts'
import { recycled } from './pool.ts'
import { checkedSizeOf, formatShape, shapeError, sizeOf, type Shape } from './shape.ts'
import { Tensor, type DType, type NestedNumbers, type TensorData } from './tensor.ts'

function newStorage(size: number, dtype: DType): TensorData {
  const type = dtype === 'float32' ? Float32Array : Float64Array
  requireSmaller(size * type.BYTES_PER_ELEMENT)
  return new type(size)
}

/** Allocates uninitialized storage for `size` elements, recycled while a {@link BufferPool} runs a step. */
export const allocate = (size: number, dtype: DType): TensorData =>
  recycled(size, dtype) ?? newStorage(size, dtype)

/** Returns a tensor with arbitrary elements, for callers that will write all of them. */
export const empty = (shape: Shape, dtype: DType = 'float64'): Tensor =>
  new Tensor(allocate(checkedSizeOf('empty', shape), dtype), shape)

/** Returns a tensor of zeros. */
export function zeros(shape: Shape, dtype: DType = 'float64'): Tensor {
  const size = checkedSizeOf('zeros', shape)
  const data = recycled(size, dtype)
  if (data) loops.fill(data, size, 0)
  return new Tensor(data ?? newStorage(size, dtype), shape)
}

/** Returns a tensor with the shape and element type of `x`, all zeros. */
export const zerosLike = (x: Tensor): Tensor => zeros(x.shape, x.dtype)

/** Returns a tensor in which every element is `value`. */
export const full = (shape: Shape, value: number, dtype: DType = 'float64'): Tensor =>
  new Tensor(allocate(checkedSizeOf('full', shape), dtype).fill(value), shape)

/** Returns a tensor of ones. */
export const ones = (shape: Shape, dtype: DType = 'float64'): Tensor => full(shape, 1, dtype)

/**
 * Creates a tensor from nested arrays of numbers: `tensor([[1, 2], [3, 4]])` has shape (2, 2).
 *
 * @throws RangeError when the rows of one level differ in length
 */
export function tensor(values: NestedNumbers, dtype: DType = 'float64'): Tensor {
  const shape: number[] = []
  for (let level = values; typeof level !== 'number'; level = level[0] ?? 0) shape.push(level.length)
  const data = allocate(sizeOf(shape), dtype)
  let next = 0
  const fill = (level: NestedNumbers, axis: number): void => {
    if (typeof level === 'number' ? axis !== shape.length : level.length !== shape[axis]) {
      throw shapeError(
        'shape',
        `tensor: the nested arrays have different lengths; the first ones give shape ${formatShape(shape)}`,
      )
    }
    if (typeof level === 'number') data[next++] = level
    else for (const item of level) fill(item, axis + 1)
  }
  fill(values, 0)
  return new Tensor(data, shape)
}

/** Returns `count` evenly spaced numbers from `start` to `end`, both included, as a tensor of shape (count,). */
export function linspace(start: number, end: number, count: number, dtype: DType = 'float64'): Tensor {
  const step = count > 1 ? (end - start) / (count - 1) : 0
  const out = zeros([count], dtype)
  for (let i = 0; i < count; i++) out.data[i] = start + i * step
  if (count > 1) out.data[count - 1] = end
  return out
}
