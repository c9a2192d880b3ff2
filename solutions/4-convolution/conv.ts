import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { sum, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

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
  // BEGIN SOLUTION 4.1
  const padded = addBorder(x, pad)
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  for (let n = 0; n < N; n++)
    for (let f = 0; f < F; f++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          let total = b.data[f]
          for (let c = 0; c < C; c++)
            for (let p = 0; p < filterHeight; p++)
              for (let q = 0; q < filterWidth; q++) {
                const pixel = padded.data[offsetOf(padded, n, c, i * stride + p, j * stride + q)]
                total += pixel * w.data[offsetOf(w, f, c, p, q)]
              }
          out.data[offsetOf(out, n, f, i, j)] = total
        }
  return { out, cache: { x, w, options } }
  // END SOLUTION 4.1
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
  // BEGIN SOLUTION 4.2
  const { x, w, options } = cache
  const { stride, pad } = options
  const { N, C, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, options)
  const padded = addBorder(x, pad)
  const [dpadded, dw] = [zerosLike(padded), zerosLike(w)]
  for (let n = 0; n < N; n++)
    for (let f = 0; f < F; f++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          const upstream = dout.data[offsetOf(dout, n, f, i, j)]
          for (let c = 0; c < C; c++)
            for (let p = 0; p < filterHeight; p++)
              for (let q = 0; q < filterWidth; q++) {
                const pixel = offsetOf(padded, n, c, i * stride + p, j * stride + q)
                const weight = offsetOf(w, f, c, p, q)
                dpadded.data[pixel] += upstream * w.data[weight]
                dw.data[weight] += upstream * padded.data[pixel]
              }
        }
  return { dx: removeBorder(dpadded, pad), dw, db: sum(dout, [0, 2, 3]) }
  // END SOLUTION 4.2
}
