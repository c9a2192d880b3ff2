import type { Tensor } from '#kit/tensor/index.ts'

/** The running averages of one batch normalization, undefined before the first batch. */
export interface RunningAverages {
  /** The mean of each feature or channel, (C,). */
  runningMean?: Tensor
  /** The variance of each feature or channel, (C,). */
  runningVar?: Tensor
}

/** What a `Solver` trains: any network of the assignments, or one of your own. */
export interface Model {
  /** The parameters by name. The solver puts a new tensor in the place of each at every step. */
  readonly params: Record<string, Tensor>
  /** What the network remembers of its batches beside its parameters: the running averages of batch normalization. */
  readonly batchnormParams?: readonly RunningAverages[]
  /**
   * Where the masks of dropout come from, a `Random`: how far it has come is part of what a training run has to
   * remember. A network without dropout has none.
   */
  readonly masks?: { position: number }
  /** The training loss, and one gradient for each parameter, under the same name and in the same shape. */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> }
  /** The scores of every class, (N, C), as they are when the network is used: dropout is off, for example. */
  scores(x: Tensor): Tensor
}
