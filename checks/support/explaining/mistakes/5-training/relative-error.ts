import type { Tensor } from '#kit/tensor/index.ts'
import { meanOf } from '../../../definitions/matrices.ts'
import {
  distanceOf,
  LEAST,
  errorOfPair,
  pairsOf,
  magnitudeOf,
  type Pair,
} from '../../../definitions/relative-error.ts'

/** Returns the results of mistakes in `relativeError`. */
export function relativeErrorMistakes(analytic: Tensor, numeric: Tensor): Record<string, number> {
  const pairs = pairsOf(analytic, numeric)
  const largest = (of: (pair: Pair) => number): number => Math.max(...pairs.map(of))
  const dividedBy = (scale: (pair: Pair) => number) =>
    largest((pair) => distanceOf(pair) / Math.max(LEAST, scale(pair)))
  const length = (of: (pair: Pair) => number): number => Math.hypot(...pairs.map(of))
  return {
    'relativeError/absolute': largest(distanceOf),
    'relativeError/by-numeric': dividedBy(([, n]) => Math.abs(n)),
    'relativeError/by-analytic': dividedBy(([a]) => Math.abs(a)),
    'relativeError/by-larger': dividedBy(([a, n]) => Math.max(Math.abs(a), Math.abs(n))),
    'relativeError/by-mean': dividedBy((pair) => magnitudeOf(pair) / 2),
    'relativeError/by-absolute-of-sum': dividedBy(([a, n]) => Math.abs(a + n)),
    'relativeError/by-signed-sum': dividedBy(([a, n]) => a + n),
    'relativeError/signed': largest((pair) => (pair[0] - pair[1]) / Math.max(LEAST, magnitudeOf(pair))),
    'relativeError/of-absolutes': largest(
      (pair) => Math.abs(Math.abs(pair[0]) - Math.abs(pair[1])) / Math.max(LEAST, magnitudeOf(pair)),
    ),
    'relativeError/mean': meanOf(pairs.map(errorOfPair)),
    'relativeError/sum': pairs.reduce((total, pair) => total + errorOfPair(pair), 0),
    'relativeError/smallest': Math.min(...pairs.map(errorOfPair)),
    'relativeError/first': errorOfPair(pairs[0]),
    'relativeError/largest-by-largest': largest(distanceOf) / Math.max(LEAST, largest(magnitudeOf)),
    'relativeError/of-lengths':
      length(distanceOf) / Math.max(LEAST, length(([a]) => a) + length(([, n]) => n)),
    'relativeError/adds-small': largest((pair) => distanceOf(pair) / (LEAST + magnitudeOf(pair))),
    'relativeError/smaller-of-both': largest((pair) => distanceOf(pair) / Math.min(LEAST, magnitudeOf(pair))),
    'relativeError/no-small': largest((pair) => (distanceOf(pair) || 0) / (magnitudeOf(pair) || 1)),
    'relativeError/squared': largest(errorOfPair) ** 2,
  }
}
