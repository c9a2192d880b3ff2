import type { Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, type AffineGradients, type FastAffineCache } from './affine.ts'
import {
  batchnormBackward,
  batchnormReluForward,
  type FastBatchnormCache,
  type FastBatchnormParams,
} from './batchnorm.ts'
import { convBackward, convForward, convGradients, convolve, type FastConvCache } from './conv/conv.ts'
import type { ConvGradients } from './conv/strategy.ts'
import type { FastConvOptions } from './output-size.ts'
import { reluBackward, reluForward, type FastReluCache } from './relu.ts'

/** Which gradients to compute. `dx: false` skips the gradient of x, which the first layer does not need. */
export interface Wanted {
  /** Whether `dx` is computed; true by default. */
  dx: boolean
}

/** What {@link affineReluBackward} needs from the forward pass. */
export interface AffineReluCache {
  /** The cache of the affine layer. */
  affine: FastAffineCache
  /** The cache of the ReLU. */
  relu: FastReluCache
}

/** Computes an affine layer and a ReLU: x (N, d1, ..., dk), w (D, M), b (M,) give `out`, (N, M). */
export function affineReluForward(x: Tensor, w: Tensor, b: Tensor): { out: Tensor; cache: AffineReluCache } {
  const affine = affineForward(x, w, b)
  const relu = reluForward(affine.out)
  return { out: relu.out, cache: { affine: affine.cache, relu: relu.cache } }
}

/** Computes the gradients of {@link affineReluForward} for x, w and b, each in the shape of its input. */
export function affineReluBackward(dout: Tensor, cache: AffineReluCache): Required<AffineGradients>
export function affineReluBackward(dout: Tensor, cache: AffineReluCache, wanted: Wanted): AffineGradients
export function affineReluBackward(
  dout: Tensor,
  { affine, relu }: AffineReluCache,
  wanted = { dx: true },
): AffineGradients {
  return affineBackward(reluBackward(dout, relu).dx, affine, wanted)
}

/** What {@link convReluBackward} needs from the forward pass. */
export interface ConvReluCache extends FastConvCache {
  /** The output of the ReLU, (N, F, outHeight, outWidth). */
  reluOut: Tensor
}

/**
 * Computes a convolution and a ReLU, image by image: x (N, C, H, W), w (F, C, filterHeight, filterWidth), b (F,) give
 * `out`, (N, F, outHeight, outWidth).
 *
 * @throws RangeError when the filter does not fit exactly into the padded image
 */
export function convReluForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: FastConvOptions,
): { out: Tensor; cache: ConvReluCache } {
  const out = convolve(x, w, b, options, { withRelu: true })
  return { out, cache: { x, w, options, reluOut: out } }
}

/** Computes the gradients of {@link convReluForward} for x, w and b, each in the shape of its input. */
export function convReluBackward(dout: Tensor, cache: ConvReluCache): Required<ConvGradients>
export function convReluBackward(dout: Tensor, cache: ConvReluCache, wanted: Wanted): ConvGradients
export function convReluBackward(dout: Tensor, cache: ConvReluCache, { dx } = { dx: true }): ConvGradients {
  return convGradients(dout, { ...cache, dx }, cache.reluOut)
}

/** What {@link convBatchnormReluBackward} needs from the forward pass. */
export interface ConvBatchnormReluCache {
  /** The cache of the convolution. */
  conv: FastConvCache
  /** The cache of the batch normalization and its ReLU. */
  batchnorm: FastBatchnormCache
}

/**
 * Computes a convolution, batch normalization of its channels and a ReLU: x (N, C, H, W), w (F, C, filterHeight,
 * filterWidth), b, gamma and beta (F,) give `out`, (N, F, outHeight, outWidth).
 *
 * @param params - of the batch normalization; its running averages are replaced in train mode
 * @throws RangeError when the filter does not fit exactly into the padded image
 */
export function convBatchnormReluForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  gamma: Tensor,
  beta: Tensor,
  options: FastConvOptions,
  params: FastBatchnormParams,
): { out: Tensor; cache: ConvBatchnormReluCache } {
  const conv = convForward(x, w, b, options)
  const batchnorm = batchnormReluForward(conv.out, gamma, beta, params)
  return { out: batchnorm.out, cache: { conv: conv.cache, batchnorm: batchnorm.cache } }
}

/** The gradients of a convolution with batch normalization. */
export interface ConvBatchnormGradients extends ConvGradients {
  /** (F,) */
  dgamma: Tensor
  /** (F,) */
  dbeta: Tensor
}

/** Computes the gradients of {@link convBatchnormReluForward}, in train mode, each in the shape of its input. */
export function convBatchnormReluBackward(
  dout: Tensor,
  cache: ConvBatchnormReluCache,
): Required<ConvBatchnormGradients>
export function convBatchnormReluBackward(
  dout: Tensor,
  cache: ConvBatchnormReluCache,
  wanted: Wanted,
): ConvBatchnormGradients
export function convBatchnormReluBackward(
  dout: Tensor,
  { conv, batchnorm }: ConvBatchnormReluCache,
  wanted = { dx: true },
): ConvBatchnormGradients {
  const { dx, dgamma, dbeta } = batchnormBackward(dout, batchnorm)
  return { ...convBackward(dx, conv, wanted), dgamma, dbeta }
}
