import type { Tensor, TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes, FastConvOptions } from '../output-size.ts'

/** The gradients of a convolution. */
export interface ConvGradients {
  /** (N, C, H, W); undefined if it was not requested. */
  dx?: Tensor
  /** (F, C, filterHeight, filterWidth) */
  dw: Tensor
  /** (F,) */
  db: Tensor
}

/** The inputs of every strategy. */
export interface ConvInputs {
  /** Images, (N, C, H, W). */
  x: Tensor
  /** Filters, (F, C, filterHeight, filterWidth). */
  w: Tensor
  options: FastConvOptions
  sizes: ConvSizes
}

/**
 * Receives the output of each image, (F, outHeight, outWidth), in turn. It calls `write` with the target array, and may
 * then use the output while it is still in the processor's cache.
 */
export type Receive = (n: number, write: (out: TensorData) => void) => void

/** A way to compute convolutions and their gradients. */
export interface ConvStrategy {
  /** Returns whether it can compute this convolution faster than more general strategies. */
  suits(inputs: ConvInputs): boolean
  /** Computes the convolution, with a bias, (F,), and optionally a ReLU. */
  forward(inputs: ConvInputs & { bias: TensorData; withRelu: boolean }, receive: Receive): void
  /**
   * Computes the gradients of w, and of x if `dx` is true.
   *
   * @param upstreamOf - returns the gradient of the output of image n, (F, outHeight, outWidth), either in `scratch` or
   *   in existing storage; it is called once for each n
   */
  backward(
    inputs: ConvInputs & { dx: boolean },
    upstreamOf: (n: number, scratch: TensorData) => TensorData,
  ): Omit<ConvGradients, 'db'>
}
