import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { add, div, full, map, matmul, mul, sub, transpose, type Tensor } from '#kit/tensor/index.ts'
import type { FittedMean, FittedNormalization, FittedPca } from '#work/5-training/preprocessing.ts'

// Averages as products with a row of 1 / N; the eigenvectors are those of the scatter matrix, turned the other way.

const average = (x: Tensor): Tensor => matmul(full([1, x.shape[0]], 1 / x.shape[0], x.dtype), x).reshape([-1])

export const fitMean = (x: Tensor): FittedMean => ({ mean: average(x) })

export const subtractMean = (x: Tensor, { mean }: FittedMean): Tensor => add(x, mul(mean, -1))

export function fitNormalization(x: Tensor): FittedNormalization {
  // A second mean takes away what rounding has left of the first.
  const nearly = sub(x, average(x))
  const centred = sub(nearly, average(nearly))
  const deviation = map(average(mul(centred, centred)), (value) => (value < 1e-16 ? 1 : Math.sqrt(value)))
  return { deviation, mean: average(x) }
}

export const normalize = (x: Tensor, { mean, deviation }: FittedNormalization): Tensor =>
  mul(
    sub(x, mean),
    map(deviation, (value) => 1 / value),
  )

export function fitPca(x: Tensor, components = x.shape[1]): FittedPca {
  const mean = average(x)
  const centred = sub(x, mean)
  const { values, vectors } = eigenSymmetric(matmul(transpose(centred), centred), components)
  return {
    mean,
    variances: map(div(values, x.shape[0]), (value) => Math.max(value, 0)),
    basis: mul(vectors, -1),
  }
}

/** The mean is projected as well, and subtracted afterwards. */
export const project = (x: Tensor, { mean, basis }: FittedPca): Tensor =>
  sub(matmul(x, basis), matmul(mean.reshape([1, -1]), basis))

export function whiten(x: Tensor, { mean, basis, variances }: FittedPca, epsilon?: number): Tensor {
  const factors = map(variances, (value) => (value + (epsilon ?? 1e-5)) ** -0.5)
  return matmul(sub(x, mean), mul(basis, factors))
}
