import type { Tensor } from '#kit/tensor/index.ts'

/** Some examples and what they are: inputs of shape (N, ...), and the right class of each, N integers. */
export interface Batch {
  x: Tensor
  labels: ArrayLike<number>
}

/** What a {@link Solver} learns from and is judged on: numbered examples that can be had in batches. */
export interface Examples {
  /** How many there are. */
  readonly size: number
  /** The examples with the given numbers, from 0 to size - 1, in that order. */
  batch(indices: ArrayLike<number>): Batch
}
