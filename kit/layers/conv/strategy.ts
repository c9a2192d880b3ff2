import type { Tensor, TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes, FastConvOptions } from '../output-size.ts'

/** The gradients of a convolution. */
export interface ConvGradients {
  /** (N, C, H, W); undefined if it was not wanted. */
  dx?: Tensor
  /** (F, C, filterHeight, filterWidth) */
  dw: Tensor
  /** (F,) */
  db: Tensor
}

/** What every strategy computes with. */
export interface ConvInputs {
  /** Images, (N, C, H, W). */
  x: Tensor
  /** Filters, (F, C, filterHeight, filterWidth). */
  w: Tensor
  options: FastConvOptions
  sizes: ConvSizes
}

/**
 * Called for the output of each image, (F, outHeight, outWidth), in turn: has it written where it is wanted, and may use
 * it right then, while it is still in the processor's cache.
 */
export type Receive = (n: number, write: (out: TensorData) => void) => void

/** A way to compute convolutions and their gradients. */
export interface ConvStrategy {
  /** Whether it can compute this convolution, and is the faster way. */
  suits(inputs: ConvInputs): boolean
  /** Convolves; with a bias, (F,), and with a ReLU behind it if that is wanted. */
  forward(inputs: ConvInputs & { bias: TensorData; withRelu: boolean }, receive: Receive): void
  /**
   * The gradients of w, and of x if `dx` says so.
   *
   * @param upstreamOf - the gradient of the output of image n, (F, outHeight, outWidth): in `scratch`, or where it is
   * already. It is asked for once for each n.
   */
  backward(
    inputs: ConvInputs & { dx: boolean },
    upstreamOf: (n: number, scratch: TensorData) => TensorData,
  ): Omit<ConvGradients, 'db'>
}
