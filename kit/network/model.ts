import type { Tensor } from '#kit/tensor/index.ts'

/** The running averages of one batch normalization, undefined before the first batch. */
export interface RunningAverages {
  /** The mean of each feature or channel, (C,). */
  runningMean?: Tensor
  /** The variance of each feature or channel, (C,). */
  runningVar?: Tensor
}

/** A network that a `Solver` can train: any of the assignments, or one of your own. */
export interface Model {
  /** The parameters by name. The solver replaces each with a new tensor at every step. */
  readonly params: Record<string, Tensor>
  /** The state that the network keeps besides its parameters: the running averages of batch normalization. */
  readonly batchnormParams?: readonly RunningAverages[]
  /**
   * The generator of the dropout masks, a `Random`. Its position is part of the state of a training run. A network
   * without dropout has none.
   */
  readonly masks?: { position: number }
  /** The names of the parameters that training leaves as they are. */
  readonly fixed?: ReadonlySet<string>
  /**
   * Computes parameters that are not trained, but follow from training images, (N, ...): the filters of a whitening
   * convolution. It is called once before training.
   */
  fit?(x: Tensor): void
  /** Computes the training loss, and one gradient for each parameter, under the same name and in the same shape. */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> }
  /** Computes the scores of every class, (N, C), in test mode: dropout is off, for example. */
  scores(x: Tensor): Tensor
}
