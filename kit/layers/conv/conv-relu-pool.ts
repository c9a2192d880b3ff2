import { loops } from '#kit/engine/loops/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { asType, imageOf, storageOf } from '../arrays.ts'
import { convPoolForward, gradientsOfMaxima } from './conv-pool.ts'
import type { FastConvOptions, PoolOptions } from '../output-size.ts'
import { pooledGradients, type ConvPoolCache } from './pooled-gradients.ts'
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
): { out: Tensor; cache: ConvPoolCache } {
  return convPoolForward(x, w, b, convOptions, poolOptions, { withRelu: true })
}

/** Computes the gradients of {@link convReluPoolForward} for x, w and b, each in the shape of its input. */
export function convReluPoolBackward(dout: Tensor, cache: ConvPoolCache): Required<ConvGradients>
export function convReluPoolBackward(
  dout: Tensor,
  cache: ConvPoolCache,
  wanted: { dx: boolean },
): ConvGradients
export function convReluPoolBackward(
  dout: Tensor,
  cache: ConvPoolCache,
  { dx } = { dx: true },
): ConvGradients {
  const { x, out } = cache
  requireShape('the upstream gradient of a pooling layer', dout, out.shape)
  const upstream = asType(dout, x.dtype)
  if (!dx) return pooledGradients(upstream, cache)
  const size = out.size / out.shape[0]
  return withScratch(storageOf(x), [size], (passed) =>
    gradientsOfMaxima(cache, { dx }, (n) => {
      loops.reluBackward(passed, imageOf(upstream, n), imageOf(out, n), size)
      return passed
    }),
  )
}
