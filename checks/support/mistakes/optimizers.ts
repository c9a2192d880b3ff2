/** The step of an update rule for one weight: changes `state` and returns what is added to the weight. */
export type Step = (
  dw: number,
  settings: Record<string, number>,
  state: Record<string, number>,
  w: number,
) => number

/** What each mistake in `sgd` does, by the sentence that names it. */
export const sgdMistakes: Record<string, Step> = {
  'w goes uphill: a step goes against the gradient, w - learningRate · dw.': (dw, { learningRate }) =>
    learningRate * dw,
  'The learning rate is left out: the step is the whole gradient.': (dw) => -dw,
  'w is the step alone: subtract it from the old w.': (dw, { learningRate }, _, w) => -learningRate * dw - w,
  'w did not move at all.': () => 0,
  'The gradient is divided by the learning rate, not multiplied by it.': (dw, { learningRate }) =>
    -dw / learningRate,
  'Only the sign of the gradient counts in this step: its size has to count as well.': (
    dw,
    { learningRate },
  ) => -learningRate * Math.sign(dw),
}

type Velocity = (velocity: number, dw: number, settings: Record<string, number>) => number

const rightVelocity: Velocity = (velocity, dw, { momentum, learningRate }) =>
  momentum * velocity - learningRate * dw

/** A rule that changes the velocity and then moves by it. */
const moving =
  (next: Velocity): Step =>
  (dw, settings, state) =>
    (state.velocity = next(state.velocity ?? 0, dw, settings))

/** What each mistake in `sgdMomentum` does. */
export const sgdMomentumMistakes: Record<string, Step> = {
  'The old velocity is not multiplied by momentum.': moving(
    (v, dw, { learningRate }) => v - learningRate * dw,
  ),
  'The old velocity is multiplied by 1 - momentum: the share that survives is momentum itself.': moving(
    (v, dw, { learningRate, momentum }) => (1 - momentum) * v - learningRate * dw,
  ),
  'The gradient is damped by 1 - momentum: here it counts in full.': moving(
    (v, dw, { learningRate, momentum }) => momentum * v - (1 - momentum) * learningRate * dw,
  ),
  'The gradient pushes the velocity uphill: subtract learningRate · dw from it.': moving(
    (v, dw, { learningRate, momentum }) => momentum * v + learningRate * dw,
  ),
  'The gradient comes into the velocity without the learning rate.': moving(
    (v, dw, { momentum }) => momentum * v - dw,
  ),
  'The old velocity has no effect: each step starts from velocity 0.': moving(
    (_, dw, { learningRate }) => -learningRate * dw,
  ),
  'The velocity is multiplied by momentum after the gradient went in: only the old velocity is.': moving(
    (v, dw, { learningRate, momentum }) => momentum * (v - learningRate * dw),
  ),
  'The velocity leaves out the learning rate, which comes in where w moves: config.velocity is to hold it already.':
    (dw, { learningRate, momentum }, state) => {
      state.velocity = momentum * (state.velocity ?? 0) - dw
      return learningRate * state.velocity
    },
  'config.velocity has the wrong sign: it is the direction in which w moves, so add it to w.': (
    dw,
    { learningRate, momentum },
    state,
  ) => {
    state.velocity = momentum * (state.velocity ?? 0) + learningRate * dw
    return -state.velocity
  },
  'w moves by the old velocity: compute the next one first, and move by that.': (dw, settings, state) => {
    const old = state.velocity ?? 0
    state.velocity = rightVelocity(old, dw, settings)
    return old
  },
  'The velocity that is handed on is the old one: hand on the one that moved w.': (dw, settings, state) => {
    state.velocity ??= 0
    return rightVelocity(state.velocity, dw, settings)
  },
  'w moves by the gradient alone: it has to move by the velocity.': (dw, settings, state) => {
    state.velocity = rightVelocity(state.velocity ?? 0, dw, settings)
    return -settings.learningRate * dw
  },
  'This looks ahead, as Nesterov momentum does: here w just moves by the velocity.': (
    dw,
    settings,
    state,
  ) => {
    state.velocity = rightVelocity(state.velocity ?? 0, dw, settings)
    return settings.momentum * state.velocity - settings.learningRate * dw
  },
}

type Average = (cache: number, dw: number, settings: Record<string, number>) => number

const rightAverage: Average = (cache, dw, { decayRate }) => decayRate * cache + (1 - decayRate) * dw ** 2

/** A rule that divides by a root of an average. */
const dividing =
  (next: Average, divisor: (cache: number, epsilon: number) => number = (c, e) => Math.sqrt(c) + e): Step =>
  (dw, settings, state) => {
    state.cache = next(state.cache ?? 0, dw, settings)
    return (-settings.learningRate * dw) / divisor(state.cache, settings.epsilon)
  }

/** What each mistake in `rmsprop` does. */
export const rmspropMistakes: Record<string, Step> = {
  'epsilon stands inside the root: add it to the root.': dividing(rightAverage, (c, e) => Math.sqrt(c + e)),
  'epsilon is left out of the divisor.': dividing(rightAverage, (c) => Math.sqrt(c)),
  'epsilon is always 1e-8: take it from config.': dividing(rightAverage, (c) => Math.sqrt(c) + 1e-8),
  'The step is divided by the average itself: divide by its root.': dividing(rightAverage, (c, e) => c + e),
  'The step is multiplied by the root of the average: divide by it.': dividing(
    rightAverage,
    (c, e) => 1 / (Math.sqrt(c) + e),
  ),
  'decayRate and 1 - decayRate are swapped: the old average keeps the share decayRate.': dividing(
    (c, dw, { decayRate }) => (1 - decayRate) * c + decayRate * dw ** 2,
  ),
  'The average grows without decay, as in AdaGrad.': dividing((c, dw) => c + dw ** 2),
  'The squared gradient comes into the average without its share 1 - decayRate.': dividing(
    (c, dw, { decayRate }) => decayRate * c + dw ** 2,
  ),
  'The average is one of |dw|: it has to be one of dw².': dividing(
    (c, dw, { decayRate }) => decayRate * c + (1 - decayRate) * Math.abs(dw),
  ),
  'The average is one of dw: it has to be one of dw².': dividing(
    (c, dw, { decayRate }) => decayRate * c + (1 - decayRate) * dw,
  ),
  'The old average has no effect: each step starts from 0.': dividing(
    (_, dw, { decayRate }) => (1 - decayRate) * dw ** 2,
  ),
  'The step is divided by the old average: take this gradient into it first.': (dw, settings, state) => {
    const old = state.cache ?? 0
    state.cache = rightAverage(old, dw, settings)
    return (-settings.learningRate * dw) / (Math.sqrt(old) + settings.epsilon)
  },
  'The average that is handed on is the old one: hand on the one with this gradient in it.': (
    dw,
    settings,
    state,
  ) => {
    state.cache ??= 0
    return (
      (-settings.learningRate * dw) / (Math.sqrt(rightAverage(state.cache, dw, settings)) + settings.epsilon)
    )
  },
  'w goes uphill: subtract the step.': (dw, settings, state) =>
    -dividing(rightAverage)(dw, settings, state, 0),
}

/** What Adam computes in one step, piece by piece, each of which can be got wrong. */
interface AdamPieces {
  m?: (m: number, dw: number, beta1: number, beta2: number) => number
  v?: (v: number, dw: number, beta2: number, beta1: number) => number
  correctM?: (m: number, beta1: number, t: number) => number
  correctV?: (v: number, beta2: number, t: number) => number
  divisor?: (v: number, epsilon: number, beta2: number, t: number) => number
  /** The moment that moves w, from the corrected m and the gradient. */
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

/** What each mistake in `adam` does. */
export const adamMistakes: Record<string, Step> = {
  'The bias of m is not corrected: divide m by 1 - beta1^t.': adamWith({ correctM: uncorrected }),
  'The bias of v is not corrected: divide v by 1 - beta2^t.': adamWith({ correctV: uncorrected }),
  'Neither m nor v is corrected for its bias.': adamWith({ correctM: uncorrected, correctV: uncorrected }),
  'm is divided by 1 - beta1 at each step: divide it by 1 - beta1^t.': adamWith({
    correctM: (m, beta1) => m / (1 - beta1),
  }),
  'v is divided by 1 - beta2 at each step: divide it by 1 - beta2^t.': adamWith({
    correctV: (v, beta2) => v / (1 - beta2),
  }),
  'The bias of m is corrected with beta2: it is beta1 that belongs to m.': (dw, settings, state) =>
    adamWith({ correctM: (m, _, t) => m / (1 - settings.beta2 ** t) })(dw, settings, state, 0),
  'beta1 and beta2 are swapped.': adamWith({
    m: (m, dw, _, beta2) => beta2 * m + (1 - beta2) * dw,
    v: (v, dw, _, beta1) => beta1 * v + (1 - beta1) * dw ** 2,
  }),
  'm decays with beta2: it is beta1 that belongs to m.': adamWith({
    m: (m, dw, _, beta2) => beta2 * m + (1 - beta2) * dw,
  }),
  'v decays with beta1: it is beta2 that belongs to v.': adamWith({
    v: (v, dw, _, beta1) => beta1 * v + (1 - beta1) * dw ** 2,
  }),
  'epsilon stands inside the root: add it to the root.': adamWith({ divisor: (v, e) => Math.sqrt(v + e) }),
  'epsilon is added before the bias of v is corrected: correct v, take the root, then add epsilon.': adamWith(
    {
      divisor: (v, e, beta2, t) => Math.sqrt(v) + e / Math.sqrt(1 - beta2 ** t),
    },
  ),
  'epsilon is left out of the divisor.': adamWith({ divisor: (v) => Math.sqrt(v) }),
  'The step is divided by v itself: divide by its root.': adamWith({ divisor: (v, e) => v + e }),
  'v is an average of dw: it has to be one of dw².': adamWith({
    v: (v, dw, beta2) => beta2 * v + (1 - beta2) * dw,
  }),
  'v is an average of |dw|: it has to be one of dw².': adamWith({
    v: (v, dw, beta2) => beta2 * v + (1 - beta2) * Math.abs(dw),
  }),
  'dw comes into m without its share 1 - beta1.': adamWith({ m: (m, dw, beta1) => beta1 * m + dw }),
  'dw² comes into v without its share 1 - beta2.': adamWith({ v: (v, dw, beta2) => beta2 * v + dw ** 2 }),
  'w moves by the gradient alone: it has to move by m, corrected.': adamWith({ moment: (_, dw) => dw }),
  't is one too large when the bias is corrected: the first step has t = 1.': adamWith({
    count: (t) => t + 1,
  }),
  't grows by 2 at each step: it counts the steps, 1, 2, 3.': (dw, settings, state) => {
    state.t = (state.t ?? 0) + 1
    return adamWith({})(dw, settings, state, 0)
  },
  't is 1 at every step: count on from config.t.': (dw, settings, state) => {
    state.t = 0
    return adamWith({})(dw, settings, state, 0)
  },
  'The moments are handed on with their bias corrected: hand on m and v as they were before.': (
    dw,
    settings,
    state,
  ) => {
    const step = adamWith({})(dw, settings, state, 0)
    state.m /= 1 - settings.beta1 ** state.t
    state.v /= 1 - settings.beta2 ** state.t
    return step
  },
  'The old m has no effect: each step starts from 0.': adamWith({ m: (_, dw, beta1) => (1 - beta1) * dw }),
  'The old v has no effect: each step starts from 0.': adamWith({
    v: (_, dw, beta2) => (1 - beta2) * dw ** 2,
  }),
  'w goes uphill: subtract the step.': (dw, settings, state) => -adamWith({})(dw, settings, state, 0),
}
