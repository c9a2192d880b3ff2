import { Solver, type Model, type SolverOptions, type UpdateRule } from '#kit/solver/index.ts'
import {
  FullyConnectedNet,
  type FullyConnectedNetOptions,
} from '#work/1-fully-connected/fully-connected-net.ts'
import * as optimizers from '#work/1-fully-connected/optimizers.ts'
import type { Setting, Training } from './experiment.ts'
import type { Images } from './images.ts'

/** How to train a network. */
export interface TrainingOptions extends Pick<Training, 'name' | 'point'> {
  data: Images
  /** The options of a fully connected network, or a function that creates another network. */
  net: FullyConnectedNetOptions | (() => Model)
  /** One of Part 1, or another one. */
  updateRule: 'sgd' | 'sgdMomentum' | 'rmsprop' | 'adam' | UpdateRule
  learningRate: number
  /** The share of the velocity that each step keeps; that of the update rule by default. */
  momentum?: number
  batchSize: number
  epochs: number
}

/** Returns the training of a network with the learner's classes and update rules. */
export function training(
  { seed, epochs: asked }: Setting,
  { name, point, data, net, updateRule, learningRate, momentum, batchSize, epochs }: TrainingOptions,
): Training {
  const { train, validation, inputDim } = data
  const rules = optimizers as unknown as Record<string, UpdateRule>
  const options: SolverOptions = {
    ...(typeof updateRule === 'string'
      ? { updateRules: rules, updateRule }
      : { updateRules: { [updateRule.name]: updateRule }, updateRule: updateRule.name }),
    optimizerConfig: { learningRate, ...(momentum !== undefined && { momentum }) },
    batchSize: Math.min(batchSize, train.size),
    epochs: asked ?? epochs,
    seed,
  }
  return {
    name,
    point,
    create: () => {
      const model = typeof net === 'function' ? net() : new FullyConnectedNet({ inputDim, seed, ...net })
      return new Solver(model, { train, validation }, options)
    },
  }
}

/** Returns `count` numbers from `low` to `high` in equal ratios. */
export const logSpaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)))
