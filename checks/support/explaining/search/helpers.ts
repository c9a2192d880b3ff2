import { add, map, mul, ones, sum, Tensor, transpose, zerosLike } from '#kit/tensor/index.ts'

/** What changed solutions call, under the name `$`. A value may be a number or a tensor. */
type Value = number | Tensor

const isTensor = (value: unknown): value is Tensor => value instanceof Tensor

/** Multiplies two values, which must not both be something else. */
export function times(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a * b
  return mul(a as Tensor, b as Tensor)
}

/** Divides a value by a number. */
export const over = (a: Value, b: number): Value => (typeof a === 'number' ? a / b : mul(a, 1 / b))

/** Adds two values. */
export function plus(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  return add(a as Tensor, b as Tensor)
}

/** Applies a function to a number, or to every element of a tensor. */
export const mapped = (a: Value, f: (value: number) => number): Value =>
  typeof a === 'number' ? f(a) : map(a, (value) => f(value))

/** Returns a tensor of the same shape, filled with ones. */
export const onesLike = (a: Value): Value => (isTensor(a) ? ones(a.shape, a.dtype) : 1)

/** Returns a tensor of the same shape, filled with zeros. */
export const zeroLike = (a: Value): Value => (isTensor(a) ? zerosLike(a) : 0)

/** Sums a tensor along an axis, and repeats the sum along it. */
export const summedAlong = (a: Tensor, axis: number): Tensor =>
  add(zerosLike(a), sum(a, axis, { keepDims: true }))

/** Sets all entries along the first axis to 0 except those that are kept. */
export function onlyWhere(a: Tensor, isKept: (entry: number, length: number) => boolean): Tensor {
  const [length] = a.shape
  const width = a.size / length
  return map(a, (value, i) => (isKept(Math.floor(i / width), length) ? value : 0))
}

/** Puts the first entry along the first axis in the place of all others. */
export const firstRepeated = (a: Tensor): Tensor => {
  const width = a.size / a.shape[0]
  return map(a, (_, i) => a.data[i % width])
}

/** Reverses the entries along an axis. */
export function reversedAlong(a: Tensor, axis: number): Tensor {
  const stride = a.shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  const length = a.shape[axis]
  return map(a, (_, i) => a.data[i + (length - 1 - 2 * (Math.floor(i / stride) % length)) * stride])
}

/** Returns the elements of a matrix in the order of its transpose, in the shape of the matrix. */
export const rearranged = (a: Tensor): Tensor => transpose(a).reshape(a.shape)

/** Returns a tensor of the same shape whose elements are taken as if the first axis moved fastest in memory. */
export const readByColumns = (a: Tensor): Tensor => transpose(a.reshape(a.shape.toReversed()))

/** Returns a tensor of the same shape whose rows are taken to be as long as its columns in memory. */
export function readWithRowsOf(a: Tensor): Tensor {
  const [rows, length] = a.shape.slice(-2)
  return map(a, (_, i) => a.data[Math.floor(i / length) * rows + (i % length)] ?? NaN)
}
