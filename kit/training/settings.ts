import {
  constant,
  cosine,
  oneCycle,
  stepDown,
  triangle,
  type Border,
  type Schedule,
} from '#kit/solver/index.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The learning-rate schedules by the names that `--schedule` takes. */
const schedules: Record<ScheduleName, (settings: Settings) => Schedule> = {
  constant: () => constant,
  step: () => stepDown,
  cosine: () => cosine,
  'one-cycle': ({ warmUp }: Settings) => oneCycle(warmUp),
  triangle: ({ warmUp }: Settings) => triangle(warmUp),
}

/** The name of a learning-rate schedule. `scheduleOf` returns its function. */
export type ScheduleName = 'constant' | 'step' | 'cosine' | 'one-cycle' | 'triangle'

/** The names of all schedules, in the order of the help. */
export const scheduleNames = Object.keys(schedules) as ScheduleName[]

/**
 * Returns the schedule that the settings name.
 *
 * @throws UserError when a recipe names an unknown schedule
 */
export function scheduleOf(settings: Settings): Schedule {
  if (!Object.hasOwn(schedules, settings.schedule)) {
    throw new UserError(
      'bad-setting',
      `There is no schedule "${settings.schedule}". The schedules are ${scheduleNames.join(', ')}.`,
    )
  }
  return schedules[settings.schedule](settings)
}

/** All settings of a training run. Each has an option of `npm run train`. */
export interface Settings {
  /** The number of passes through the training set. */
  epochs: number
  /** The number of images in a step. */
  batchSize: number
  /** The initial learning rate. */
  learningRate: number
  /** The factor that multiplies the learning rate after each epoch, in addition to the schedule. */
  learningRateDecay: number
  /** How the learning rate changes during training. */
  schedule: ScheduleName
  /** The share of all steps in which a one-cycle or a triangle schedule rises. */
  warmUp: number
  /** The name of an update rule. */
  updateRule: string
  /** For `sgdMomentum`, `nesterovMomentum` and `muon`: the share of the velocity that each step keeps. */
  momentum: number
  /** For `rmsprop`: the share of the running average of squared gradients that each step keeps. */
  decayRate: number
  /** For `adam`: the share of the running mean of gradients that each step keeps. */
  beta1: number
  /** For `adam`: the share of the running mean of squared gradients that each step keeps. */
  beta2: number
  /** For `rmsprop` and `adam`: added to the square root that they divide by. */
  epsilon: number
  /** L2 regularization by the solver: see `SolverOptions.weightDecay`. */
  weightDecay: number
  /** Decoupled weight decay: see `SolverOptions.decoupledWeightDecay`. */
  decoupledWeightDecay: number
  /** The factor of the learning rate for the betas of normalizations. */
  betaRate: number
  /** Whether to train with lookahead: see `Lookahead`. */
  lookahead: boolean
  /** Which parameters are tested: see `SolverOptions.keep`. */
  keep: 'best' | 'last'
  /** Whether the kit divides the centred images by the standard deviation of their colours, as is common. */
  scale: boolean
  /** Mirrors every second training image. */
  flip: boolean
  /** With flips: mirrors an image by chance in the first epoch, and then in every second one. */
  alternateFlips: boolean
  /** The maximum shift of each training image, in pixels. */
  shift: number
  /** With shifts: what fills the uncovered edges. */
  border: Border
  /** Tests with the mean of the scores of each image and its mirror image. */
  testTimeFlips: boolean
  /** Also tests with shifts of images whose answer is unsure: see `withViews`. */
  testTimeShifts: boolean
  /** The seed of all random numbers. */
  seed: number
  /** The number of threads that share each batch; see `ParallelModel`. */
  workers: number

  // Settings that a network is built with. A recipe names those that its network supports, even if only as undefined,
  // which leaves the value to the network. It has no options for the others.
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
  /** Whether the first filters of each convolution start by passing on their input. */
  identityStart?: boolean
  /** Whether the kit's layers and update rules replace the learner's: the same network, faster. */
  fast?: boolean
}

/** The settings of a recipe that does not say otherwise. */
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
  decoupledWeightDecay: 0,
  betaRate: 1,
  lookahead: false,
  keep: 'best',
  scale: true,
  flip: false,
  alternateFlips: false,
  shift: 0,
  border: 'zeros',
  testTimeFlips: false,
  testTimeShifts: false,
  seed: 0,
  workers: 1,
} satisfies Partial<Settings>

/** The settings of a recipe. Missing ones are as in {@link defaultSettings}. */
export type RecipeSettings = Omit<Settings, keyof typeof defaultSettings> & Partial<Settings>

type RuleSetting = 'momentum' | 'decayRate' | 'beta1' | 'beta2' | 'epsilon'

/** The settings of each update rule, besides the learning rate. */
const settingsOfRules: ReadonlyMap<string, readonly RuleSetting[]> = new Map([
  ['sgdMomentum', ['momentum']],
  ['nesterovMomentum', ['momentum']],
  ['muon', ['momentum']],
  ['rmsprop', ['decayRate', 'epsilon']],
  ['adam', ['beta1', 'beta2', 'epsilon']],
])

/** Returns the settings that the current update rule takes, besides the learning rate. */
export function ruleSettingsOf(settings: Settings): Readonly<Record<string, number>> {
  const names = settingsOfRules.get(settings.updateRule) ?? []
  return Object.fromEntries(names.map((name) => [name, settings[name]]))
}

/**
 * Checks whether a setting has an effect. It has none if it belongs to another update rule or schedule.
 *
 * @returns the option that it needs, such as `--update-rule adam`, or undefined if the setting has an effect
 */
export function missingFor(name: string, settings: Settings): string | undefined {
  if (name === 'warmUp' && !['one-cycle', 'triangle'].includes(settings.schedule))
    return '--schedule one-cycle or triangle'
  if (name === 'alternateFlips' && !settings.flip) return '--flip'
  if (name === 'border' && settings.shift === 0) return '--shift'
  if (name === 'testTimeShifts' && !settings.testTimeFlips) return '--test-time-flips'
  const rules = [...settingsOfRules]
    .filter(([, names]) => (names as readonly string[]).includes(name))
    .map(([rule]) => rule)
  if (rules.length === 0 || rules.includes(settings.updateRule)) return undefined
  return `--update-rule ${rules.join(' or ')}`
}
