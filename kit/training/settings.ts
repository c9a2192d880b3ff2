import { constant, cosine, oneCycle, stepDown, type Schedule } from '#kit/solver/index.ts'
import { TrainingError } from './training-error.ts'

/** The learning-rate schedules by the names that `--schedule` takes. */
const schedules: Record<ScheduleName, (settings: Settings) => Schedule> = {
  constant: () => constant,
  step: () => stepDown,
  cosine: () => cosine,
  'one-cycle': ({ warmUp }: Settings) => oneCycle(warmUp),
}

/** A learning-rate schedule by its name; `scheduleOf` gives the function. */
export type ScheduleName = 'constant' | 'step' | 'cosine' | 'one-cycle'

/** All of them, in the order of the help. */
export const scheduleNames = Object.keys(schedules) as ScheduleName[]

/**
 * The schedule that the settings ask for.
 *
 * @throws TrainingError when there is none of this name, in a recipe
 */
export function scheduleOf(settings: Settings): Schedule {
  if (!Object.hasOwn(schedules, settings.schedule)) {
    throw new TrainingError(
      `There is no schedule "${settings.schedule}"; there is ${scheduleNames.join(', ')}.`,
    )
  }
  return schedules[settings.schedule](settings)
}

/** Everything about a training run that can be set: each has an option of `npm run train`. */
export interface Settings {
  /** How often to go through the training set. */
  epochs: number
  /** How many images a step looks at. */
  batchSize: number
  /** What the update rule starts with. */
  learningRate: number
  /** What the learning rate is multiplied by after each epoch, beside the schedule. */
  learningRateDecay: number
  /** How the learning rate changes in the course of training. */
  schedule: ScheduleName
  /** The share of all steps in which a one-cycle schedule rises. */
  warmUp: number
  /** The name of an update rule. */
  updateRule: string
  /** Of `sgdMomentum`: the share of the velocity that survives a step. */
  momentum: number
  /** Of `rmsprop`: the share of the running average of squared gradients that survives a step. */
  decayRate: number
  /** Of `adam`: the same for its running mean of gradients, */
  beta1: number
  /** and for that of squared gradients. */
  beta2: number
  /** Of `rmsprop` and `adam`: what is added to the root that they divide by. */
  epsilon: number
  /** L2 regularization by the solver: see `SolverOptions.weightDecay`. */
  weightDecay: number
  /** Whether the kit divides the centred images by the standard deviation of their colours, as most people do. */
  scale: boolean
  /** Mirrors every second training image. */
  flip: boolean
  /** Moves each training image by up to so many pixels. */
  shift: number
  /** Tests with the mean of the scores of each image and its mirror image. */
  testTimeFlips: boolean
  /** Decides all that is random. */
  seed: number
  /** Among how many threads each batch is divided; see `ParallelModel`. */
  workers: number

  // What a network is built with. A recipe names those that its network understands, if only as undefined, which leaves
  // the value to the network; it has no options for the others.
  /** Units of each hidden layer. */
  hidden?: readonly number[]
  /** Standard deviation of the first weights. */
  weightScale?: number
  /** Strength of the L2 regularization in the network's own loss. */
  reg?: number
  /** The probability that dropout *keeps* a unit. */
  keepProb?: number
  /** How much of the right class's probability is given to all classes. */
  labelSmoothing?: number
  /** Whether the kit's own layers and update rules take the place of the learner's: the same network, faster. */
  fast?: boolean
}

/** What a recipe that does not say otherwise is trained with. */
export const defaultSettings = {
  learningRateDecay: 1,
  schedule: 'constant',
  warmUp: 0.3,
  momentum: 0.9,
  decayRate: 0.99,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  scale: true,
  flip: false,
  shift: 0,
  testTimeFlips: false,
  seed: 0,
  workers: 1,
} satisfies Partial<Settings>

/** The settings of a recipe: what is left out is as in {@link defaultSettings}. */
export type RecipeSettings = Omit<Settings, keyof typeof defaultSettings> & Partial<Settings>

type RuleSetting = 'momentum' | 'decayRate' | 'beta1' | 'beta2' | 'epsilon'

/** What the update rules can be set to, beside the learning rate. */
const settingsOfRules: ReadonlyMap<string, readonly RuleSetting[]> = new Map([
  ['sgdMomentum', ['momentum']],
  ['rmsprop', ['decayRate', 'epsilon']],
  ['adam', ['beta1', 'beta2', 'epsilon']],
])

/** Those of the settings that the update rule takes, beside the learning rate. */
export function ruleSettingsOf(settings: Settings): Readonly<Record<string, number>> {
  const names = settingsOfRules.get(settings.updateRule) ?? []
  return Object.fromEntries(names.map((name) => [name, settings[name]]))
}

/**
 * What a setting would need in order to change anything, where it changes nothing: a setting of another update rule, or
 * of another schedule.
 *
 * @returns the option to choose, such as `--update-rule adam`; nothing where the setting has an effect
 */
export function missingFor(name: string, settings: Settings): string | undefined {
  if (name === 'warmUp' && settings.schedule !== 'one-cycle') return '--schedule one-cycle'
  const rules = [...settingsOfRules]
    .filter(([, names]) => (names as readonly string[]).includes(name))
    .map(([rule]) => rule)
  if (rules.length === 0 || rules.includes(settings.updateRule)) return undefined
  return `--update-rule ${rules.join(' or ')}`
}
