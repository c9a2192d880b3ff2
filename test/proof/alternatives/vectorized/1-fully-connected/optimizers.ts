import { add, div, map, mul, sub, zeros, type Tensor } from '#kit/tensor/index.ts'
import type {
  AdamConfig,
  RmspropConfig,
  SgdConfig,
  SgdMomentumConfig,
} from '#work/1-fully-connected/optimizers.ts'

// One-liners over whole tensors, with the terms in another order; the state is put into a copy of the config.

const square = (x: Tensor): Tensor => map(x, (value) => value ** 2)
const root = (x: Tensor): Tensor => map(x, Math.sqrt)
/** Moves `share` of the way from one tensor to another. */
const approach = (from: Tensor, to: Tensor, share: number): Tensor => add(from, mul(sub(to, from), share))

const withDefaults = <Config extends object>(defaults: Config, config: Config | undefined): Config =>
  Object.assign({}, defaults, config)

export function sgd(w: Tensor, dw: Tensor, config?: SgdConfig) {
  const settings = withDefaults({ learningRate: 0.01 }, config)
  return { w: add(w, mul(dw, -settings.learningRate!)), config: settings }
}

export function sgdMomentum(w: Tensor, dw: Tensor, config?: SgdMomentumConfig) {
  const next = withDefaults({ learningRate: 0.01, momentum: 0.9, velocity: zeros(w.shape, w.dtype) }, config)
  next.velocity = sub(mul(next.velocity!, next.momentum!), mul(dw, next.learningRate!))
  return { config: next, w: add(next.velocity, w) }
}

export function rmsprop(w: Tensor, dw: Tensor, config?: RmspropConfig) {
  const defaults = { learningRate: 0.01, decayRate: 0.99, epsilon: 1e-8, cache: zeros(w.shape, w.dtype) }
  const next = withDefaults<RmspropConfig>(defaults, config)
  next.cache = approach(next.cache!, square(dw), 1 - next.decayRate!)
  const rates = div(next.learningRate!, add(next.epsilon!, root(next.cache)))
  return { w: sub(w, mul(rates, dw)), config: next }
}

export function adam(w: Tensor, dw: Tensor, config?: AdamConfig) {
  const { m, v, t = 0, ...settings } = config ?? {}
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = settings
  const next = {
    t: t + 1,
    m: approach(m ?? zeros(w.shape, w.dtype), dw, 1 - beta1),
    v: approach(v ?? zeros(w.shape, w.dtype), square(dw), 1 - beta2),
  }
  const correctedRoot = div(root(next.v), Math.sqrt(1 - beta2 ** next.t))
  const step = div(mul(next.m, learningRate / (1 - beta1 ** next.t)), add(correctedRoot, epsilon))
  return { w: sub(w, step), config: { ...settings, ...next } }
}
