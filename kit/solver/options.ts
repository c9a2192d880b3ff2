import { constant, type Schedule } from './schedules.ts'
import { SettingError } from './setting-error.ts'
import type { OptimizerConfig, UpdateRule } from './update-rule.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The options of a {@link Solver}. */
export interface SolverOptions {
  /** The update rules to choose from, by name: everything that optimizers.ts exports. */
  updateRules: Readonly<Record<string, UpdateRule>>
  /** The name of the rule to use; `sgd` by default. */
  updateRule?: string
  /** The learning rate, and any other settings of the update rule, such as `momentum`. */
  optimizerConfig: OptimizerConfig & { readonly [setting: string]: number }
  /** The factor that multiplies the learning rate after each epoch; above 0, up to 1, the default. */
  learningRateDecay?: number
  /** A further factor of the learning rate, as a function of the training's progress; `constant` by default. */
  schedule?: Schedule
  /**
   * L2 regularization of the weights W1, W2, ... and nothing else; 0 by default. weightDecay · W is added to the
   * gradient of each, as if 0.5 · weightDecay · ΣW² were part of the loss. For networks without their own `reg`.
   */
  weightDecay?: number
  /**
   * Decoupled weight decay; 0 by default. After each step, every trained parameter loses this share of its value before
   * the step, times what the schedule and the decay leave of the learning rate. Unlike `weightDecay`, it does not go
   * through the update rule, and does not depend on the learning rate of a parameter (Loshchilov and Hutter 2019,
   * "Decoupled weight decay regularization", algorithm 1).
   */
  decoupledWeightDecay?: number
  /**
   * The factor of the learning rate for beta1, beta2, ..., the shifts of normalizations; above 0, 1 by default. They
   * are few and can move faster than the weights.
   */
  betaRate?: number
  /** Whether to train with lookahead, see `Lookahead`; false by default. */
  lookahead?: boolean
  /**
   * Which parameters the model has at the end: those with the best validation accuracy, the default, or the last ones.
   * If the learning rate ends near 0, the last ones are the best, except for the chance in a small validation set.
   */
  keep?: 'best' | 'last'
  /** The number of examples in a step; 100 by default, or all if there are fewer. */
  batchSize?: number
  /** The number of passes through the training set; 10 by default. */
  epochs?: number
  /** The seed for the order of the examples, any integer from 0 to 2^53 - 1; 0 by default. */
  seed?: number
  /** The number of training examples to measure the training accuracy on; 1000, or all if fewer, by default. */
  accuracySamples?: number
  /**
   * Whether a step reuses the memory of the previous step, which is faster; false by default. If so, a tensor made in a
   * step is valid until the next step is over, even if it was in `model.params`. Tensors that must last longer have to
   * be in public fields of the model, of the data or of the update rule's result, or be clones.
   */
  recycle?: boolean
}

const KNOWN: readonly string[] = [
  'updateRules',
  'updateRule',
  'optimizerConfig',
  'learningRateDecay',
  'schedule',
  'weightDecay',
  'decoupledWeightDecay',
  'betaRate',
  'lookahead',
  'keep',
  'batchSize',
  'epochs',
  'seed',
  'accuracySamples',
  'recycle',
] satisfies (keyof SolverOptions)[]

/**
 * Returns the options with the defaults filled in.
 *
 * @param trainSize - the number of training examples
 * @throws UserError when an option is unknown or invalid; the message says what is allowed
 */
export function resolveOptions(options: SolverOptions, trainSize: number): Required<SolverOptions> {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) {
    throw new UserError(
      'unknown-option',
      `The solver has no option "${unknown}". Its options are ${KNOWN.join(', ')}.`,
    )
  }
  const resolved = {
    updateRule: 'sgd',
    learningRateDecay: 1,
    schedule: constant,
    weightDecay: 0,
    decoupledWeightDecay: 0,
    betaRate: 1,
    lookahead: false,
    keep: 'best',
    recycle: false,
    batchSize: Math.min(100, trainSize),
    epochs: 10,
    seed: 0,
    accuracySamples: Math.min(1000, trainSize),
    // An option given as undefined means its default, as with function arguments.
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  } as Required<SolverOptions>
  const { updateRules, updateRule, optimizerConfig } = resolved

  if (!Object.hasOwn(updateRules, updateRule) || typeof updateRules[updateRule] !== 'function') {
    const names = Object.keys(updateRules).filter((name) => typeof updateRules[name] === 'function')
    throw new UserError(
      'unknown-rule',
      `There is no update rule "${updateRule}". The update rules are ${names.toSorted().join(', ')}.`,
    )
  }
  if (!(optimizerConfig?.learningRate > 0 && optimizerConfig.learningRate < Infinity)) {
    throw new SettingError(
      'optimizerConfig.learningRate',
      `must be a number above 0, not ${optimizerConfig?.learningRate}.`,
    )
  }
  for (const [setting, value] of Object.entries(optimizerConfig)) {
    if (!Number.isFinite(value)) {
      throw new SettingError(`optimizerConfig.${setting}`, `must be a number, not ${value}.`)
    }
  }
  if (!(resolved.learningRateDecay > 0 && resolved.learningRateDecay <= 1)) {
    throw new SettingError(
      'learningRateDecay',
      `must be a number above 0 and at most 1, not ${resolved.learningRateDecay}.`,
    )
  }
  if (!(resolved.weightDecay >= 0 && resolved.weightDecay < Infinity)) {
    throw new SettingError('weightDecay', `must be a number of at least 0, not ${resolved.weightDecay}.`)
  }
  if (!(resolved.decoupledWeightDecay >= 0 && resolved.decoupledWeightDecay < 1)) {
    throw new SettingError(
      'decoupledWeightDecay',
      `must be a number of at least 0 and below 1, not ${resolved.decoupledWeightDecay}.`,
    )
  }
  if (!(resolved.betaRate > 0 && resolved.betaRate < Infinity)) {
    throw new SettingError('betaRate', `must be a number above 0, not ${resolved.betaRate}.`)
  }
  const requireInteger = (
    name: 'batchSize' | 'epochs' | 'seed' | 'accuracySamples',
    low: number,
    high: number,
  ) => {
    const value = resolved[name]
    if (Number.isSafeInteger(value) && value >= low && value <= high) return
    const range =
      high === trainSize
        ? `from ${low} to ${high}, the number of training examples`
        : high < Infinity
          ? `from ${low} to ${high}`
          : `of at least ${low}`
    throw new SettingError(name, `must be a whole number ${range}, not ${value}.`)
  }
  requireInteger('batchSize', 1, trainSize)
  requireInteger('accuracySamples', 1, trainSize)
  requireInteger('epochs', 1, Infinity)
  requireInteger('seed', 0, Infinity)
  return resolved
}
