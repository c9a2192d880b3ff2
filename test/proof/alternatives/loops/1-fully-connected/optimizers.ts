import { zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type {
  AdamConfig,
  RmspropConfig,
  SgdConfig,
  SgdMomentumConfig,
} from '#work/1-fully-connected/optimizers.ts'

// Weight by weight. The returned config is written out, with every setting in it.

export function sgd(w: Tensor, dw: Tensor, { learningRate = 1e-2 }: SgdConfig = {}) {
  const next = zerosLike(w)
  for (let i = 0; i < w.size; i++) next.data[i] = w.data[i] - learningRate * dw.data[i]
  return { w: next, config: { learningRate } }
}

export function sgdMomentum(w: Tensor, dw: Tensor, config: SgdMomentumConfig = {}) {
  const learningRate = config.learningRate ?? 1e-2
  const momentum = config.momentum ?? 0.9
  const next = zerosLike(w)
  const velocity = zerosLike(w)
  for (let i = 0; i < w.size; i++) {
    const before = config.velocity ? config.velocity.data[i] : 0
    velocity.data[i] = momentum * before - learningRate * dw.data[i]
    next.data[i] = w.data[i] + velocity.data[i]
  }
  return { w: next, config: { learningRate, momentum, velocity } }
}

export function rmsprop(w: Tensor, dw: Tensor, config: RmspropConfig = {}) {
  const { learningRate = 1e-2, decayRate = 0.99, epsilon = 1e-8 } = config
  const next = zerosLike(w)
  const cache = zerosLike(w)
  for (let i = 0; i < w.size; i++) {
    const before = config.cache?.data[i] ?? 0
    // The same as decayRate · before + (1 - decayRate) · dw².
    cache.data[i] = before + (1 - decayRate) * (dw.data[i] ** 2 - before)
    next.data[i] = w.data[i] - (learningRate * dw.data[i]) / (Math.sqrt(cache.data[i]) + epsilon)
  }
  return { w: next, config: { learningRate, decayRate, epsilon, cache } }
}

export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}) {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, t = 0 } = config
  const [next, m, v] = [zerosLike(w), zerosLike(w), zerosLike(w)]
  const first = 1 - Math.pow(beta1, t + 1)
  const second = 1 - Math.pow(beta2, t + 1)
  for (let i = 0; i < w.size; i++) {
    const gradient = dw.data[i]
    m.data[i] = beta1 * (config.m?.data[i] ?? 0) + (1 - beta1) * gradient
    v.data[i] = beta2 * (config.v?.data[i] ?? 0) + (1 - beta2) * gradient * gradient
    // Both corrections in one factor in front of the step, and epsilon brought along.
    const step = (learningRate * Math.sqrt(second)) / first
    next.data[i] = w.data[i] - (step * m.data[i]) / (Math.sqrt(v.data[i]) + epsilon * Math.sqrt(second))
  }
  return { w: next, config: { learningRate, beta1, beta2, epsilon, m, v, t: t + 1 } }
}
