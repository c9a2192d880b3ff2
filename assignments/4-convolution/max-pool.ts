import { offsetOf } from '#kit/layers/offset-of.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/output-size.ts'
import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** What `maxPoolBackward` needs from the forward pass. You may change it. */
export interface MaxPoolCache {
  x: Tensor
  /** For each element of the output, the index of its maximum in the data of x. */
  winners: Int32Array
}

/**
 * Max pooling takes the largest number in each window, separately in every channel. Windows may overlap.
 *
 * @param x - images, (N, C, H, W)
 * @param options - the size of the window and the stride
 * @returns `out`, (N, C, outHeight, outWidth), and the cache for the backward pass
 * @throws RangeError when the output would not have a whole number of rows and columns
 */
export function maxPoolForward(x: Tensor, options: PoolOptions): { out: Tensor; cache: MaxPoolCache } {
  const { N, C, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  // TODO 4.3: out[n, c, i, j] is the maximum of the poolHeight x poolWidth pixels whose upper left corner is at row
  // i · stride and column j · stride. Remember in the cache which pixel it was.
  throw new NotImplementedError('4.3')
}

/**
 * The backward pass of max pooling. The gradient of each window goes to exactly one pixel, its maximum. If several
 * pixels are equally large, choose one of them, such as the first.
 *
 * @param dout - the upstream gradient, (N, C, outHeight, outWidth)
 * @param cache - what the forward pass kept
 * @returns `dx`, (N, C, H, W)
 */
export function maxPoolBackward(dout: Tensor, cache: MaxPoolCache): { dx: Tensor } {
  // TODO 4.4: Add every upstream gradient to the pixel that was the maximum of its window. All other pixels get 0.
  throw new NotImplementedError('4.4')
}
