import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { map, mul, sum, tensor, type Tensor } from '#kit/tensor/index.ts'
import {
  build,
  covarianceOf,
  diagonal,
  dividedBy,
  meanOf,
  perColumn,
  product,
  turned,
  varianceOf,
  without,
} from '../matrices.ts'

type Mistakes = Record<string, () => Tensor>

const perRow = (x: Tensor, statistic: (row: number[]) => number): Tensor => perColumn(turned(x), statistic)

/** What `fitMean` with a mistake gives. */
export const meanMistakes = (x: Tensor): Mistakes => ({
  'mean is divided by N - 1; divide by N, the number of examples.': () =>
    perColumn(x, (column) => (meanOf(column) * column.length) / (column.length - 1)),
  'mean is divided by the number of features; divide by N, the number of examples.': () =>
    perColumn(x, (column) => (meanOf(column) * column.length) / x.shape[1]),
  'mean is the mean of each example over its features; take that of each feature over the examples.': () =>
    perRow(x, meanOf),
  'mean is halfway between the smallest and the largest value; add up all values and divide by N.': () =>
    perColumn(x, (column) => (Math.min(...column) + Math.max(...column)) / 2),
  'mean is the first example alone; take the mean over all of them.': () =>
    perColumn(x, (column) => column[0]),
})

/** What `subtractMean` with a mistake gives. */
export const centringMistakes = (x: Tensor, mean: Tensor): Mistakes => ({
  'The mean was not subtracted.': () => x,
  'It subtracts the mean of x itself; use the fitted one.': () => without(x, perColumn(x, meanOf)),
  'It is the mean minus x; turn the difference around.': () => mul(without(x, mean), -1),
  'The mean was added; subtract it.': () => without(x, mul(mean, -1)),
  'The mean was subtracted twice.': () => without(x, mul(mean, 2)),
  'It subtracts one number from all features, the mean of the means; each feature has its own.': () =>
    without(
      x,
      map(mean, () => meanOf(Array.from(mean.data))),
    ),
  'It subtracts the mean of the first feature from all of them; each feature has its own.': () =>
    without(
      x,
      map(mean, () => mean.data[0]),
    ),
  'It subtracts from each example the mean of its features; each feature has its own mean, fitted before.':
    () => turned(without(turned(x), perRow(x, meanOf))),
  'It divides by the mean; subtract it.': () => dividedBy(x, mean),
})

/** The deviation that the definition makes of a standard deviation. */
export const notZero = (deviation: number): number => (deviation < 1e-8 ? 1 : deviation)

const distances = (values: readonly number[]): number[] =>
  values.map((value) => Math.abs(value - meanOf(values)))

/** What `fitNormalization` with a mistake gives as deviation. */
export const deviationMistakes = (x: Tensor): Mistakes => {
  const all = Array.from(x.data)
  const spreads: Record<string, (column: number[]) => number> = {
    'It is the variance; the standard deviation is its root.': varianceOf,
    'It divides by N - 1; divide the sum of squares by N.': (column) =>
      Math.sqrt((varianceOf(column) * column.length) / (column.length - 1)),
    'The sum of squares was not divided by N.': (column) => Math.sqrt(varianceOf(column) * column.length),
    'The mean was not subtracted before squaring.': (column) =>
      Math.sqrt(meanOf(column.map((value) => value ** 2))),
    'It is the mean distance from the mean; take the root of the mean squared distance.': (column) =>
      meanOf(distances(column)),
    'It is the largest value less the smallest; take the standard deviation.': (column) =>
      Math.max(...column) - Math.min(...column),
    'It is the standard deviation of all numbers together; each feature has its own.': () =>
      Math.sqrt(varianceOf(all)),
  }
  const right = (column: number[]): number => Math.sqrt(varianceOf(column))
  return {
    ...Object.fromEntries(
      Object.entries(spreads).map(([name, spread]) => [
        name,
        () => perColumn(x, (column) => notZero(spread(column))),
      ]),
    ),
    'It is the standard deviation of each example; take that of each feature over the examples.': () =>
      perRow(x, (row) => notZero(right(row))),
    'A deviation below 1e-8 was left as it is; make it 1, so that nothing is divided by 0.': () =>
      perColumn(x, right),
    'Something small was added to every deviation; only one that is 0 becomes another: 1.': () =>
      perColumn(x, (column) => right(column) + 1e-8),
    'A feature that never changes gets something small for its deviation; set it to 1.': () =>
      perColumn(x, (column) => Math.max(1e-8, right(column))),
    'Every deviation below 1 became 1; only what is below 1e-8 does.': () =>
      perColumn(x, (column) => Math.max(1, right(column))),
  }
}

/** What `normalize` with a mistake gives. */
export const normalizationMistakes = (x: Tensor, mean: Tensor, deviation: Tensor): Mistakes => {
  const own = perColumn(x, meanOf)
  const ownDeviation = perColumn(x, (column) => notZero(Math.sqrt(varianceOf(column))))
  const centred = without(x, mean)
  return {
    'The mean was not subtracted.': () => dividedBy(x, deviation),
    'It divides before it subtracts; subtract first.': () => without(dividedBy(x, deviation), mean),
    'The division is missing.': () => centred,
    'It multiplies by the deviation; divide by it.': () =>
      dividedBy(
        centred,
        map(deviation, (value) => 1 / value),
      ),
    'It divides by the variance; divide by the deviation.': () =>
      dividedBy(centred, mul(deviation, deviation)),
    'It divides by the root of the deviation; the deviation is a root already.': () =>
      dividedBy(centred, map(deviation, Math.sqrt)),
    'It subtracts the mean of x itself; use the fitted one.': () => dividedBy(without(x, own), deviation),
    'It divides by the deviation of x itself; use the fitted one.': () => dividedBy(centred, ownDeviation),
    'It uses the mean and the deviation of x itself; use the fitted ones.': () =>
      dividedBy(without(x, own), ownDeviation),
    'The mean was added; subtract it.': () => dividedBy(without(x, mul(mean, -1)), deviation),
  }
}

/** What `fitPca` with a mistake gives as variances. */
export const varianceMistakes = (x: Tensor, K: number): Mistakes => {
  const N = x.shape[0]
  const all = eigenSymmetric(covarianceOf(x)).values
  const first = (values: Tensor): Tensor => tensor(Array.from(values.data.subarray(0, K)))
  const ofCovariance = (matrix: () => Tensor) => () => first(eigenSymmetric(matrix()).values)
  return {
    'The covariance was not divided by N.': () => mul(N, first(all)),
    'It divides by N - 1; divide by N.': () => mul(N / (N - 1), first(all)),
    'It divides by D, the number of features; divide by N.': () => mul(N / x.shape[1], first(all)),
    'They are the smallest, from the smallest on; take the largest, largest first.': () =>
      tensor(Array.from(all.data).toReversed().slice(0, K)),
    'They are the largest, but from the smallest on; return the largest first.': () =>
      tensor(Array.from(first(all).data).toReversed()),
    'The data was not centred; subtract the mean first.': ofCovariance(() =>
      mul(1 / N, product(turned(x), x)),
    ),
    'Each feature was divided by its deviation; only subtract the mean.': ofCovariance(() => {
      const deviation = perColumn(x, (column) => notZero(Math.sqrt(varianceOf(column))))
      return covarianceOf(dividedBy(x, deviation))
    }),
    'These are standard deviations; return the variances.': () =>
      map(first(all), (value) => Math.sqrt(Math.max(0, value))),
    'These are the variances of the features; take those along the directions, the eigenvalues.': () =>
      first(perColumn(x, varianceOf)),
    'These are shares of the whole variance; return the variances.': () => mul(first(all), 1 / sum(all)),
  }
}

/** What the basis of `fitPca` times its own transpose is with a mistake. */
export const lengthMistakes = (variances: Tensor): Mistakes => ({
  'The directions have been multiplied by their variance; leave them at length 1.': () =>
    diagonal(variances.data.map((value) => value ** 2)),
  'The directions have been multiplied by their deviation; leave them at length 1.': () =>
    diagonal(variances.data),
  'The directions have been divided by their deviation; leave them at length 1, whiten divides later.': () =>
    diagonal(variances.data.map((value) => 1 / value)),
})

/** What the covariance of the projected training data is when the basis of `fitPca` has a mistake. */
export const basisMistakes = (x: Tensor, basis: Tensor, variances: Tensor): Mistakes => {
  const covariance = covarianceOf(x)
  const along = (directions: Tensor) => product(turned(directions), product(covariance, directions))
  const isDiagonal = (matrix: Tensor): boolean =>
    matrix.data.every((value, i) => i % (matrix.shape[0] + 1) === 0 || Math.abs(value) < 1e-8)
  const reversed = Array.from(variances.data).toReversed()
  return {
    'The directions stand in the rows of the basis; put one in each column.': () =>
      basis.shape[0] === basis.shape[1] && isDiagonal(along(turned(basis))) ? along(basis) : tensor([NaN]),
    'The directions stand in the order opposite to that of the variances.': () => diagonal(reversed),
    'The directions are the features themselves; they are the eigenvectors of the covariance matrix.': () =>
      along(build(basis.shape[0], basis.shape[1], (row, column) => Number(row === column))),
  }
}

/** Whatever else an applied PCA is given. */
interface Pca {
  mean: Tensor
  basis: Tensor
  variances: Tensor
}

/** What `project` with a mistake gives. */
export const projectionMistakes = (x: Tensor, { mean, basis, variances }: Pca): Mistakes => {
  const centred = without(x, mean)
  const mistakes: Mistakes = {
    'The mean was not subtracted.': () => product(x, basis),
    'It centres x by its own mean.': () => product(without(x, perColumn(x, meanOf)), basis),
    'The mean was added; subtract it.': () => product(without(x, mul(mean, -1)), basis),
    'Each coordinate was divided by the root of its variance; that is whitening.': () =>
      dividedBy(
        product(centred, basis),
        map(variances, (value) => Math.sqrt(value + 1e-5)),
      ),
  }
  if (basis.shape[0] !== basis.shape[1]) return mistakes
  return {
    ...mistakes,
    'The basis was transposed; its columns are the directions.': () => product(centred, turned(basis)),
    'The coordinates were turned back into features; stop at the coordinates.': () => centred,
    'The mean was subtracted from the coordinates; subtract it from x.': () =>
      without(product(x, basis), mean),
  }
}

/** What `whiten` with a mistake gives. */
export const whiteningMistakes = (x: Tensor, pca: Pca, epsilon: number): Mistakes => {
  const coordinates = product(without(x, pca.mean), pca.basis)
  const own = perColumn(coordinates, varianceOf)
  const variances = map(pca.variances, (value) => Math.max(0, value))
  const by = (divisor: (variance: number) => number, of = variances) =>
    dividedBy(coordinates, map(of, divisor))
  const root = (value: number): number => Math.sqrt(value + epsilon)
  return {
    'The root is missing.': () => by((value) => value + epsilon),
    'epsilon stands outside of the root: add it to the variance.': () =>
      by((value) => Math.sqrt(value) + epsilon),
    'epsilon is missing.': () => by(Math.sqrt),
    'epsilon is always 1e-5; use the one that is given.': () => by((value) => Math.sqrt(value + 1e-5)),
    'epsilon is subtracted; add it to the variance.': () => by((value) => Math.sqrt(value - epsilon)),
    'Nothing was divided.': () => coordinates,
    'It multiplies by the root; divide by it.': () => by((value) => 1 / root(value)),
    'The mean was not subtracted.': () => dividedBy(product(x, pca.basis), map(variances, root)),
    'It divides by the variances of x itself; use the fitted ones.': () => by(root, own),
  }
}
