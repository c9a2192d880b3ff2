import { cause } from '#kit/course/causes/index.ts'
import {
  nextAverage,
  nextVelocity,
  type Average,
  type definitions,
  type RuleDefinition,
  type Step,
  type Velocity,
} from '../../../definitions/update-rules.ts'

/** The mistakes in `sgd`, by their causes. */
const sgdMistakes: Record<string, Step> = {
  'sgd/uphill': (dw, { learningRate }) => learningRate * dw,
  'sgd/no-learning-rate': (dw) => -dw,
  'sgd/step-alone': (dw, { learningRate }, _, w) => -learningRate * dw - w,
  'sgd/did-not-move': () => 0,
  'sgd/divided-by-learning-rate': (dw, { learningRate }) => -dw / learningRate,
  'sgd/sign-of-gradient': (dw, { learningRate }) => -learningRate * Math.sign(dw),
}

/** Returns a rule that changes the velocity and then moves by it. */
const moving =
  (next: Velocity): Step =>
  (dw, settings, state) =>
    (state.velocity = next(state.velocity ?? 0, dw, settings))

/** The mistakes in `sgdMomentum`. */
const sgdMomentumMistakes: Record<string, Step> = {
  'sgdMomentum/no-momentum': moving((v, dw, { learningRate }) => v - learningRate * dw),
  'sgdMomentum/one-minus-momentum': moving(
    (v, dw, { learningRate, momentum }) => (1 - momentum) * v - learningRate * dw,
  ),
  'sgdMomentum/damped': moving(
    (v, dw, { learningRate, momentum }) => momentum * v - (1 - momentum) * learningRate * dw,
  ),
  'sgdMomentum/uphill': moving((v, dw, { learningRate, momentum }) => momentum * v + learningRate * dw),
  'sgdMomentum/no-learning-rate': moving((v, dw, { momentum }) => momentum * v - dw),
  'sgdMomentum/forgets': moving((_, dw, { learningRate }) => -learningRate * dw),
  'sgdMomentum/momentum-after-gradient': moving(
    (v, dw, { learningRate, momentum }) => momentum * (v - learningRate * dw),
  ),
  'sgdMomentum/learning-rate-late': (dw, { learningRate, momentum }, state) => {
    state.velocity = momentum * (state.velocity ?? 0) - dw
    return learningRate * state.velocity
  },
  'sgdMomentum/sign-of-velocity': (dw, { learningRate, momentum }, state) => {
    state.velocity = momentum * (state.velocity ?? 0) + learningRate * dw
    return -state.velocity
  },
  'sgdMomentum/old-velocity': (dw, settings, state) => {
    const old = state.velocity ?? 0
    state.velocity = nextVelocity(old, dw, settings)
    return old
  },
  'sgdMomentum/old-velocity-handed-on': (dw, settings, state) => {
    state.velocity ??= 0
    return nextVelocity(state.velocity, dw, settings)
  },
  'sgdMomentum/gradient-alone': (dw, settings, state) => {
    state.velocity = nextVelocity(state.velocity ?? 0, dw, settings)
    return -settings.learningRate * dw
  },
  'sgdMomentum/nesterov': (dw, settings, state) => {
    state.velocity = nextVelocity(state.velocity ?? 0, dw, settings)
    return settings.momentum * state.velocity - settings.learningRate * dw
  },
}

/** Returns a rule that divides by the root of an average. */
const dividing =
  (next: Average, divisor: (cache: number, epsilon: number) => number = (c, e) => Math.sqrt(c) + e): Step =>
  (dw, settings, state) => {
    state.cache = next(state.cache ?? 0, dw, settings)
    return (-settings.learningRate * dw) / divisor(state.cache, settings.epsilon)
  }

/** The mistakes in `rmsprop`. */
const rmspropMistakes: Record<string, Step> = {
  'optimizer/epsilon-inside-root': dividing(nextAverage, (c, e) => Math.sqrt(c + e)),
  'optimizer/no-epsilon': dividing(nextAverage, (c) => Math.sqrt(c)),
  'rmsprop/fixed-epsilon': dividing(nextAverage, (c) => Math.sqrt(c) + 1e-8),
  'rmsprop/no-root': dividing(nextAverage, (c, e) => c + e),
  'rmsprop/multiplied': dividing(nextAverage, (c, e) => 1 / (Math.sqrt(c) + e)),
  'rmsprop/shares-swapped': dividing((c, dw, { decayRate }) => (1 - decayRate) * c + decayRate * dw ** 2),
  'rmsprop/adagrad': dividing((c, dw) => c + dw ** 2),
  'rmsprop/new-without-share': dividing((c, dw, { decayRate }) => decayRate * c + dw ** 2),
  'rmsprop/of-absolutes': dividing((c, dw, { decayRate }) => decayRate * c + (1 - decayRate) * Math.abs(dw)),
  'rmsprop/of-gradients': dividing((c, dw, { decayRate }) => decayRate * c + (1 - decayRate) * dw),
  'rmsprop/forgets': dividing((_, dw, { decayRate }) => (1 - decayRate) * dw ** 2),
  'rmsprop/old-average': (dw, settings, state) => {
    const old = state.cache ?? 0
    state.cache = nextAverage(old, dw, settings)
    return (-settings.learningRate * dw) / (Math.sqrt(old) + settings.epsilon)
  },
  'rmsprop/old-average-handed-on': (dw, settings, state) => {
    state.cache ??= 0
    return (
      (-settings.learningRate * dw) / (Math.sqrt(nextAverage(state.cache, dw, settings)) + settings.epsilon)
    )
  },
  'optimizer/uphill': (dw, settings, state) => -dividing(nextAverage)(dw, settings, state, 0),
}

/** The pieces of one Adam step, each of which can be wrong. */
interface AdamPieces {
  m?: (m: number, dw: number, beta1: number, beta2: number) => number
  v?: (v: number, dw: number, beta2: number, beta1: number) => number
  correctM?: (m: number, beta1: number, t: number) => number
  correctV?: (v: number, beta2: number, t: number) => number
  divisor?: (v: number, epsilon: number, beta2: number, t: number) => number
  /** Returns the moment that moves w, from the corrected m and the gradient. */
  moment?: (m: number, dw: number) => number
  count?: (t: number) => number
}

const adamWith =
  ({
    m = (old, dw, beta1) => beta1 * old + (1 - beta1) * dw,
    v = (old, dw, beta2) => beta2 * old + (1 - beta2) * dw ** 2,
    correctM = (moment, beta1, t) => moment / (1 - beta1 ** t),
    correctV = (moment, beta2, t) => moment / (1 - beta2 ** t),
    divisor = (moment, epsilon) => Math.sqrt(moment) + epsilon,
    moment = (corrected) => corrected,
    count = (t) => t,
  }: AdamPieces): Step =>
  (dw, { learningRate, beta1, beta2, epsilon }, state) => {
    state.t = (state.t ?? 0) + 1
    state.m = m(state.m ?? 0, dw, beta1, beta2)
    state.v = v(state.v ?? 0, dw, beta2, beta1)
    const t = count(state.t)
    const moved = moment(correctM(state.m, beta1, t), dw)
    return (-learningRate * moved) / divisor(correctV(state.v, beta2, t), epsilon, beta2, t)
  }

const uncorrected = (moment: number): number => moment

/** The mistakes in `adam`. */
const adamMistakes: Record<string, Step> = {
  'adam/m-not-corrected': adamWith({ correctM: uncorrected }),
  'adam/v-not-corrected': adamWith({ correctV: uncorrected }),
  'adam/not-corrected': adamWith({ correctM: uncorrected, correctV: uncorrected }),
  'adam/m-corrected-without-t': adamWith({
    correctM: (m, beta1) => m / (1 - beta1),
  }),
  'adam/v-corrected-without-t': adamWith({
    correctV: (v, beta2) => v / (1 - beta2),
  }),
  'adam/m-corrected-with-beta2': (dw, settings, state) =>
    adamWith({ correctM: (m, _, t) => m / (1 - settings.beta2 ** t) })(dw, settings, state, 0),
  'adam/betas-swapped': adamWith({
    m: (m, dw, _, beta2) => beta2 * m + (1 - beta2) * dw,
    v: (v, dw, _, beta1) => beta1 * v + (1 - beta1) * dw ** 2,
  }),
  'adam/m-with-beta2': adamWith({
    m: (m, dw, _, beta2) => beta2 * m + (1 - beta2) * dw,
  }),
  'adam/v-with-beta1': adamWith({
    v: (v, dw, _, beta1) => beta1 * v + (1 - beta1) * dw ** 2,
  }),
  'optimizer/epsilon-inside-root': adamWith({ divisor: (v, e) => Math.sqrt(v + e) }),
  'adam/epsilon-before-correction': adamWith({
    divisor: (v, e, beta2, t) => Math.sqrt(v) + e / Math.sqrt(1 - beta2 ** t),
  }),
  'optimizer/no-epsilon': adamWith({ divisor: (v) => Math.sqrt(v) }),
  'adam/no-root': adamWith({ divisor: (v, e) => v + e }),
  'adam/v-of-gradients': adamWith({
    v: (v, dw, beta2) => beta2 * v + (1 - beta2) * dw,
  }),
  'adam/v-of-absolutes': adamWith({
    v: (v, dw, beta2) => beta2 * v + (1 - beta2) * Math.abs(dw),
  }),
  'adam/m-new-without-share': adamWith({ m: (m, dw, beta1) => beta1 * m + dw }),
  'adam/v-new-without-share': adamWith({ v: (v, dw, beta2) => beta2 * v + dw ** 2 }),
  'adam/gradient-alone': adamWith({ moment: (_, dw) => dw }),
  'adam/t-too-large': adamWith({
    count: (t) => t + 1,
  }),
  'adam/t-by-two': (dw, settings, state) => {
    state.t = (state.t ?? 0) + 1
    return adamWith({})(dw, settings, state, 0)
  },
  'adam/t-always-1': (dw, settings, state) => {
    state.t = 0
    return adamWith({})(dw, settings, state, 0)
  },
  'adam/corrected-handed-on': (dw, settings, state) => {
    const step = adamWith({})(dw, settings, state, 0)
    state.m /= 1 - settings.beta1 ** state.t
    state.v /= 1 - settings.beta2 ** state.t
    return step
  },
  'adam/m-forgets': adamWith({ m: (_, dw, beta1) => (1 - beta1) * dw }),
  'adam/v-forgets': adamWith({
    v: (_, dw, beta2) => (1 - beta2) * dw ** 2,
  }),
  'optimizer/uphill': (dw, settings, state) => -adamWith({})(dw, settings, state, 0),
}

/** The steps of well-known mistakes in each update rule, by their causes. */
export const updateRuleMistakes: Record<keyof typeof definitions, Record<string, Step>> = {
  sgd: sgdMistakes,
  sgdMomentum: sgdMomentumMistakes,
  rmsprop: rmspropMistakes,
  adam: adamMistakes,
}

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
