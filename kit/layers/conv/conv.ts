import { loops } from '#kit/engine/loops/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { empty, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { asType, imageOf } from '../arrays.ts'
import { convSizes, type FastConvOptions } from '../output-size.ts'
import { requireShape } from '../require-shape.ts'
import { strategyFor } from './choose-strategy.ts'
import type { ConvGradients, ConvInputs, Receive } from './strategy.ts'

/** What {@link convBackward} needs from the forward pass. */
export interface FastConvCache {
  /** Images, (N, C, H, W). */
  x: Tensor
  /** Filters, (F, C, filterHeight, filterWidth). */
  w: Tensor
  /** The options of the forward pass. */
  options: FastConvOptions
}

/**
 * Computes the convolutional layer fast, with the same signature, the same result and the same errors as plain loops. It
 * uses the fastest strategy for its sizes: see `strategyFor`.
 *
 * @param x - images, (N, C, H, W)
 * @param w - filters, (F, C, filterHeight, filterWidth)
 * @param b - biases, (F,)
 * @returns `out`, (N, F, outHeight, outWidth), and the cache for {@link convBackward}
 * @throws RangeError when the shapes do not match, or the filter does not fit exactly into the padded image
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
 * Computes the backward pass of {@link convForward}.
 *
 * @param dout - the upstream gradient, (N, F, outHeight, outWidth)
 * @returns `dx`, (N, C, H, W); `dw`, (F, C, filterHeight, filterWidth); `db`, (F,)
 */
export function convBackward(dout: Tensor, cache: FastConvCache): Required<ConvGradients>
/**
 * Computes the same without the gradient of x. The first layer does not need it, and it is half of the work.
 *
 * @param wanted - with `dx: false`, there is no `dx`
 */
export function convBackward(dout: Tensor, cache: FastConvCache, wanted: { dx: boolean }): ConvGradients
export function convBackward(dout: Tensor, cache: FastConvCache, { dx } = { dx: true }): ConvGradients {
  return convGradients(dout, { ...cache, dx })
}

/** Computes a convolution. `withRelu` sets negative outputs to 0 while they are still in the processor's cache. */
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

/** Computes a convolution and passes on its outputs image by image. */
export function convolveImages(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: FastConvOptions,
  { withRelu, receive }: { withRelu: boolean; receive: Receive },
): void {
  const inputs = { x, w, options, sizes: convSizes(x, w, options) }
  requireShape('the biases of a convolution', b, [inputs.sizes.F])
  strategyFor(inputs).forward({ ...inputs, bias: asType(b, x.dtype).data, withRelu }, receive)
}

/** The inputs for the gradients of a convolution, besides the upstream gradient. */
export interface ConvGradientOptions extends Omit<ConvInputs, 'sizes'> {
  /** Whether to compute the gradient of x. */
  dx: boolean
}

/**
 * Computes the gradients of a convolution, and of a ReLU that follows it.
 *
 * @param reluOut - the output of that ReLU, if there is one
 * @throws RangeError when dout does not have the shape of the output
 */
export function convGradients(dout: Tensor, given: ConvGradientOptions, reluOut?: Tensor): ConvGradients {
  const { x, w, options } = given
  const { N, F, outHeight, outWidth } = convSizes(x, w, options)
  requireShape('the upstream gradient of a convolution', dout, [N, F, outHeight, outWidth])
  const upstream = asType(dout, x.dtype)
  return gradientsFrom(given, (n, scratch, biases) => {
    let image = imageOf(upstream, n)
    if (reluOut) {
      loops.reluBackward(scratch, image, imageOf(reluOut, n), image.length)
      image = scratch
    }
    loops.sumRows(biases, image, F, image.length / F)
    return image
  })
}

/**
 * Returns the gradient of the convolution's output for image n, (F, outHeight, outWidth), either in `scratch` or in
 * existing storage. It is called once for each n, and also adds the gradient's sum over each of the F channels to
 * `biases`.
 */
export type Upstream = (n: number, scratch: TensorData, biases: Float64Array) => TensorData

/** Computes the gradients of a convolution from the gradients of its outputs, image by image. */
export function gradientsFrom(given: ConvGradientOptions, upstream: Upstream): ConvGradients {
  const { x, w, options } = given
  const inputs = { ...given, sizes: convSizes(x, w, options) }
  const { F } = inputs.sizes
  return withScratch(Float64Array, [F], (biases) => {
    biases.fill(0)
    const { dx, dw } = strategyFor(inputs).backward(inputs, (n, scratch) => upstream(n, scratch, biases))
    const db = empty([F], x.dtype)
    db.data.set(biases)
    return { dx, dw, db }
  })
}
