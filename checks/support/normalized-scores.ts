import { mean, variance, zeros, type Tensor } from '#kit/tensor/index.ts'
import { definedScores } from './network.ts'
import { runningAverage, scaledAndShifted, standardized } from './normalization.ts'

/** What both normalizations use in the networks: their default. */
const EPSILON = 1e-5

/** Layer normalization of hidden layer i with its gamma and beta. */
export const layernormOf = (params: Record<string, Tensor>) => (h: Tensor, layer: number) => {
  const options = { keepDims: true }
  const normalized = standardized(h, mean(h, 1, options), variance(h, 1, options), EPSILON)
  return scaledAndShifted(normalized, params[`gamma${layer}`], params[`beta${layer}`])
}

/** The scores of a network with batch normalization, from running averages that `train` moves towards those of a batch. */
export class DefinedBatchnorm {
  readonly params: Record<string, Tensor>
  readonly #running: { mean: Tensor; variance: Tensor }[] = []

  constructor(params: Record<string, Tensor>) {
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
      return this.#normalize(h, layer, batch)
    })
  }

  scores(x: Tensor): Tensor {
    return definedScores(x, this.params, (h, layer) => this.#normalize(h, layer, this.#averages(layer)))
  }

  #averages(layer: number) {
    const none = zeros(this.params[`gamma${layer}`].shape)
    return this.#running[layer] ?? { mean: none, variance: none }
  }

  #normalize(h: Tensor, layer: number, moments: { mean: Tensor; variance: Tensor }): Tensor {
    const normalized = standardized(h, moments.mean, moments.variance, EPSILON)
    return scaledAndShifted(normalized, this.params[`gamma${layer}`], this.params[`beta${layer}`])
  }
}
