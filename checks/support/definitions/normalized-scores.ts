import { mean, variance, zeros, type Tensor } from '#kit/tensor/index.ts'
import { definedScores, type Parameters } from './networks.ts'
import { runningAverage, scaledAndShifted, standardized } from './normalization.ts'

/** The default epsilon, which both normalizations use in the networks. */
const EPSILON = 1e-5

/** Subtracts the mean of every row and divides by its standard deviation. */
const rowsStandardized = (h: Tensor): Tensor => {
  const options = { keepDims: true }
  return standardized(h, mean(h, 1, options), variance(h, 1, options), EPSILON)
}

/** Subtracts the mean of every column and divides by its standard deviation. */
const columnsStandardized = (h: Tensor): Tensor => standardized(h, mean(h, 0), variance(h, 0), EPSILON)

/** Returns the layer normalization of hidden layer i with its gamma and beta. */
export const layernormOf = (params: Parameters) => (h: Tensor, layer: number) =>
  scaledAndShifted(rowsStandardized(h), params[`gamma${layer}`], params[`beta${layer}`])

/**
 * The scores of a network with batch normalization, computed from running averages, which `train` updates with a batch.
 */
export class DefinedBatchnorm {
  readonly params: Parameters
  readonly #running: { mean: Tensor; variance: Tensor }[] = []

  constructor(params: Parameters) {
    this.params = params
  }

  train(x: Tensor): void {
    definedScores(x, this.params, (h, layer) => {
      const batch = { mean: mean(h, 0), variance: variance(h, 0) }
      const before = this.#averages(layer)
      this.#running[layer] = {
        mean: runningAverage(before.mean, batch.mean, 0.9),
        variance: runningAverage(before.variance, batch.variance, 0.9),
      }
      return this.#scaled(columnsStandardized(h), layer)
    })
  }

  scores(x: Tensor): Tensor {
    return definedScores(x, this.params, (h, layer) => this.#scaled(this.#standardized(h, layer), layer))
  }

  /** Normalizes as in test mode, before gamma and beta. */
  #standardized(h: Tensor, layer: number): Tensor {
    const averages = this.#averages(layer)
    return standardized(h, averages.mean, averages.variance, EPSILON)
  }

  #averages(layer: number) {
    const none = zeros(this.params[`gamma${layer}`].shape)
    return this.#running[layer] ?? { mean: none, variance: none }
  }

  #scaled(normalized: Tensor, layer: number): Tensor {
    return scaledAndShifted(normalized, this.params[`gamma${layer}`], this.params[`beta${layer}`])
  }
}
