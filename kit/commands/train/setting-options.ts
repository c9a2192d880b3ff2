import { Option } from 'commander'
import type { Border } from '#kit/solver/index.ts'
import { MOST_WORKERS, scheduleNames, type Recipe, type Settings } from '#kit/training/index.ts'
import {
  atLeast0Below1,
  count,
  counts,
  from0To,
  notNegative,
  positive,
  positiveUpTo1,
  upTo,
  wholeNumber,
} from './number-options.ts'

/** Images have 32 pixels a side. Shifted by more than this, hardly anything of them remains. */
const MOST_SHIFT = 16

interface SettingOption {
  /** The option as written for commander. */
  flags: string
  description: string
  /** Parses the value. A switch has no parser. */
  read?: (text: string) => unknown
  choices?: readonly string[]
}

/** The option of each setting, in the order of the help. */
const options: Record<keyof Settings, SettingOption> = {
  epochs: {
    flags: '--epochs <number>',
    description: 'number of passes through the training set',
    read: count,
  },
  batchSize: { flags: '--batch-size <number>', description: 'images per step', read: count },
  updateRule: { flags: '--update-rule <name>', description: 'function that updates the weights' },
  learningRate: { flags: '--learning-rate <number>', description: 'step size', read: positive },
  schedule: {
    flags: '--schedule <name>',
    description: 'how the learning rate changes during training',
    choices: scheduleNames,
  },
  warmUp: {
    flags: '--warm-up <share>',
    description: 'share of the training in which the one-cycle or triangle schedule raises the learning rate',
    read: atLeast0Below1,
  },
  learningRateDecay: {
    flags: '--learning-rate-decay <number>',
    description: 'factor for the learning rate after each epoch',
    read: positiveUpTo1,
  },
  momentum: {
    flags: '--momentum <number>',
    description: 'for sgdMomentum, nesterovMomentum and muon: share of the velocity kept in each step',
    read: atLeast0Below1,
  },
  decayRate: {
    flags: '--decay-rate <number>',
    description: 'for rmsprop: share of the running average kept in each step',
    read: atLeast0Below1,
  },
  beta1: {
    flags: '--beta1 <number>',
    description: 'for adam: share of the mean gradient kept in each step',
    read: atLeast0Below1,
  },
  beta2: {
    flags: '--beta2 <number>',
    description: 'for adam: share of the mean squared gradient kept in each step',
    read: atLeast0Below1,
  },
  epsilon: {
    flags: '--epsilon <number>',
    description: 'for rmsprop and adam: small number added to the divisor',
    read: positive,
  },
  weightDecay: {
    flags: '--weight-decay <number>',
    description: 'strength of the L2 regularization in the solver',
    read: notNegative,
  },
  decoupledWeightDecay: {
    flags: '--decoupled-weight-decay <share>',
    description: 'share of every parameter that a step takes away',
    read: atLeast0Below1,
  },
  betaRate: {
    flags: '--beta-rate <number>',
    description: 'factor of the learning rate for the betas of normalizations',
    read: positive,
  },
  lookahead: { flags: '--lookahead', description: 'average the weights every 5 steps' },
  keep: {
    flags: '--keep <which>',
    description: 'test the parameters with the best validation accuracy, or the last ones',
    choices: ['best', 'last'] satisfies Settings['keep'][],
  },
  reg: {
    flags: '--reg <number>',
    description: "strength of the L2 regularization in the network's loss",
    read: notNegative,
  },
  labelSmoothing: {
    flags: '--label-smoothing <share>',
    description: 'share of the probability that is spread over all classes',
    read: atLeast0Below1,
  },
  keepProb: {
    flags: '--keep-prob <number>',
    description: 'probability that dropout keeps a unit',
    read: positiveUpTo1,
  },
  scale: { flags: '--scale', description: 'divide the centred images by their standard deviation' },
  flip: { flags: '--flip', description: 'mirror half of the training images, chosen at random' },
  alternateFlips: {
    flags: '--alternate-flips',
    description: 'mirror each image by chance in the first epoch, and then in every second one',
  },
  shift: {
    flags: '--shift <pixels>',
    description: 'shift training images by up to this many pixels',
    read: from0To(MOST_SHIFT),
  },
  border: {
    flags: '--border <kind>',
    description: 'what fills the edges of shifted images',
    choices: ['zeros', 'reflection'] satisfies Border[],
  },
  testTimeFlips: { flags: '--test-time-flips', description: 'test with each image and its mirror image' },
  testTimeShifts: {
    flags: '--test-time-shifts',
    description: 'also test with shifted images where the network is unsure',
  },
  hidden: { flags: '--hidden <numbers>', description: 'units of each hidden layer, as in 200,100' },
  weightScale: {
    flags: '--weight-scale <number>',
    description: 'standard deviation of the initial weights',
    read: positive,
  },
  identityStart: {
    flags: '--identity-start',
    description: 'let the first filters of each convolution start by passing on their input',
  },
  fast: {
    flags: '--fast',
    description: "use the kit's faster layers and update rules instead of yours, for the same network",
  },
  workers: {
    flags: '--workers <number>',
    description: 'threads that share each batch',
    read: upTo(MOST_WORKERS),
  },
  seed: { flags: '--seed <number>', description: 'seed of all random numbers', read: wholeNumber },
}

/** Returns the options of all settings that a recipe has, with its values as the defaults in the help. */
export function settingOptions({ hiddenLayers }: Recipe, settings: Settings): Option[] {
  const names = (Object.keys(options) as (keyof Settings)[]).filter((name) => name in settings)
  return names.flatMap((name) => {
    const { flags, description, read, choices } = options[name]
    const value = settings[name]
    const option = new Option(flags, description)
    if (value !== undefined) option.default(value, String(value))
    if (name === 'hidden') {
      if (hiddenLayers === 1) option.description = 'units of the hidden layer'
      return option.argParser((text) => counts(text, hiddenLayers))
    }
    if (typeof value === 'boolean') return [option, new Option(flags.replace('--', '--no-')).hideHelp(!value)]
    if (choices) return option.choices(choices)
    return read ? option.argParser(read) : option
  })
}

/** Returns the option of a setting, as in `--batch-size`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
