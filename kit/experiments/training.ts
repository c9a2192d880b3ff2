import { Solver, type SolverOptions, type UpdateRule } from '#kit/solver/index.ts'
import {
  FullyConnectedNet,
  type FullyConnectedNetOptions,
} from '#work/1-fully-connected/fully-connected-net.ts'
import * as optimizers from '#work/1-fully-connected/optimizers.ts'
import type { Setting, Training } from './experiment.ts'
import type { Images } from './images.ts'

/** How to train a fully connected network. */
export interface TrainingOptions extends Pick<Training, 'name' | 'point'> {
  data: Images
  net: FullyConnectedNetOptions
  updateRule: 'sgd' | 'sgdMomentum' | 'rmsprop' | 'adam'
  learningRate: number
  batchSize: number
  epochs: number
}

/** The training of a fully connected network with the learner's classes and update rules. */
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
    create: () =>
      new Solver(new FullyConnectedNet({ inputDim, seed, ...net }), { train, validation }, options),
  }
}

/** `count` numbers from `low` to `high` in equal ratios. */
export const logSpaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1)))
