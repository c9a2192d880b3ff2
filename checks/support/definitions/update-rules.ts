import { tensor, type Tensor } from '#kit/tensor/index.ts'

/** One step of an update rule for one weight: changes `state` and returns what is added to the weight. */
export type Step = (dw: number, settings: Record<string, number>, state: Record<string, number>) => number

/** An update rule for one weight, written from its definition. */
export interface RuleDefinition {
  step: Step
  /** The default settings. */
  defaults: Record<string, number>
  /** The parts of the config that must be passed from step to step. */
  state: readonly string[]
}

/** The definitions of the update rules, by name. */
export const definitions = {
  sgd: {
    step: (dw, { learningRate }) => -learningRate * dw,
    defaults: { learningRate: 1e-2 },
    state: [],
  },
  sgdMomentum: {
    step: (dw, { momentum, learningRate }, state) =>
      (state.velocity = momentum * (state.velocity ?? 0) - learningRate * dw),
    defaults: { learningRate: 1e-2, momentum: 0.9 },
    state: ['velocity'],
  },
  rmsprop: {
    step: (dw, { learningRate, decayRate, epsilon }, state) => {
      state.cache = decayRate * (state.cache ?? 0) + (1 - decayRate) * dw ** 2
      return (-learningRate * dw) / (Math.sqrt(state.cache) + epsilon)
    },
    defaults: { learningRate: 1e-2, decayRate: 0.99, epsilon: 1e-8 },
    state: ['cache'],
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
  },
} satisfies Record<string, RuleDefinition>

/** The definition of Nesterov momentum. */
export const nesterovMomentum: RuleDefinition = {
  step: (dw, { momentum, learningRate }, state) => {
    state.velocity = momentum * (state.velocity ?? 0) - learningRate * dw
    return momentum * state.velocity - learningRate * dw
  },
  defaults: { learningRate: 1e-2, momentum: 0.9 },
  state: ['velocity'],
}

/** The result of some steps of a rule. */
interface End {
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
    values.forEach((_, i) => (values[i] += step(dw.data[i], settings, states[i])))
  }
  return {
    w: tensor(Array.from(values)).reshape(w.shape),
    state: (key) => tensor(states.map((one) => one[key])).reshape(w.shape),
  }
}
