import type { DType, Tensor, TensorData } from '#kit/tensor/index.ts'

/** Returns the tensor with elements of this type, or the tensor itself if it already has them. */
export const asType = (x: Tensor, dtype: DType): Tensor => (x.dtype === dtype ? x : x.astype(dtype))

/** Returns part n of an array that is divided into equal parts, as a view. */
export function partOf<Type extends TensorData | Int32Array>(data: Type, parts: number, n: number): Type {
  const size = data.length / parts
  return data.subarray(n * size, (n + 1) * size) as Type
}

/** Returns the elements of entry n along the first axis, as a view. */
export const imageOf = (x: Tensor, n: number): TensorData => partOf(x.data, x.shape[0], n)

/** Returns the elements of these entries along the first axis, each as a view. */
export const imagesOf = (x: Tensor, entries: readonly number[]): TensorData[] =>
  entries.map((n) => imageOf(x, n))

/** Returns the class of typed arrays for the element type of x. */
export const storageOf = (x: Tensor) =>
  (x.dtype === 'float32' ? Float32Array : Float64Array) as typeof Float32Array & typeof Float64Array
