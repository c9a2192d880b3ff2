import type { FastBatchnormParams } from '#kit/layers/index.ts'
import type { Random, Shape, Tensor } from '#kit/tensor/index.ts'

/** Tensors by the names of parameters: W1, b1, gamma1, beta1, W2, ... */
export type Tensors = Record<string, Tensor>

/** What a layer needs to know of the pass through the network that is under way. */
export interface Pass {
  /** Dropout and batch normalization do something else in each. */
  mode: 'train' | 'test'
  /** The parameters of the whole network. */
  params: Readonly<Tensors>
  /** Where the masks of dropout come from. */
  masks: Random
}

/** What a layer gave for a batch, and the way back. */
export interface Step {
  /** (N, ...{@link PlacedLayer.outputShape}) */
  out: Tensor
  /**
   * The backward pass: adds the gradients of the layer's parameters to `grads`. It is called once: afterwards the
   * storage of what both passes have made is recycled, except for those gradients and the one that comes back.
   *
   * @param dout - the upstream gradient, in the shape of `out`
   * @param wanted - with `dx: false`, nobody needs the gradient of the layer's input
   * @returns the gradient of the layer's input
   */
  backward(dout: Tensor, grads: Tensors, wanted: { dx: boolean }): Tensor | undefined
}

/** A layer in its place in a network, with all sizes known. */
export interface PlacedLayer {
  /** The shape of what it gives for one example. */
  outputShape: Shape
  /** The forward pass for a batch x, (N, ...inputShape). */
  forward(x: Tensor, pass: Pass): Step
}

/** A layer, to be placed where examples of this shape come in; it asks `parameters` for what it has to learn. */
export type Layer = (inputShape: Shape, parameters: Parameters) => PlacedLayer

/** Makes the parameters of a network, and names them after the layers that have weights, counted from 1. */
export interface Parameters {
  /** Weights and biases of the next layer. `fanIn` is how many inputs each of its outputs is a sum of. */
  addWeights(shape: Shape, fanIn: number, outputs: number): { W: string; b: string }
  /** A batch normalization of the layer that was added last. */
  addBatchnorm(channels: number): { gamma: string; beta: string; params: FastBatchnormParams }
}
