import { mul } from '#kit/tensor/index.ts'
import type { Layer } from './layer.ts'

/**
 * Creates a layer that multiplies all numbers by a factor, which is not trained. After the last affine layer, a factor
 * below 1 makes the network less sure of its answers, and the affine layer learn more slowly.
 */
export const scaled =
  (factor: number): Layer =>
  (inputShape) => ({
    outputShape: inputShape,
    forward: (x) => ({ out: mul(factor, x), backward: (dout) => mul(factor, dout) }),
  })
