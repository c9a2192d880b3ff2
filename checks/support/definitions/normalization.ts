import { add, div, map, mul, sub, type Tensor } from '#kit/tensor/index.ts'

/** Computes (x - mean) / √(variance + epsilon). */
export const standardized = (x: Tensor, mean: Tensor, variance: Tensor, epsilon: number): Tensor =>
  div(sub(x, mean), map(add(variance, epsilon), Math.sqrt))

/** Computes gamma · normalized + beta. */
export const scaledAndShifted = (normalized: Tensor, gamma: Tensor, beta: Tensor): Tensor =>
  add(mul(normalized, gamma), beta)

/** Computes momentum · running + (1 - momentum) · batch. */
export const runningAverage = (running: Tensor, batch: Tensor, momentum: number): Tensor =>
  add(mul(momentum, running), mul(1 - momentum, batch))
