import type { Tensor } from '#kit/tensor/index.ts'

/** Some examples: inputs of shape (N, ...), and the right class of each, N integers. */
export interface Batch {
  /** Inputs, (N, ...). */
  x: Tensor
  /** N integers from 0 to the number of classes - 1. */
  labels: ArrayLike<number>
}

/** The data that a {@link Solver} trains or validates on: numbered examples, available in batches. */
export interface Examples {
  /** The number of examples. */
  readonly size: number
  /**
   * Returns the examples with the given numbers, from 0 to size - 1, in that order.
   *
   * @param epoch - the training epoch, counted from 1: augmented examples look different in each. Leave it out to get
   *   the examples unchanged, when they are not used for training.
   */
  batch(indices: ArrayLike<number>, epoch?: number): Batch
}
