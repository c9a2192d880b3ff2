import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { asType, imageOf, partOf, storageOf } from '../arrays.ts'
import { convolveImages, gradientsFrom } from './conv.ts'
import { convSizes, poolSizes, type FastConvOptions, type PoolOptions } from '../output-size.ts'
import { emptyMaxIndices } from '../max-pool.ts'
import type { ConvPoolCache } from './pooled-gradients.ts'
import { requireShape } from '../require-shape.ts'
import type { ConvGradients } from './strategy.ts'

/**
 * Computes a convolution and max pooling: x (N, C, H, W), w (F, C, filterHeight, filterWidth), b (F,) give `out`, with F
 * channels. Each image is pooled while the output of the convolution is still in the processor's cache. That output is
 * not kept.
 *
 * @throws RangeError when the filter or the pooling window does not fit exactly into its input
 */
export function convPoolForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  convOptions: FastConvOptions,
  poolOptions: PoolOptions,
  { withRelu } = { withRelu: false },
): { out: Tensor; cache: ConvPoolCache } {
  const { N, F, outHeight: H, outWidth: W } = convSizes(x, w, convOptions)
  const { outHeight, outWidth } = poolSizes({ shape: [N, F, H, W] }, poolOptions)
  const { poolHeight, poolWidth, stride } = poolOptions
  const out = empty([N, F, outHeight, outWidth], x.dtype)
  const maxIndices = emptyMaxIndices(out)
  const cache = { x, w, options: convOptions, out, maxIndices }
  withScratch(storageOf(x), [F * H * W], (image) => {
    convolveImages(x, w, b, convOptions, {
      withRelu,
      receive(n, write) {
        write(image)
        const [pooled, places] = [imageOf(out, n), partOf(maxIndices, N, n)]
        loops.maxPool(pooled, places, image, F, H, W, outHeight, outWidth, poolHeight, poolWidth, stride)
      },
    })
  })
  return { out, cache }
}

/** Computes the gradients of {@link convPoolForward} for x, w and b, each in the shape of its input. */
export function convPoolBackward(dout: Tensor, cache: ConvPoolCache): Required<ConvGradients>
export function convPoolBackward(dout: Tensor, cache: ConvPoolCache, wanted: { dx: boolean }): ConvGradients
export function convPoolBackward(dout: Tensor, cache: ConvPoolCache, wanted = { dx: true }): ConvGradients {
  requireShape('the upstream gradient of a pooling layer', dout, cache.out.shape)
  const upstream = asType(dout, cache.x.dtype)
  return gradientsOfMaxima(cache, wanted, (n) => imageOf(upstream, n))
}

/**
 * Computes the gradients of a convolution from those of the maxima of its output.
 *
 * @param maximaOf - returns the gradient of the pooled output of image n, (F, outHeight, outWidth)
 */
export function gradientsOfMaxima(
  cache: ConvPoolCache,
  { dx }: { dx: boolean },
  maximaOf: (n: number) => TensorData,
): ConvGradients {
  const { out, maxIndices } = cache
  const [N, F] = out.shape
  const size = out.size / N
  return gradientsFrom({ ...cache, dx }, (n, scratch, biases) => {
    const maxima = maximaOf(n)
    loops.sumRows(biases, maxima, F, size / F)
    loops.fill(scratch, scratch.length, 0)
    loops.maxPoolBackward(scratch, maxima, partOf(maxIndices, N, n), size)
    return scratch
  })
}
