import fc from 'fast-check'
import { Tensor, type DType } from '#kit/tensor/index.ts'

/** Every index of a shape in row-major order: the order in which a tensor keeps its elements. */
export function indicesOf(shape: readonly number[]): number[][] {
  let indices: number[][] = [[]]
  for (const length of shape) {
    indices = indices.flatMap((index) => Array.from({ length }, (_, i) => [...index, i]))
  }
  return indices
}

/** The element at an index, found by walking over the whole shape. */
export function at(x: Tensor, index: readonly number[]): number {
  const flat = indicesOf(x.shape).findIndex((candidate) => candidate.join() === index.join())
  if (flat < 0) throw new Error(`no element (${index}) in (${x.shape})`)
  return x.data[flat]
}

/** What storing a number as `dtype` makes of it. */
export const rounded = (value: number, dtype: DType): number =>
  dtype === 'float32' ? Math.fround(value) : value

/** What a result should be, spelled out: compare it with `plain(result)`. */
export interface Plain {
  shape: number[]
  dtype: DType
  values: number[]
}

export const plain = (x: Tensor): Plain => ({ shape: [...x.shape], dtype: x.dtype, values: [...x.data] })

/** The result whose element at each index is `f(index)`. */
export const fromFunction = (
  shape: readonly number[],
  dtype: DType,
  f: (index: number[]) => number,
): Plain => ({ shape: [...shape], dtype, values: indicesOf(shape).map((index) => rounded(f(index), dtype)) })

export const dtypes = fc.constantFrom<DType>('float32', 'float64')

/** Shapes of rank 0 to 4 with axes of 0 to 4, most of them 1 to 3. */
export const shapes: fc.Arbitrary<number[]> = fc.array(fc.constantFrom(0, 1, 1, 2, 2, 3, 3, 4), {
  maxLength: 4,
})

export const nonEmptyShapes = shapes.map((shape) => shape.map((length) => Math.max(1, length)))

/** Any finite number, small enough that sums and products stay finite in float32 too. */
const anyNumber = fc.double({ min: -1e6, max: 1e6, noNaN: true })

/** Quarters: sums and products of a few of them are exact in float32 and float64, in any order. */
export const quarters = fc.integer({ min: -40, max: 40 }).map((value) => value / 4)

/** A tensor of the given shape. */
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

/** A tensor of any shape. */
export const tensors = (values?: fc.Arbitrary<number>): fc.Arbitrary<Tensor> =>
  shapes.chain((shape) => tensorOf(shape, values))

/** Some of the axes of a rank, in any order, each counted from the front or from the back. */
export const axesOf = (rank: number): fc.Arbitrary<number[]> =>
  fc
    .shuffledSubarray(Array.from({ length: rank }, (_, axis) => axis))
    .chain((axes) => fc.tuple(...axes.map((axis) => fc.constantFrom(axis, axis - rank))))
