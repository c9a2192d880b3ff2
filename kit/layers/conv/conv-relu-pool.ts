import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { asType, imageOf, partOf, storageOf } from '../arrays.ts'
import { convolveImages, gradientsFrom } from './conv.ts'
import { convSizes, poolSizes, type FastConvOptions, type PoolOptions } from '../output-size.ts'
import { emptyMaxIndices } from '../max-pool.ts'
import { pooledGradients, type ConvReluPoolCache } from './pooled-gradients.ts'
import { requireShape } from '../require-shape.ts'
import type { ConvGradients } from './strategy.ts'

/**
 * Computes a convolution, a ReLU and max pooling: x (N, C, H, W), w (F, C, filterHeight, filterWidth), b (F,) give
 * `out`, with F channels. Each image is pooled while the output of the convolution is still in the processor's cache.
 * That output is not kept.
 *
 * @throws RangeError when the filter or the pooling window does not fit exactly into its input
 */
export function convReluPoolForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  convOptions: FastConvOptions,
  poolOptions: PoolOptions,
): { out: Tensor; cache: ConvReluPoolCache } {
  const { N, F, outHeight: H, outWidth: W } = convSizes(x, w, convOptions)
  const { outHeight, outWidth } = poolSizes({ shape: [N, F, H, W] }, poolOptions)
  const { poolHeight, poolWidth, stride } = poolOptions
  const out = empty([N, F, outHeight, outWidth], x.dtype)
  const maxIndices = emptyMaxIndices(out)
  const cache = { x, w, options: convOptions, out, maxIndices }
  withScratch(storageOf(x), [F * H * W], (image) => {
    convolveImages(x, w, b, convOptions, {
      withRelu: true,
      receive(n, write) {
        write(image)
        const [pooled, places] = [imageOf(out, n), partOf(maxIndices, N, n)]
        loops.maxPool(pooled, places, image, F, H, W, outHeight, outWidth, poolHeight, poolWidth, stride)
      },
    })
  })
  return { out, cache }
}

/** Computes the gradients of {@link convReluPoolForward} for x, w and b, each in the shape of its input. */
export function convReluPoolBackward(dout: Tensor, cache: ConvReluPoolCache): Required<ConvGradients>
export function convReluPoolBackward(
  dout: Tensor,
  cache: ConvReluPoolCache,
  wanted: { dx: boolean },
): ConvGradients
export function convReluPoolBackward(
  dout: Tensor,
  cache: ConvReluPoolCache,
  { dx } = { dx: true },
): ConvGradients {
  const { x, out, maxIndices } = cache
  requireShape('the upstream gradient of a pooling layer', dout, out.shape)
  const upstream = asType(dout, x.dtype)
  if (!dx) return pooledGradients(upstream, cache)
  const [N, F] = out.shape
  const size = out.size / N
  return withScratch(storageOf(x), [size], (passed) =>
    gradientsFrom({ ...cache, dx }, (n, scratch, biases) => {
      loops.reluBackward(passed, imageOf(upstream, n), imageOf(out, n), size)
      loops.sumRows(biases, passed, F, size / F)
      loops.fill(scratch, scratch.length, 0)
      loops.maxPoolBackward(scratch, passed, partOf(maxIndices, N, n), size)
      return scratch
    }),
  )
}
