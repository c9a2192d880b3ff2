import type { FastBatchnormParams } from '#kit/layers/index.ts'
import type { Random, Shape, Tensor } from '#kit/tensor/index.ts'

/** Tensors by the names of parameters: W1, b1, gamma1, beta1, W2, ... */
export type Tensors = Record<string, Tensor>

/** The information that a layer needs about the current pass through the network. */
export interface Pass {
  /** Dropout and batch normalization behave differently in each mode. */
  mode: 'train' | 'test'
  /** The parameters of the whole network. */
  params: Readonly<Tensors>
  /** The generator of the dropout masks. */
  masks: Random
}

/** The output of a layer for a batch, and its backward pass. */
export interface Step {
  /** (N, ...{@link PlacedLayer.outputShape}) */
  out: Tensor
  /**
   * Runs the backward pass: adds the gradients of the layer's parameters to `grads`. It is called once. Afterwards the
   * storage that both passes have allocated is recycled, except for those gradients and the returned one.
   *
   * @param dout - the upstream gradient, in the shape of `out`
   * @param wanted - with `dx: false`, the gradient of the layer's input is not needed
   * @returns the gradient of the layer's input
   */
  backward(dout: Tensor, grads: Tensors, wanted: { dx: boolean }): Tensor | undefined
}

/** A layer at its position in a network, with all sizes known. */
export interface PlacedLayer {
  /** The shape of its output for one example. */
  outputShape: Shape
  /** Runs the forward pass for a batch x, (N, ...inputShape). */
  forward(x: Tensor, pass: Pass): Step
  /**
   * Computes the parameters that are not trained from the layer's input for training images, (N, ...inputShape), and
   * puts them into `params`.
   */
  fit?(x: Tensor, params: Tensors): void
}

/** A layer that can be placed after any output of shape `inputShape`. It requests its parameters from `parameters`. */
export type Layer = (inputShape: Shape, parameters: Parameters) => PlacedLayer

/** How the weights of a layer start. */
export interface WeightsStart {
  /** Turns the random weights into those that the layer starts with, such as `identityFilters`. */
  start?: (w: Tensor) => Tensor
  /** Whether training leaves the weights as they are; false by default. */
  fixed?: boolean
}

/** The options of a batch normalization in a network. */
export interface BatchnormOptions extends Pick<FastBatchnormParams, 'epsilon' | 'momentum'> {
  /** Whether gamma is trained; true by default. Otherwise it stays 1. */
  gamma?: boolean
}

/** Creates the parameters of a network, and names them after the layers that have weights, counted from 1. */
export interface Parameters {
  /** Adds weights and biases of the next layer. `fanIn` is the number of inputs that each output sums. */
  addWeights(shape: Shape, fanIn: number, outputs: number, start?: WeightsStart): { W: string; b: string }
  /** Adds a batch normalization to the layer that was added last. */
  addBatchnorm(
    channels: number,
    options?: BatchnormOptions,
  ): { gamma: string; beta: string; params: FastBatchnormParams }
}
