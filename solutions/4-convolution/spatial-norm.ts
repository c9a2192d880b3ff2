import { add, div, map, mean, mul, sub, sum, transpose, variance, type Tensor } from '#kit/tensor/index.ts'
import {
  batchnormBackward,
  batchnormForward,
  type BatchnormCache,
  type BatchnormParams,
} from '#work/2-normalization/batchnorm.ts'

/** What `spatialBatchnormBackward` needs from the forward pass. You may change it. */
export interface SpatialBatchnormCache {
  batchnorm: BatchnormCache
}

/**
 * Batch normalization of images. Every channel has one mean and one variance, over all pixels of all images in the
 * batch. A filter treats all positions of the image alike, so its output is also normalized alike everywhere.
 *
 * @param x - images, (N, C, H, W)
 * @param gamma - the scale of each channel, (C,)
 * @param beta - the shift of each channel, (C,)
 * @param params - as for `batchnormForward`; train mode writes `runningMean` and `runningVar`, (C,)
 * @returns `out`, (N, C, H, W), and the cache for the backward pass
 */
export function spatialBatchnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: BatchnormParams,
): { out: Tensor; cache: SpatialBatchnormCache } {
  const [N, C, H, W] = x.shape
  // TODO 4.5: Treat every pixel as an example of C numbers, (N · H · W, C). Let batchnormForward do the work. Then give
  // out the shape of x.
  // BEGIN SOLUTION 4.5
  const pixels = transpose(x, [0, 2, 3, 1]).reshape([-1, C])
  const { out, cache } = batchnormForward(pixels, gamma, beta, params)
  return { out: transpose(out.reshape([N, H, W, C]), [0, 3, 1, 2]), cache: { batchnorm: cache } }
  // END SOLUTION 4.5
}

/**
 * The backward pass of `spatialBatchnormForward` in train mode.
 *
 * @param dout - the upstream gradient, (N, C, H, W)
 * @param cache - what the forward pass kept
 * @returns `dx`, (N, C, H, W); `dgamma`, (C,); `dbeta`, (C,)
 */
export function spatialBatchnormBackward(
  dout: Tensor,
  cache: SpatialBatchnormCache,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const [N, C, H, W] = dout.shape
  // TODO 4.6: Compute the gradients of sum(dout * out) with respect to x, gamma and beta, using batchnormBackward.
  // BEGIN SOLUTION 4.6
  const pixels = transpose(dout, [0, 2, 3, 1]).reshape([-1, C])
  const { dx, dgamma, dbeta } = batchnormBackward(pixels, cache.batchnorm)
  return { dx: transpose(dx.reshape([N, H, W, C]), [0, 3, 1, 2]), dgamma, dbeta }
  // END SOLUTION 4.6
}

/** Settings of group normalization. */
export interface GroupnormOptions {
  /** The number of groups that the channels are divided into; C must be a multiple of it. */
  groups: number
  /** Added to the variance, inside the root, to avoid a division by 0; 1e-5 by default. */
  epsilon?: number
}

/** What `spatialGroupnormBackward` needs from the forward pass. You may change it. */
export interface SpatialGroupnormCache {
  /** (x - mean) / std, (N, C, H, W). */
  normalized: Tensor
  /** √(variance + epsilon) of every group of every image, (N · groups, 1). */
  std: Tensor
  gamma: Tensor
}

/**
 * Group normalization (Wu and He 2018) divides the channels of an image into groups of neighbours. It shifts and scales
 * every group of every image to mean 0 and (biased) variance 1. Then every channel gets its own scale and shift. No
 * image depends on the rest of the batch, so there is no test mode.
 *
 * @param x - images, (N, C, H, W)
 * @param gamma - the scale of each channel, (C,)
 * @param beta - the shift of each channel, (C,)
 * @returns `out`, (N, C, H, W), and the cache for the backward pass
 * @throws RangeError when the channels cannot be divided into that many groups
 */
export function spatialGroupnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { groups, epsilon = 1e-5 }: GroupnormOptions,
): { out: Tensor; cache: SpatialGroupnormCache } {
  const [N, C] = x.shape
  if (!(groups >= 1 && [groups, C / groups].every(Number.isInteger))) {
    throw new RangeError(
      `spatialGroupnormForward: ${C} channels cannot be divided into ${groups} groups of the same size`,
    )
  }
  // TODO 4.7: Normalize x with the mean and the biased variance of every group of every image (N · groups of each). out,
  // (N, C, H, W), is that times gamma, plus beta, channel by channel.
  // BEGIN SOLUTION 4.7
  const rows = x.reshape([N * groups, -1])
  const deviation = sub(rows, mean(rows, 1, { keepDims: true }))
  const std = map(add(variance(rows, 1, { keepDims: true }), epsilon), Math.sqrt)
  const normalized = div(deviation, std).reshape(x.shape)
  const out = add(mul(normalized, gamma.reshape([C, 1, 1])), beta.reshape([C, 1, 1]))
  return { out, cache: { normalized, std, gamma } }
  // END SOLUTION 4.7
}

/**
 * The backward pass of `spatialGroupnormForward`.
 *
 * @param dout - the upstream gradient, (N, C, H, W)
 * @param cache - what the forward pass kept
 * @returns `dx`, (N, C, H, W); `dgamma`, (C,); `dbeta`, (C,)
 */
export function spatialGroupnormBackward(
  dout: Tensor,
  cache: SpatialGroupnormCache,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  // TODO 4.8: Compute the gradients of sum(dout * out) with respect to x, gamma and beta, each in the shape of its input.
  // BEGIN SOLUTION 4.8
  const { normalized, std, gamma } = cache
  const rows = normalized.reshape([std.size, -1])
  const dRows = mul(dout, gamma.reshape([-1, 1, 1])).reshape(rows.shape)
  const alongMean = mean(dRows, 1, { keepDims: true })
  const alongRow = mean(mul(dRows, rows), 1, { keepDims: true })
  const dx = div(sub(sub(dRows, alongMean), mul(rows, alongRow)), std).reshape(dout.shape)
  return { dx, dgamma: sum(mul(dout, normalized), [0, 2, 3]), dbeta: sum(dout, [0, 2, 3]) }
  // END SOLUTION 4.8
}
