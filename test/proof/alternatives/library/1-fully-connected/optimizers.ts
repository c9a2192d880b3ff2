import { add, Tensor, zerosLike } from '#kit/tensor/index.ts'
import type {
  AdamConfig,
  RmspropConfig,
  SgdConfig,
  SgdMomentumConfig,
} from '#work/1-fully-connected/optimizers.ts'

// Every rule computes an update with one element-wise loop for any number of tensors, and adds it in the end. What the
// config holds besides is passed on and added to.

/** Element by element of several tensors alike. */
function elementwise(like: Tensor, f: (i: number) => number): Tensor {
  const out = zerosLike(like)
  return new Tensor(
    out.data.map((_, i) => f(i)),
    like.shape,
  )
}

const defaults = Object.freeze({
  sgd: { learningRate: 1e-2 },
  sgdMomentum: { learningRate: 1e-2, momentum: 0.9 },
  rmsprop: { learningRate: 1e-2, decayRate: 0.99, epsilon: 1e-8 },
  adam: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, t: 0 },
})

export function sgd(w: Tensor, dw: Tensor, config: SgdConfig = {}) {
  const { learningRate } = { ...defaults.sgd, ...config }
  const update = elementwise(w, (i) => -learningRate * dw.data[i])
  return { w: add(w, update), config: { ...config }, update }
}

export function sgdMomentum(w: Tensor, dw: Tensor, config: SgdMomentumConfig = {}) {
  const { learningRate, momentum, velocity = zerosLike(w) } = { ...defaults.sgdMomentum, ...config }
  const update = elementwise(w, (i) => momentum * velocity.data[i] - learningRate * dw.data[i])
  return { w: add(w, update), config: { ...config, velocity: update } }
}

export function rmsprop(w: Tensor, dw: Tensor, config: RmspropConfig = {}) {
  const { learningRate, decayRate, epsilon, cache = zerosLike(w) } = { ...defaults.rmsprop, ...config }
  const next = elementwise(w, (i) => decayRate * cache.data[i] + (1 - decayRate) * dw.data[i] ** 2)
  const update = elementwise(w, (i) => (-learningRate / (epsilon + Math.sqrt(next.data[i]))) * dw.data[i])
  return Object.freeze({ w: add(w, update), config: Object.freeze({ ...config, cache: next }) })
}

export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}) {
  const settings = { ...defaults.adam, m: zerosLike(w), v: zerosLike(w), ...config }
  const { learningRate, beta1, beta2, epsilon } = settings
  const t = settings.t + 1
  const m = elementwise(w, (i) => beta1 * settings.m.data[i] + (1 - beta1) * dw.data[i])
  const v = elementwise(w, (i) => beta2 * settings.v.data[i] + (1 - beta2) * dw.data[i] ** 2)
  const [correction1, correction2] = [1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)]
  const update = elementwise(
    w,
    (i) => (-learningRate * (m.data[i] * correction1)) / (Math.sqrt(v.data[i] * correction2) + epsilon),
  )
  return { w: add(w, update), config: { ...settings, m, v, t, correction1, correction2 } }
}
