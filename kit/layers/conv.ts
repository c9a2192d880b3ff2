import { gemm } from '#kit/gemm/index.ts'
import { loops } from '#kit/loops/index.ts'
import { empty, transpose, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/wasm/index.ts'
import { asType, imageOf, storageOf } from './arrays.ts'
import { convGradients, type ConvGradients } from './conv-gradients.ts'
import { convSizes, type FastConvOptions } from './output-size.ts'
import { RowExpansion } from './row-expansion.ts'
import { suitsWinograd } from './winograd.ts'
import { winogradForward } from './winograd-convolution.ts'
import { requireShape } from './require-shape.ts'

/** What {@link convBackward} needs from the forward pass. */
export interface FastConvCache {
  /** Images, (N, C, H, W). */
  x: Tensor
  /** Filters, (F, C, filterHeight, filterWidth). */
  w: Tensor
  /** Those of the forward pass. */
  options: FastConvOptions
}

/**
 * The convolutional layer, made fast: the same signature, the same result and the same errors as the plain loops of
 * Part 4, with all multiplications in matrix products (see `RowExpansion`), and with fewer of them where `suitsWinograd`
 * says so: in float32, with 3 x 3 filters and stride 1.
 *
 * @param x - images, (N, C, H, W)
 * @param w - filters, (F, C, filterHeight, filterWidth)
 * @param b - biases, (F,)
 * @returns `out`, (N, F, outHeight, outWidth), and the cache for {@link convBackward}
 * @throws RangeError when the shapes do not fit, or the filter does not come out even at the edge of the image
 */
export function convForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: FastConvOptions,
): { out: Tensor; cache: FastConvCache } {
  return { out: convolve(x, w, b, options), cache: { x, w, options } }
}

/**
 * The backward pass of {@link convForward}.
 *
 * @param dout - the upstream gradient, (N, F, outHeight, outWidth)
 * @returns `dx`, (N, C, H, W); `dw`, (F, C, filterHeight, filterWidth); `db`, (F,)
 */
export function convBackward(dout: Tensor, cache: FastConvCache): Required<ConvGradients>
/**
 * The same without the gradient of x: nobody needs that of the images themselves, and it is half of the work.
 *
 * @param wanted - with `dx: false`, there is no `dx`
 */
export function convBackward(dout: Tensor, cache: FastConvCache, wanted: { dx: boolean }): ConvGradients
export function convBackward(dout: Tensor, cache: FastConvCache, { dx } = { dx: true }): ConvGradients {
  return convGradients(dout, { ...cache, dx })
}

/** A convolution; `withRelu`, what is negative in the output becomes 0 while it is still in the processor's cache. */
export function convolve(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: FastConvOptions,
  { withRelu = false } = {},
): Tensor {
  const { N, F, outHeight, outWidth } = convSizes(x, w, options)
  const out = empty([N, F, outHeight, outWidth], x.dtype)
  convolveImages(x, w, b, options, { withRelu, receive: (n, write) => write(imageOf(out, n)) })
  return out
}

/**
 * Called for the output of each image, (F, outHeight, outWidth), in turn: has it written where it is wanted, and may use
 * it right then, while it is still in the processor's cache.
 */
export type Receive = (n: number, write: (out: TensorData) => void) => void

/** A convolution whose outputs are received image by image. */
export function convolveImages(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: FastConvOptions,
  { withRelu, receive }: { withRelu: boolean; receive: Receive },
): void {
  const sizes = convSizes(x, w, options)
  const { N, F, outHeight, outWidth } = sizes
  const { stride, pad, padEnd = pad } = options
  requireShape('the biases of a convolution', b, [F])
  const bias = asType(b, x.dtype).data
  if (suitsWinograd(x, sizes, stride)) {
    winogradForward(x, w, { bias, withRelu, pad, sizes }, receive)
    return
  }
  const places = outHeight * outWidth
  const expansion = new RowExpansion({ sizes, stride, pad, padEnd, mayStack: true })
  const { products, rows, rowLength } = expansion
  // The filters with their rows first: for each filter row, or for all that are stacked, one matrix (c · q, F).
  const rowWise = asType(transpose(w, [2, 1, 3, 0]), x.dtype).data
  withScratch(storageOf(x), [expansion.size], (expanded) => {
    loops.fill(expanded, expanded.length, 0)
    for (let n = 0; n < N; n++) {
      expansion.expand(expanded, imageOf(x, n))
      receive(n, (out) => {
        for (let p = 0; p < products; p++) {
          // prettier-ignore
          gemm(
            true, false, F, places, rows,
            rowWise, p * rows * F, F,
            expanded, expansion.offset(p), rowLength,
            p === 0 ? 0 : 1, out, 0, places,
          )
        }
        loops.addToRows(out, bias, F, places, withRelu)
      })
    }
  })
}
