import type { Tensor } from '#kit/tensor/index.ts'
import { meanOf } from '../../../comparing/matrices.ts'

/** The smallest number by which a difference is divided. */
const LEAST = 1e-8

type Pair = readonly [analytic: number, numeric: number]

const pairsOf = (analytic: Tensor, numeric: Tensor): Pair[] =>
  Array.from(analytic.data, (a, i) => [a, numeric.data[i]])
const apart = ([a, n]: Pair): number => Math.abs(a - n)
const size = ([a, n]: Pair): number => Math.abs(a) + Math.abs(n)
const ofPair = (pair: Pair): number => apart(pair) / Math.max(LEAST, size(pair))

/** Returns the relative error, from its definition. */
export const relativeErrorOf = (analytic: Tensor, numeric: Tensor): number =>
  Math.max(...pairsOf(analytic, numeric).map(ofPair))

/** Returns the results of mistakes in `relativeError`. */
export function relativeErrorMistakes(analytic: Tensor, numeric: Tensor): Record<string, number> {
  const pairs = pairsOf(analytic, numeric)
  const largest = (of: (pair: Pair) => number): number => Math.max(...pairs.map(of))
  const dividedBy = (scale: (pair: Pair) => number) =>
    largest((pair) => apart(pair) / Math.max(LEAST, scale(pair)))
  const length = (of: (pair: Pair) => number): number => Math.hypot(...pairs.map(of))
  return {
    'relativeError/absolute': largest(apart),
    'relativeError/by-numeric': dividedBy(([, n]) => Math.abs(n)),
    'relativeError/by-analytic': dividedBy(([a]) => Math.abs(a)),
    'relativeError/by-larger': dividedBy(([a, n]) => Math.max(Math.abs(a), Math.abs(n))),
    'relativeError/by-mean': dividedBy((pair) => size(pair) / 2),
    'relativeError/by-absolute-of-sum': dividedBy(([a, n]) => Math.abs(a + n)),
    'relativeError/by-signed-sum': dividedBy(([a, n]) => a + n),
    'relativeError/signed': largest((pair) => (pair[0] - pair[1]) / Math.max(LEAST, size(pair))),
    'relativeError/of-absolutes': largest(
      (pair) => Math.abs(Math.abs(pair[0]) - Math.abs(pair[1])) / Math.max(LEAST, size(pair)),
    ),
    'relativeError/mean': meanOf(pairs.map(ofPair)),
    'relativeError/sum': pairs.reduce((total, pair) => total + ofPair(pair), 0),
    'relativeError/smallest': Math.min(...pairs.map(ofPair)),
    'relativeError/first': ofPair(pairs[0]),
    'relativeError/largest-by-largest': largest(apart) / Math.max(LEAST, largest(size)),
    'relativeError/of-lengths': length(apart) / Math.max(LEAST, length(([a]) => a) + length(([, n]) => n)),
    'relativeError/adds-small': largest((pair) => apart(pair) / (LEAST + size(pair))),
    'relativeError/smaller-of-both': largest((pair) => apart(pair) / Math.min(LEAST, size(pair))),
    'relativeError/no-small': largest((pair) => (apart(pair) || 0) / (size(pair) || 1)),
    'relativeError/squared': largest(ofPair) ** 2,
  }
}
