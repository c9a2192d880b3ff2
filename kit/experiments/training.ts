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
  updateRule: 'sgd' | 'sgdMomentum' | 'rmsprop' | 'adam'
  learningRate: number
  batchSize: number
  epochs: number
}

/** Returns the training of a network with the learner's classes and update rules. */
export function training(
  { seed, epochs: asked }: Setting,
  { name, point, data, net, updateRule, learningRate, batchSize, epochs }: TrainingOptions,
): Training {
  const { train, validation, inputDim } = data
  const options: SolverOptions = {
    updateRules: optimizers as unknown as Record<string, UpdateRule>,
    updateRule,
    optimizerConfig: { learningRate },
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
