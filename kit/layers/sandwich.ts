import type { Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { convBackward, convForward } from './conv.ts'
import { maxPoolBackward, maxPoolForward } from './max-pool.ts'
import type { ConvOptions, PoolOptions } from './output-size.ts'

type CacheOf<Forward extends (...args: never[]) => { cache: unknown }> = ReturnType<Forward>['cache']
type ReluCache = CacheOf<typeof reluForward>

/** What {@link affineReluBackward} needs from the forward pass. */
export interface AffineReluCache {
  affine: CacheOf<typeof affineForward>
  relu: ReluCache
}

/** An affine layer and a ReLU: x (N, d1, ..., dk), w (D, M), b (M,) give `out`, (N, M). */
export function affineReluForward(x: Tensor, w: Tensor, b: Tensor): { out: Tensor; cache: AffineReluCache } {
  const affine = affineForward(x, w, b)
  const relu = reluForward(affine.out)
  return { out: relu.out, cache: { affine: affine.cache, relu: relu.cache } }
}

/** The backward pass of {@link affineReluForward}: the gradients of x, w and b, each in the shape of its input. */
export function affineReluBackward(dout: Tensor, { affine, relu }: AffineReluCache) {
  return affineBackward(reluBackward(dout, relu).dx, affine)
}

/** What {@link convReluBackward} needs from the forward pass. */
export interface ConvReluCache {
  conv: CacheOf<typeof convForward>
  relu: ReluCache
}

/**
 * A convolution and a ReLU: x (N, C, H, W), w (F, C, filterHeight, filterWidth), b (F,) give `out`,
 * (N, F, outHeight, outWidth).
 *
 * @throws RangeError when the filter does not come out even at the edge of the image
 */
export function convReluForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: ConvOptions,
): { out: Tensor; cache: ConvReluCache } {
  const conv = convForward(x, w, b, options)
  const relu = reluForward(conv.out)
  return { out: relu.out, cache: { conv: conv.cache, relu: relu.cache } }
}

/** The backward pass of {@link convReluForward}: the gradients of x, w and b, each in the shape of its input. */
export function convReluBackward(dout: Tensor, { conv, relu }: ConvReluCache) {
  return convBackward(reluBackward(dout, relu).dx, conv)
}

/** What {@link convReluPoolBackward} needs from the forward pass. */
export interface ConvReluPoolCache {
  convRelu: ConvReluCache
  pool: CacheOf<typeof maxPoolForward>
}

/**
 * A convolution, a ReLU and max pooling: x (N, C, H, W), w (F, C, filterHeight, filterWidth), b (F,) give `out`, with
 * F channels.
 *
 * @throws RangeError when the filter or the pooling window does not come out even at the edge of its input
 */
export function convReluPoolForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  convOptions: ConvOptions,
  poolOptions: PoolOptions,
): { out: Tensor; cache: ConvReluPoolCache } {
  const convRelu = convReluForward(x, w, b, convOptions)
  const pool = maxPoolForward(convRelu.out, poolOptions)
  return { out: pool.out, cache: { convRelu: convRelu.cache, pool: pool.cache } }
}

/** The backward pass of {@link convReluPoolForward}: the gradients of x, w and b, each in the shape of its input. */
export function convReluPoolBackward(dout: Tensor, { convRelu, pool }: ConvReluPoolCache) {
  return convReluBackward(maxPoolBackward(dout, pool).dx, convRelu)
}
