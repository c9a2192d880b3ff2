import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { sum, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** What `convBackward` needs from the forward pass. You may change it: the checks never look inside a cache. */
export interface ConvCache {
  x: Tensor
  w: Tensor
  options: ConvOptions
}

/**
 * The convolutional layer slides every filter over the image. At each position, the output is the sum of the products of
 * the filter's weights and the pixels below them, plus the filter's bias. (Strictly speaking, this is a
 * cross-correlation, because the filter is not flipped.)
 *
 * @param x - images, (N, C, H, W)
 * @param w - filters, (F, C, filterHeight, filterWidth)
 * @param b - biases, (F,)
 * @param options - the stride, and the width of the border of zeros around the images
 * @returns `out`, (N, F, outHeight, outWidth), and the cache for the backward pass
 * @throws RangeError when the output would not have a whole number of rows and columns
 */
export function convForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: ConvOptions,
): { out: Tensor; cache: ConvCache } {
  const { N, C, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, options)
  const { stride, pad } = options
  // TODO 4.1: out[n, f, i, j] is b[f] plus the sum of the products of filter f with a part of image n. The upper left
  // corner of that part is at row i · stride and column j · stride of the image with its border.
  throw new NotImplementedError('4.1')
}

/**
 * The backward pass of the convolutional layer.
 *
 * @param dout - the upstream gradient, (N, F, outHeight, outWidth)
 * @param cache - what the forward pass kept
 * @returns `dx`, (N, C, H, W); `dw`, (F, C, filterHeight, filterWidth); `db`, (F,)
 */
export function convBackward(dout: Tensor, cache: ConvCache): { dx: Tensor; dw: Tensor; db: Tensor } {
  // TODO 4.2: Compute the gradients of sum(dout * out) with respect to x, w and b, each in the shape of its input.
  throw new NotImplementedError('4.2')
}
