import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { div, map, matmul, max, mean, mul, sub, variance, type Tensor } from '#kit/tensor/index.ts'
import type { FittedMean, FittedNormalization, FittedPca } from '#work/5-training/preprocessing.ts'

// What is fitted is an object of a class, with more in it than anybody asked for.

class Fitted {
  readonly mean: Tensor
  readonly examples: number

  constructor(x: Tensor) {
    this.mean = mean(x, [0])
    this.examples = x.shape[0]
  }
}

class FittedDeviation extends Fitted {
  readonly deviation: Tensor
  readonly variance: Tensor

  constructor(x: Tensor) {
    super(x)
    this.variance = variance(x, 0)
    this.deviation = map(this.variance, (value) => (Math.sqrt(value) >= 1e-8 ? Math.sqrt(value) : 1))
  }
}

class FittedDirections extends Fitted {
  readonly basis: Tensor
  readonly variances: Tensor
  /** The largest variance comes first. */
  readonly largest: number

  constructor(x: Tensor, components: number) {
    super(x)
    // Dividing the data by √N first is the same as dividing the products by N afterwards.
    const scaled = div(sub(x, this.mean), Math.sqrt(this.examples))
    const { values, vectors } = eigenSymmetric(matmul(scaled, scaled, { transposeA: true }), components)
    this.basis = mul(vectors, directions(vectors))
    this.variances = values
    this.largest = max(values)
  }
}

/** 1 or -1 for each column: every direction is turned such that its first element is not negative. */
const directions = (vectors: Tensor): Tensor =>
  map(mean(vectors, 0), (_, k) => (vectors.data[k] < 0 ? -1 : 1))

export const fitMean = (x: Tensor): FittedMean => new Fitted(x)

export const subtractMean = (x: Tensor, fitted: FittedMean): Tensor =>
  map(x, (value, i) => value - fitted.mean.data[i % fitted.mean.size])

export const fitNormalization = (x: Tensor): FittedNormalization => new FittedDeviation(x)

export const normalize = (x: Tensor, fitted: FittedNormalization): Tensor =>
  sub(div(x, fitted.deviation), div(fitted.mean, fitted.deviation))

export const fitPca = (x: Tensor, components: number = x.shape[1]): FittedPca =>
  new FittedDirections(x, components)

export const project = (x: Tensor, fitted: FittedPca): Tensor =>
  matmul(sub(x, fitted.mean.reshape([1, -1])), fitted.basis)

export const whiten = (x: Tensor, fitted: FittedPca, epsilon = 1e-5): Tensor => {
  const projected = project(x, fitted)
  return map(
    projected,
    (value, i) => value / Math.sqrt(epsilon + fitted.variances.data[i % fitted.variances.size]),
  )
}
