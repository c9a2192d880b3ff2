import { map, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'

// Statistics and matrix products computed from their definitions, element by element.

/** Builds a matrix element by element. */
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

/** Returns the mean of some numbers. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length

/** Returns the biased variance of some numbers: their squared distances from the mean, divided by N. */
export const varianceOf = (values: readonly number[]): number =>
  meanOf(values.map((value) => (value - meanOf(values)) ** 2))

/** Returns a statistic of every column of a matrix, (D,). */
export const perColumn = (x: Tensor, statistic: (column: number[]) => number): Tensor =>
  tensor(Array.from({ length: x.shape[1] }, (_, d) => statistic(columnOf(x, d))))

/** Returns the covariance matrix of the columns, (D, D), from its definition. */
export const covarianceOf = (x: Tensor): Tensor => {
  const columns = Array.from({ length: x.shape[1] }, (_, d) => columnOf(x, d))
  const means = columns.map(meanOf)
  return build(columns.length, columns.length, (i, j) =>
    meanOf(columns[i].map((value, n) => (value - means[i]) * (columns[j][n] - means[j]))),
  )
}

/** Returns the matrix product. */
export const product = (a: Tensor, b: Tensor): Tensor =>
  build(a.shape[0], b.shape[1], (i, j) =>
    columnOf(b, j).reduce((total, value, k) => total + at(a, i, k) * value, 0),
  )

/** Returns the transpose. */
export const transposed = (x: Tensor): Tensor => build(x.shape[1], x.shape[0], (i, j) => at(x, j, i))

/** Returns a diagonal matrix. */
export const diagonal = (values: ArrayLike<number>): Tensor =>
  build(values.length, values.length, (i, j) => (i === j ? values[i] : 0))

/** Subtracts `mean` from every row. */
export const minusMean = (x: Tensor, mean: Tensor): Tensor =>
  build(x.shape[0], x.shape[1], (n, d) => at(x, n, d) - mean.data[d])

/** Divides every row by `divisors`. */
export const dividedBy = (x: Tensor, divisors: Tensor): Tensor =>
  build(x.shape[0], x.shape[1], (n, d) => at(x, n, d) / divisors.data[d])
