import fc from 'fast-check'
import { Tensor, type DType } from '#kit/tensor/index.ts'

/** Returns every index of a shape in row-major order, the order in which a tensor stores its elements. */
export function indicesOf(shape: readonly number[]): number[][] {
  let indices: number[][] = [[]]
  for (const length of shape) {
    indices = indices.flatMap((index) => Array.from({ length }, (_, i) => [...index, i]))
  }
  return indices
}

/** Returns the element at an index, found by searching the whole shape. */
export function at(x: Tensor, index: readonly number[]): number {
  const flat = indicesOf(x.shape).findIndex((candidate) => candidate.join() === index.join())
  if (flat < 0) throw new Error(`no element (${index}) in (${x.shape})`)
  return x.data[flat]
}

/** Rounds a number as storing it as `dtype` does. */
export const rounded = (value: number, dtype: DType): number =>
  dtype === 'float32' ? Math.fround(value) : value

/** An expected result, to be compared with `plain(result)`. */
export interface Plain {
  shape: number[]
  dtype: DType
  values: number[]
}

export const plain = (x: Tensor): Plain => ({ shape: [...x.shape], dtype: x.dtype, values: [...x.data] })

/** Returns the result whose element at each index is `f(index)`. */
export const fromFunction = (
  shape: readonly number[],
  dtype: DType,
  f: (index: number[]) => number,
): Plain => ({ shape: [...shape], dtype, values: indicesOf(shape).map((index) => rounded(f(index), dtype)) })

export const dtypes = fc.constantFrom<DType>('float32', 'float64')

/** Shapes of rank 0 to 4 with axes of size 0 to 4, mostly 1 to 3. */
export const shapes: fc.Arbitrary<number[]> = fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4), {
  maxLength: 4,
})

export const nonEmptyShapes = shapes.map((shape) => shape.map((length) => Math.max(1, length)))

/** Any finite number, small enough that sums and products stay finite in float32 too. */
const anyNumber = fc.double({ min: -1e6, max: 1e6, noNaN: true })

/** Quarters: sums and products of a few of them are exact in float32 and float64, in any order. */
export const quarters = fc.integer({ min: -40, max: 40 }).map((value) => value / 4)

/** Draws a tensor of the given shape. */
export const tensorOf = (
  shape: readonly number[],
  values: fc.Arbitrary<number> = anyNumber,
): fc.Arbitrary<Tensor> => {
  const size = indicesOf(shape).length
  return fc
    .tuple(dtypes, fc.array(values, { minLength: size, maxLength: size }))
    .map(
      ([dtype, data]) =>
        new Tensor(dtype === 'float32' ? Float32Array.from(data) : Float64Array.from(data), shape),
    )
}

/** Draws a tensor of any shape. */
export const tensors = (values?: fc.Arbitrary<number>): fc.Arbitrary<Tensor> =>
  shapes.chain((shape) => tensorOf(shape, values))

/** Draws some of the axes of a rank, in any order, each counted from the front or from the back. */
export const axesOf = (rank: number): fc.Arbitrary<number[]> =>
  fc
    .shuffledSubarray(Array.from({ length: rank }, (_, axis) => axis))
    .chain((axes) => fc.tuple(...axes.map((axis) => fc.constantFrom(axis, axis - rank))))
