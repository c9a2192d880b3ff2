import { cause } from '#kit/course/causes/index.ts'
import { tensor, type Tensor } from '#kit/tensor/index.ts'
import {
  adamMistakes,
  rmspropMistakes,
  sgdMistakes,
  sgdMomentumMistakes,
  type Step,
} from '../explaining/mistakes/1-fully-connected/optimizers.ts'

/** An update rule for one weight, written from its definition. */
export interface RuleDefinition {
  step: Step
  /** The default settings. */
  defaults: Record<string, number>
  /** The parts of the config that must be passed from step to step. */
  state: readonly string[]
  /** The steps of well-known mistakes, by their causes. */
  mistakes: Record<string, Step>
}

/** The definitions of the update rules, by name. */
export const definitions = {
  sgd: {
    step: (dw, { learningRate }) => -learningRate * dw,
    defaults: { learningRate: 1e-2 },
    state: [],
    mistakes: sgdMistakes,
  },
  sgdMomentum: {
    step: (dw, { learningRate, momentum }, state) => {
      state.velocity = momentum * (state.velocity ?? 0) - learningRate * dw
      return state.velocity
    },
    defaults: { learningRate: 1e-2, momentum: 0.9 },
    state: ['velocity'],
    mistakes: sgdMomentumMistakes,
  },
  rmsprop: {
    step: (dw, { learningRate, decayRate, epsilon }, state) => {
      state.cache = decayRate * (state.cache ?? 0) + (1 - decayRate) * dw ** 2
      return (-learningRate * dw) / (Math.sqrt(state.cache) + epsilon)
    },
    defaults: { learningRate: 1e-2, decayRate: 0.99, epsilon: 1e-8 },
    state: ['cache'],
    mistakes: rmspropMistakes,
  },
  adam: {
    step: (dw, { learningRate, beta1, beta2, epsilon }, state) => {
      state.t = (state.t ?? 0) + 1
      state.m = beta1 * (state.m ?? 0) + (1 - beta1) * dw
      state.v = beta2 * (state.v ?? 0) + (1 - beta2) * dw ** 2
      const root = Math.sqrt(state.v / (1 - beta2 ** state.t))
      return (-learningRate * (state.m / (1 - beta1 ** state.t))) / (root + epsilon)
    },
    defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    state: ['m', 'v', 't'],
    mistakes: adamMistakes,
  },
} satisfies Record<string, RuleDefinition>

/** The result of some steps of a rule. */
export interface End {
  w: Tensor
  /** Returns a part of the state, for every weight. */
  state: (key: string) => Tensor
}

/**
 * Takes some steps, weight by weight.
 *
 * @param gradients - the gradient of each step
 */
export function follow(
  step: Step,
  w: Tensor,
  gradients: readonly Tensor[],
  settings: Record<string, number>,
): End {
  const values = w.data.slice()
  const states = Array.from(values, () => ({}) as Record<string, number>)
  for (const dw of gradients) {
    values.forEach((value, i) => (values[i] += step(dw.data[i], settings, states[i], value)))
  }
  return {
    w: tensor(Array.from(values)).reshape(w.shape),
    state: (key) => tensor(states.map((one) => one[key])).reshape(w.shape),
  }
}

/**
 * Returns the weights and the state after each of some steps.
 *
 * @param state - the parts of the state to return
 */
export const trace = (
  step: Step,
  w: Tensor,
  gradients: readonly Tensor[],
  settings: Record<string, number>,
  state: readonly string[],
): Tensor[] =>
  gradients.flatMap((_, i) => {
    const end = follow(step, w, gradients.slice(0, i + 1), settings)
    return [end.w, ...state.map(end.state)]
  })

/** Other values found in papers and libraries that a default may be confused with. */
const otherDefaults: Record<string, readonly number[]> = {
  learningRate: [1e-1, 1e-2, 1e-3, 1e-4],
  momentum: [0, 0.5, 0.95, 0.99],
  decayRate: [0.9, 0.95, 0.999],
  beta1: [0.5, 0.95, 0.99],
  beta2: [0.9, 0.95, 0.99],
  epsilon: [1e-3, 1e-5, 1e-6, 1e-7, 1e-10],
}

/** Returns the rule with one default changed to another value, by its cause. */
export const wrongDefaults = ({ step, defaults }: RuleDefinition): Record<string, Step> =>
  Object.fromEntries(
    Object.entries(defaults).flatMap(([key, usual]) =>
      otherDefaults[key]
        .filter((value) => value !== usual)
        .map((value) => [
          cause('optimizer/wrong-default', { key, value, usual }),
          withSetting(step, key, value),
        ]),
    ),
  )

/** Returns the rule with one setting that is not read from config, by its cause. */
export const ignoredSettings = ({ step, defaults }: RuleDefinition): Record<string, Step> =>
  Object.fromEntries(
    Object.entries(defaults).map(([key, usual]) => [
      cause('optimizer/ignored-setting', { key, usual }),
      withSetting(step, key, usual),
    ]),
  )

const withSetting =
  (step: Step, key: string, value: number): Step =>
  (dw, settings, state, w) =>
    step(dw, { ...settings, [key]: value }, state, w)
