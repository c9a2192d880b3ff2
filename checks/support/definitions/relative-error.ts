import type { Tensor } from '#kit/tensor/index.ts'

/** The smallest number by which a difference is divided. */
const LEAST = 1e-8

/** Two numbers in the same place of both gradients. */
export type Pair = readonly [analytic: number, numeric: number]

/** Returns the numbers of both gradients, place by place. */
export const pairsOf = (analytic: Tensor, numeric: Tensor): Pair[] =>
  Array.from(analytic.data, (a, i) => [a, numeric.data[i]])

/** Returns the distance of two numbers. */
const distanceOf = ([a, n]: Pair): number => Math.abs(a - n)

/** Returns the sum of the absolute values of two numbers. */
const magnitudeOf = ([a, n]: Pair): number => Math.abs(a) + Math.abs(n)

/** Returns the relative error of two numbers. */
export const errorOfPair = (pair: Pair): number => distanceOf(pair) / Math.max(LEAST, magnitudeOf(pair))

/** Returns the relative error, from its definition. */
export const relativeErrorOf = (analytic: Tensor, numeric: Tensor): number =>
  Math.max(...pairsOf(analytic, numeric).map(errorOfPair))
