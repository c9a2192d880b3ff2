import type { DType, Tensor, TensorData } from '#kit/tensor/index.ts'

/** The tensor with elements of this type: itself if it has them. */
export const asType = (x: Tensor, dtype: DType): Tensor => (x.dtype === dtype ? x : x.astype(dtype))

/** The elements of entry n along the first axis: a view. */
export function imageOf(x: Tensor, n: number): TensorData {
  const size = x.size / x.shape[0]
  return x.data.subarray(n * size, (n + 1) * size)
}

/** The elements of these entries along the first axis: a view of each. */
export const imagesOf = (x: Tensor, entries: readonly number[]): TensorData[] =>
  entries.map((n) => imageOf(x, n))

/** The typed array that keeps elements like those of x. */
export const storageOf = (x: Tensor) =>
  (x.dtype === 'float32' ? Float32Array : Float64Array) as typeof Float32Array & typeof Float64Array
