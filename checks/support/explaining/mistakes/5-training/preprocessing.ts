import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { map, mul, sum, tensor, type Tensor } from '#kit/tensor/index.ts'
import {
  build,
  covarianceOf,
  diagonal,
  dividedBy,
  meanOf,
  minusMean,
  perColumn,
  product,
  transposed,
  varianceOf,
} from '../../../definitions/matrices.ts'
import { atLeastOneIfTiny } from '../../../definitions/preprocessing.ts'

type Mistakes = Record<string, () => Tensor>

const perRow = (x: Tensor, statistic: (row: number[]) => number): Tensor =>
  perColumn(transposed(x), statistic)

/** Returns the results of mistakes in `fitMean`. */
export const meanMistakes = (x: Tensor): Mistakes => ({
  'fitMean/n-minus-1': () => perColumn(x, (column) => (meanOf(column) * column.length) / (column.length - 1)),
  'fitMean/by-features': () => perColumn(x, (column) => (meanOf(column) * column.length) / x.shape[1]),
  'fitMean/of-examples': () => perRow(x, meanOf),
  'fitMean/midrange': () => perColumn(x, (column) => (Math.min(...column) + Math.max(...column)) / 2),
  'fitMean/first-example': () => perColumn(x, (column) => column[0]),
})

/** Returns the results of mistakes in `subtractMean`. */
export const centringMistakes = (x: Tensor, mean: Tensor): Mistakes => ({
  'centring/mean-not-subtracted': () => x,
  'centring/own-mean': () => minusMean(x, perColumn(x, meanOf)),
  'subtractMean/turned': () => mul(minusMean(x, mean), -1),
  'centring/mean-added': () => minusMean(x, mul(mean, -1)),
  'subtractMean/twice': () => minusMean(x, mul(mean, 2)),
  'subtractMean/mean-of-means': () =>
    minusMean(
      x,
      map(mean, () => meanOf(Array.from(mean.data))),
    ),
  'subtractMean/first-feature': () =>
    minusMean(
      x,
      map(mean, () => mean.data[0]),
    ),
  'subtractMean/example-means': () => transposed(minusMean(transposed(x), perRow(x, meanOf))),
  'subtractMean/divided': () => dividedBy(x, mean),
})

const distances = (values: readonly number[]): number[] =>
  values.map((value) => Math.abs(value - meanOf(values)))

/** Returns the deviations that mistakes in `fitNormalization` give. */
export const deviationMistakes = (x: Tensor): Mistakes => {
  const all = Array.from(x.data)
  const spreads: Record<string, (column: number[]) => number> = {
    'fitNormalization/variance': varianceOf,
    'fitNormalization/n-minus-1': (column) =>
      Math.sqrt((varianceOf(column) * column.length) / (column.length - 1)),
    'fitNormalization/not-averaged': (column) => Math.sqrt(varianceOf(column) * column.length),
    'fitNormalization/not-centred': (column) => Math.sqrt(meanOf(column.map((value) => value ** 2))),
    'fitNormalization/mean-distance': (column) => meanOf(distances(column)),
    'fitNormalization/range': (column) => Math.max(...column) - Math.min(...column),
    'fitNormalization/of-all': () => Math.sqrt(varianceOf(all)),
  }
  const right = (column: number[]): number => Math.sqrt(varianceOf(column))
  return {
    ...Object.fromEntries(
      Object.entries(spreads).map(([name, spread]) => [
        name,
        () => perColumn(x, (column) => atLeastOneIfTiny(spread(column))),
      ]),
    ),
    'fitNormalization/of-examples': () => perRow(x, (row) => atLeastOneIfTiny(right(row))),
    'fitNormalization/small-kept': () => perColumn(x, right),
    'fitNormalization/something-added': () => perColumn(x, (column) => right(column) + 1e-8),
    'fitNormalization/zero-becomes-small': () => perColumn(x, (column) => Math.max(1e-8, right(column))),
    'fitNormalization/below-1': () => perColumn(x, (column) => Math.max(1, right(column))),
  }
}

/** Returns the results of mistakes in `normalize`. */
export const normalizationMistakes = (x: Tensor, mean: Tensor, deviation: Tensor): Mistakes => {
  const own = perColumn(x, meanOf)
  const ownDeviation = perColumn(x, (column) => atLeastOneIfTiny(Math.sqrt(varianceOf(column))))
  const centred = minusMean(x, mean)
  return {
    'centring/mean-not-subtracted': () => dividedBy(x, deviation),
    'normalize/divided-first': () => minusMean(dividedBy(x, deviation), mean),
    'normalize/not-divided': () => centred,
    'normalize/multiplied': () =>
      dividedBy(
        centred,
        map(deviation, (value) => 1 / value),
      ),
    'normalize/by-variance': () => dividedBy(centred, mul(deviation, deviation)),
    'normalize/by-root': () => dividedBy(centred, map(deviation, Math.sqrt)),
    'centring/own-mean': () => dividedBy(minusMean(x, own), deviation),
    'normalize/own-deviation': () => dividedBy(centred, ownDeviation),
    'normalize/own-mean-and-deviation': () => dividedBy(minusMean(x, own), ownDeviation),
    'centring/mean-added': () => dividedBy(minusMean(x, mul(mean, -1)), deviation),
  }
}

/** Returns the variances that mistakes in `fitPca` give. */
export const varianceMistakes = (x: Tensor, K: number): Mistakes => {
  const N = x.shape[0]
  const all = eigenSymmetric(covarianceOf(x)).values
  const first = (values: Tensor): Tensor => tensor(Array.from(values.data.subarray(0, K)))
  const ofCovariance = (matrix: () => Tensor) => () => first(eigenSymmetric(matrix()).values)
  return {
    'fitPca/not-averaged': () => mul(N, first(all)),
    'fitPca/n-minus-1': () => mul(N / (N - 1), first(all)),
    'fitPca/by-features': () => mul(N / x.shape[1], first(all)),
    'fitPca/smallest': () => tensor(Array.from(all.data).toReversed().slice(0, K)),
    'fitPca/smallest-first': () => tensor(Array.from(first(all).data).toReversed()),
    'fitPca/not-centred': ofCovariance(() => mul(1 / N, product(transposed(x), x))),
    'fitPca/scaled-features': ofCovariance(() => {
      const deviation = perColumn(x, (column) => atLeastOneIfTiny(Math.sqrt(varianceOf(column))))
      return covarianceOf(dividedBy(x, deviation))
    }),
    'fitPca/deviations': () => map(first(all), (value) => Math.sqrt(Math.max(0, value))),
    'fitPca/of-features': () => first(perColumn(x, varianceOf)),
    'fitPca/shares': () => mul(first(all), 1 / sum(all)),
  }
}

/** Returns the product of the transpose of the basis and the basis for mistakes in `fitPca`. */
export const lengthMistakes = (variances: Tensor): Mistakes => ({
  'fitPca/times-variance': () => diagonal(variances.data.map((value) => value ** 2)),
  'fitPca/times-deviation': () => diagonal(variances.data),
  'fitPca/divided-by-deviation': () => diagonal(variances.data.map((value) => 1 / value)),
})

/** Returns the covariance of the projected training data for mistakes in the basis of `fitPca`. */
export const basisMistakes = (x: Tensor, basis: Tensor, variances: Tensor): Mistakes => {
  const covariance = covarianceOf(x)
  const along = (directions: Tensor) => product(transposed(directions), product(covariance, directions))
  const isDiagonal = (matrix: Tensor): boolean =>
    matrix.data.every((value, i) => i % (matrix.shape[0] + 1) === 0 || Math.abs(value) < 1e-8)
  const reversed = Array.from(variances.data).toReversed()
  return {
    'fitPca/directions-in-rows': () =>
      basis.shape[0] === basis.shape[1] && isDiagonal(along(transposed(basis)))
        ? along(basis)
        : tensor([NaN]),
    'fitPca/order-reversed': () => diagonal(reversed),
    'fitPca/features-themselves': () =>
      along(build(basis.shape[0], basis.shape[1], (row, column) => Number(row === column))),
  }
}

/** A fitted PCA. */
interface Pca {
  mean: Tensor
  basis: Tensor
  variances: Tensor
}

/** Returns the results of mistakes in `project`. */
export const projectionMistakes = (x: Tensor, { mean, basis, variances }: Pca): Mistakes => {
  const centred = minusMean(x, mean)
  const mistakes: Mistakes = {
    'centring/mean-not-subtracted': () => product(x, basis),
    'project/own-mean': () => product(minusMean(x, perColumn(x, meanOf)), basis),
    'centring/mean-added': () => product(minusMean(x, mul(mean, -1)), basis),
    'project/whitened': () =>
      dividedBy(
        product(centred, basis),
        map(variances, (value) => Math.sqrt(value + 1e-5)),
      ),
  }
  if (basis.shape[0] !== basis.shape[1]) return mistakes
  return {
    ...mistakes,
    'project/basis-transposed': () => product(centred, transposed(basis)),
    'project/turned-back': () => centred,
    'project/mean-from-coordinates': () => minusMean(product(x, basis), mean),
  }
}

/** Returns the results of mistakes in `whiten`. */
export const whiteningMistakes = (x: Tensor, pca: Pca, epsilon: number): Mistakes => {
  const coordinates = product(minusMean(x, pca.mean), pca.basis)
  const own = perColumn(coordinates, varianceOf)
  const variances = map(pca.variances, (value) => Math.max(0, value))
  const by = (divisor: (variance: number) => number, of = variances) =>
    dividedBy(coordinates, map(of, divisor))
  const root = (value: number): number => Math.sqrt(value + epsilon)
  return {
    'whiten/no-root': () => by((value) => value + epsilon),
    'whiten/epsilon-outside-root': () => by((value) => Math.sqrt(value) + epsilon),
    'whiten/no-epsilon': () => by(Math.sqrt),
    'whiten/epsilon-fixed': () => by((value) => Math.sqrt(value + 1e-5)),
    'whiten/epsilon-subtracted': () => by((value) => Math.sqrt(value - epsilon)),
    'whiten/not-divided': () => coordinates,
    'whiten/multiplied': () => by((value) => 1 / root(value)),
    'centring/mean-not-subtracted': () => dividedBy(product(x, pca.basis), map(variances, root)),
    'whiten/own-variances': () => by(root, own),
  }
}
