import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { map, randn, Random, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'

// Statistics and matrix products written down from their definitions, element by element.

/** A matrix from its elements, written down one by one. */
export function build(
  rows: number,
  columns: number,
  element: (row: number, column: number) => number,
): Tensor {
  const out = zeros([rows, columns])
  return map(out, (_, i) => element(Math.floor(i / columns), i % columns))
}

const at = (x: Tensor, row: number, column: number): number => x.data[row * x.shape[1] + column]

const columnOf = (x: Tensor, d: number): number[] => Array.from({ length: x.shape[0] }, (_, n) => at(x, n, d))

/** The mean of some numbers. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length

/** The biased variance of some numbers: their squared distances from the mean, divided by N. */
export const varianceOf = (values: readonly number[]): number =>
  meanOf(values.map((value) => (value - meanOf(values)) ** 2))

/** Statistics of every column of a matrix, (D,). */
export const perColumn = (x: Tensor, statistic: (column: number[]) => number): Tensor =>
  tensor(Array.from({ length: x.shape[1] }, (_, d) => statistic(columnOf(x, d))))

/** The covariance matrix of the columns, (D, D), from its definition. */
export const covarianceOf = (x: Tensor): Tensor => {
  const columns = Array.from({ length: x.shape[1] }, (_, d) => columnOf(x, d))
  const means = columns.map(meanOf)
  return build(columns.length, columns.length, (i, j) =>
    meanOf(columns[i].map((value, n) => (value - means[i]) * (columns[j][n] - means[j]))),
  )
}

/** The matrix product. */
export const product = (a: Tensor, b: Tensor): Tensor =>
  build(a.shape[0], b.shape[1], (i, j) =>
    columnOf(b, j).reduce((total, value, k) => total + at(a, i, k) * value, 0),
  )

/** The transpose. */
export const turned = (x: Tensor): Tensor => build(x.shape[1], x.shape[0], (i, j) => at(x, j, i))

/** A diagonal matrix. */
export const diagonal = (values: ArrayLike<number>): Tensor =>
  build(values.length, values.length, (i, j) => (i === j ? values[i] : 0))

/** Every row minus `mean`. */
export const without = (x: Tensor, mean: Tensor): Tensor =>
  build(x.shape[0], x.shape[1], (n, d) => at(x, n, d) - mean.data[d])

/** Every row divided by `divisors`. */
export const dividedBy = (x: Tensor, divisors: Tensor): Tensor =>
  build(x.shape[0], x.shape[1], (n, d) => at(x, n, d) / divisors.data[d])

/** A PCA that was fitted by somebody else, so that what applies it can be checked on its own. */
export function givenPca(x: Tensor, components = x.shape[1]) {
  const { values, vectors } = eigenSymmetric(covarianceOf(x), components)
  return { mean: perColumn(x, meanOf), basis: vectors, variances: values }
}

/** 50 examples of 4 features that depend on each other. */
export const correlated = (): Tensor => {
  const random = new Random(5)
  return product(randn([50, 4], { random }), randn([4, 4], { random }))
}
