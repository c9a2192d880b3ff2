import type { Tensor } from '#kit/tensor/index.ts'

/** Some examples and what they are: inputs of shape (N, ...), and the right class of each, N integers. */
export interface Batch {
  /** Inputs, (N, ...). */
  x: Tensor
  /** N integers from 0 to the number of classes - 1. */
  labels: ArrayLike<number>
}

/** What a {@link Solver} learns from and is judged on: numbered examples that can be had in batches. */
export interface Examples {
  /** How many there are. */
  readonly size: number
  /**
   * The examples with the given numbers, from 0 to size - 1, in that order.
   *
   * @param epoch - the epoch that learns from them, counted from 1: examples that are augmented look different in each.
   *   Left out where nothing is learned from them, and they look as they are
   */
  batch(indices: ArrayLike<number>, epoch?: number): Batch
}
