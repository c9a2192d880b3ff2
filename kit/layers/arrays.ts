import type { DType, Tensor, TensorData } from '#kit/tensor/index.ts'

/** The tensor with elements of this type: itself if it has them. */
export const asType = (x: Tensor, dtype: DType): Tensor => (x.dtype === dtype ? x : x.astype(dtype))

/** Part n of an array that is divided into equal parts: a view. */
export function partOf<Type extends TensorData | Int32Array>(data: Type, parts: number, n: number): Type {
  const size = data.length / parts
  return data.subarray(n * size, (n + 1) * size) as Type
}

/** The elements of entry n along the first axis: a view. */
export const imageOf = (x: Tensor, n: number): TensorData => partOf(x.data, x.shape[0], n)

/** The elements of these entries along the first axis: a view of each. */
export const imagesOf = (x: Tensor, entries: readonly number[]): TensorData[] =>
  entries.map((n) => imageOf(x, n))

/** The typed array that keeps elements like those of x. */
export const storageOf = (x: Tensor) =>
  (x.dtype === 'float32' ? Float32Array : Float64Array) as typeof Float32Array & typeof Float64Array
