import { loops } from '#kit/engine/loops/index.ts'
import { empty, zeros, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { poolSizes, type PoolOptions } from './output-size.ts'
import { requireShape } from './require-shape.ts'

/** What {@link maxPoolBackward} needs from the forward pass. */
export interface FastMaxPoolCache {
  /** The shape of x. */
  shape: Shape
  /** The shape of the output. */
  outShape: Shape
  /** For each element of the output, the index of its maximum in the data of x. */
  maxIndices: Int32Array
}

/**
 * Computes max pooling fast, with the same signature, the same result and the same errors as plain loops.
 *
 * @param x - images, (N, C, H, W)
 * @returns `out`, (N, C, outHeight, outWidth), and the cache for {@link maxPoolBackward}
 * @throws RangeError when the windows do not fit exactly into the image
 */
export function maxPoolForward(x: Tensor, options: PoolOptions): { out: Tensor; cache: FastMaxPoolCache } {
  const { N, C, H, W, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const out = empty([N, C, outHeight, outWidth], x.dtype)
  const maxIndices = emptyMaxIndices(out)
  loops.maxPool(out.data, maxIndices, x.data, N * C, H, W, outHeight, outWidth, poolHeight, poolWidth, stride)
  return { out, cache: { shape: x.shape, outShape: out.shape, maxIndices } }
}

/** Allocates an uninitialized array for the index of each output element's maximum. */
export function emptyMaxIndices(out: Tensor): Int32Array {
  // Storage for float32 numbers also fits 32-bit integers.
  const { buffer, byteOffset } = empty(out.shape, 'float32').data
  return new Int32Array(buffer, byteOffset, out.size)
}

/**
 * Computes the backward pass of {@link maxPoolForward}: the gradient of each window goes to its maximum, the first of
 * equals.
 *
 * @param dout - the upstream gradient, (N, C, outHeight, outWidth)
 * @returns `dx`, (N, C, H, W)
 * @throws RangeError when dout does not have the shape of the output
 */
export function maxPoolBackward(
  dout: Tensor,
  { shape, outShape, maxIndices }: FastMaxPoolCache,
): { dx: Tensor } {
  requireShape('the upstream gradient of a pooling layer', dout, outShape)
  const dx = zeros(shape, dout.dtype)
  loops.maxPoolBackward(dx.data, dout.data, maxIndices, maxIndices.length)
  return { dx }
}
