import type { Tensor } from '#kit/tensor/index.ts'
import { meanOf } from '../matrices.ts'

/** The smallest number that a difference is compared with. */
const LEAST = 1e-8

type Pair = readonly [analytic: number, numeric: number]

const pairsOf = (analytic: Tensor, numeric: Tensor): Pair[] =>
  Array.from(analytic.data, (a, i) => [a, numeric.data[i]])
const apart = ([a, n]: Pair): number => Math.abs(a - n)
const size = ([a, n]: Pair): number => Math.abs(a) + Math.abs(n)
const ofPair = (pair: Pair): number => apart(pair) / Math.max(LEAST, size(pair))

/** The relative error, from its definition. */
export const relativeErrorOf = (analytic: Tensor, numeric: Tensor): number =>
  Math.max(...pairsOf(analytic, numeric).map(ofPair))

/** What `relativeError` with a mistake gives. */
export function relativeErrorMistakes(analytic: Tensor, numeric: Tensor): Record<string, number> {
  const pairs = pairsOf(analytic, numeric)
  const largest = (of: (pair: Pair) => number): number => Math.max(...pairs.map(of))
  const dividedBy = (scale: (pair: Pair) => number) =>
    largest((pair) => apart(pair) / Math.max(LEAST, scale(pair)))
  const length = (of: (pair: Pair) => number): number => Math.hypot(...pairs.map(of))
  return {
    'It is the absolute error: the division is missing.': largest(apart),
    'It divides by |numeric| alone; divide by |analytic| + |numeric|.': dividedBy(([, n]) => Math.abs(n)),
    'It divides by |analytic| alone; divide by |analytic| + |numeric|.': dividedBy(([a]) => Math.abs(a)),
    'It divides by the larger of the two; divide by their sum.': dividedBy(([a, n]) =>
      Math.max(Math.abs(a), Math.abs(n)),
    ),
    'It divides by the mean of the two; divide by their sum.': dividedBy((pair) => size(pair) / 2),
    'It divides by |analytic + numeric|; take both absolute values first.': dividedBy(([a, n]) =>
      Math.abs(a + n),
    ),
    'It divides by analytic + numeric, with their signs; take both absolute values first.': dividedBy(
      ([a, n]) => a + n,
    ),
    'The difference keeps its sign: take its absolute value.': largest(
      (pair) => (pair[0] - pair[1]) / Math.max(LEAST, size(pair)),
    ),
    'It is the difference of the absolute values; take the absolute value of the difference.': largest(
      (pair) => Math.abs(Math.abs(pair[0]) - Math.abs(pair[1])) / Math.max(LEAST, size(pair)),
    ),
    'It is the mean over the elements; take the largest.': meanOf(pairs.map(ofPair)),
    'It is the sum over the elements; take the largest.': pairs.reduce(
      (total, pair) => total + ofPair(pair),
      0,
    ),
    'It is the smallest over the elements; take the largest.': Math.min(...pairs.map(ofPair)),
    'It is the first element alone; take the largest of all.': ofPair(pairs[0]),
    'It divides the largest difference by the largest sum; divide element by element.':
      largest(apart) / Math.max(LEAST, largest(size)),
    'It divides the lengths of whole tensors; divide element by element.':
      length(apart) / Math.max(LEAST, length(([a]) => a) + length(([, n]) => n)),
    'It adds 1e-8; take the larger of 1e-8 and the sum.': largest(
      (pair) => apart(pair) / (LEAST + size(pair)),
    ),
    'It takes the smaller of 1e-8 and the sum; take the larger.': largest(
      (pair) => apart(pair) / Math.min(LEAST, size(pair)),
    ),
    '1e-8 is missing: take the larger of 1e-8 and the sum.': largest(
      (pair) => (apart(pair) || 0) / (size(pair) || 1),
    ),
    'It is squared.': largest(ofPair) ** 2,
  }
}
