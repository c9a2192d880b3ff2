import { add, div, map, mul, sub, type Tensor } from '#kit/tensor/index.ts'
import type {
  AdamConfig,
  RmspropConfig,
  SgdConfig,
  SgdMomentumConfig,
} from '#work/1-fully-connected/optimizers.ts'

// State is kept in float64, also for float32 weights; the returned config is a changed copy of the one that came.

const exactZeros = (w: Tensor): Tensor => map(w.astype('float64'), () => 0)

export function sgd(w: Tensor, dw: Tensor, config: SgdConfig = {}) {
  const copy = Object.assign({}, config)
  const rate = copy.learningRate === undefined ? 1e-2 : copy.learningRate
  return { w: map(w, (value, i) => value - rate * dw.data[i]), config: copy }
}

export function sgdMomentum(w: Tensor, dw: Tensor, config: SgdMomentumConfig = {}) {
  const copy = { ...config }
  copy.velocity ??= exactZeros(w)
  copy.learningRate ??= 1e-2
  copy.momentum ??= 0.9
  copy.velocity = sub(mul(copy.velocity, copy.momentum), mul(dw, copy.learningRate))
  return { w: add(w, copy.velocity).astype(w.dtype), config: copy }
}

export function rmsprop(w: Tensor, dw: Tensor, config: RmspropConfig = {}) {
  const copy = { learningRate: 1e-2, decayRate: 0.99, epsilon: 1e-8, ...config }
  copy.cache ??= exactZeros(w)
  copy.cache = add(mul(mul(dw, 1 - copy.decayRate), dw), mul(copy.cache, copy.decayRate))
  const scaled = div(
    dw,
    map(copy.cache, (value) => Math.sqrt(value) + copy.epsilon),
  )
  return { config: copy, w: sub(w, mul(copy.learningRate, scaled)).astype(w.dtype) }
}

export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}) {
  const copy: AdamConfig = JSON.parse(JSON.stringify({ ...config, m: undefined, v: undefined }))
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config
  const rate1 = 1 - beta1
  const rate2 = 1 - beta2
  copy.t = (config.t ?? 0) + 1
  copy.m = add(mul(rate1, dw), mul(beta1, config.m ?? exactZeros(w)))
  copy.v = add(mul(rate2, mul(dw, dw)), mul(beta2, config.v ?? exactZeros(w)))
  const decay1 = -Math.expm1(copy.t * Math.log(beta1))
  const decay2 = -Math.expm1(copy.t * Math.log(beta2))
  const m = div(copy.m, decay1)
  const v = div(copy.v, decay2)
  return {
    w: map(w, (value, i) => value - (learningRate * m.data[i]) / (Math.sqrt(v.data[i]) + epsilon)),
    config: copy,
  }
}
