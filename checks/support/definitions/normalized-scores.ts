import { mean, variance, zeros, type Tensor } from '#kit/tensor/index.ts'
import { definedScores, type Parameters } from './networks.ts'
import { runningAverage, scaledAndShifted, standardized } from './normalization.ts'

/** The default epsilon, which both normalizations use in the networks. */
const EPSILON = 1e-5

/** Subtracts the mean and divides by the standard deviation: a normalization without gamma and beta. */
export type Standardize = (h: Tensor, layer: number) => Tensor

/** Subtracts the mean of every row and divides by its standard deviation. */
export const rowsStandardized: Standardize = (h) => {
  const options = { keepDims: true }
  return standardized(h, mean(h, 1, options), variance(h, 1, options), EPSILON)
}

/** Subtracts the mean of every column and divides by its standard deviation. */
export const columnsStandardized: Standardize = (h) => standardized(h, mean(h, 0), variance(h, 0), EPSILON)

/** Returns the layer normalization of hidden layer i with its gamma and beta. */
export const layernormOf = (params: Parameters) => (h: Tensor, layer: number) =>
  scaledAndShifted(rowsStandardized(h, layer), params[`gamma${layer}`], params[`beta${layer}`])

/**
 * The scores of a network with batch normalization, computed from running averages, which `train` updates with a batch.
 */
export class DefinedBatchnorm {
  readonly params: Parameters
  readonly #running: { mean: Tensor; variance: Tensor }[] = []
  readonly #entryOf: (layer: number) => number

  /** @param entryOf - which running averages a layer uses, by default its own */
  constructor(params: Parameters, entryOf = (layer: number) => layer) {
    this.params = params
    this.#entryOf = entryOf
  }

  /** Whether a batch has updated the running averages. */
  get isTrained(): boolean {
    return this.#running.length > 0
  }

  train(x: Tensor): void {
    definedScores(x, this.params, (h, layer) => {
      const batch = { mean: mean(h, 0), variance: variance(h, 0) }
      const before = this.#averages(layer)
      this.#running[this.#entryOf(layer)] = {
        mean: runningAverage(before.mean, batch.mean, 0.9),
        variance: runningAverage(before.variance, batch.variance, 0.9),
      }
      return this.#scaled(columnsStandardized(h, layer), layer)
    })
  }

  scores(x: Tensor): Tensor {
    return definedScores(x, this.params, (h, layer) => this.#scaled(this.standardize(h, layer), layer))
  }

  /** Normalizes as in test mode, before gamma and beta. */
  standardize(h: Tensor, layer: number): Tensor {
    const averages = this.#averages(layer)
    return standardized(h, averages.mean, averages.variance, EPSILON)
  }

  #averages(layer: number) {
    const none = zeros(this.params[`gamma${layer}`].shape)
    return this.#running[this.#entryOf(layer)] ?? { mean: none, variance: none }
  }

  #scaled(normalized: Tensor, layer: number): Tensor {
    return scaledAndShifted(normalized, this.params[`gamma${layer}`], this.params[`beta${layer}`])
  }
}
