import { loops } from '#kit/engine/loops/index.ts'
import { empty, zerosLike, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { asType } from './arrays.ts'
import { requireShape } from './require-shape.ts'

/** The result of an update rule: the next weights, and the settings with the state for the next step. */
export interface FastUpdate<Config> {
  /** The next weights, in the shape of w. */
  w: Tensor
  /** The argument for the next step. */
  config: Config
}

function gradientLike(w: Tensor, dw: Tensor): TensorData {
  requireShape('a gradient', dw, w.shape)
  return asType(dw, w.dtype).data
}

/** The settings of {@link sgd}. */
export interface SgdConfig {
  /** 1e-2 by default. */
  learningRate?: number
}

/** Updates weights by stochastic gradient descent: a fast version of `sgd` of Part 1. */
export function sgd(w: Tensor, dw: Tensor, config: SgdConfig = {}): FastUpdate<SgdConfig> {
  const next = empty(w.shape, w.dtype)
  loops.sgd(next.data, w.data, gradientLike(w, dw), w.size, config.learningRate ?? 1e-2)
  return { w: next, config }
}

/** The settings of {@link sgdMomentum}, and its state. */
export interface SgdMomentumConfig extends SgdConfig {
  /** 0.9 by default. */
  momentum?: number
  /** In the shape of w; zeros before the first step. */
  velocity?: Tensor
}

/** Updates weights by gradient descent with momentum: a fast version of `sgdMomentum` of Part 1. */
export function sgdMomentum(
  w: Tensor,
  dw: Tensor,
  config: SgdMomentumConfig = {},
): FastUpdate<SgdMomentumConfig> {
  const { learningRate = 1e-2, momentum = 0.9, velocity = zerosLike(w) } = config
  const [next, nextVelocity] = [w, w].map(({ shape, dtype }) => empty(shape, dtype))
  loops.sgdMomentum(
    next.data,
    nextVelocity.data,
    w.data,
    gradientLike(w, dw),
    velocity.data,
    w.size,
    learningRate,
    momentum,
  )
  return { w: next, config: { ...config, velocity: nextVelocity } }
}

/**
 * Updates weights by gradient descent with Nesterov momentum: a fast version of `nesterovMomentum`.
 * velocity = momentum · velocity - learningRate · dw; w = w + momentum · velocity - learningRate · dw.
 */
export function nesterovMomentum(
  w: Tensor,
  dw: Tensor,
  config: SgdMomentumConfig = {},
): FastUpdate<SgdMomentumConfig> {
  const { learningRate = 1e-2, momentum = 0.9, velocity = zerosLike(w) } = config
  const [next, nextVelocity] = [w, w].map(({ shape, dtype }) => empty(shape, dtype))
  const gradient = gradientLike(w, dw)
  loops.weightedSum(nextVelocity.data, velocity.data, gradient, w.size, momentum, -learningRate)
  loops.sgd(next.data, w.data, gradient, w.size, learningRate)
  loops.weightedSum(next.data, next.data, nextVelocity.data, w.size, 1, momentum)
  return { w: next, config: { ...config, velocity: nextVelocity } }
}

/** The settings of {@link rmsprop}, and its state. */
export interface RmspropConfig extends SgdConfig {
  /** 0.99 by default. */
  decayRate?: number
  /** 1e-8 by default. */
  epsilon?: number
  /** The running mean of the squared gradients, in the shape of w; zeros before the first step. */
  cache?: Tensor
}

/** Updates weights by RMSProp: a fast version of `rmsprop` of Part 1. */
export function rmsprop(w: Tensor, dw: Tensor, config: RmspropConfig = {}): FastUpdate<RmspropConfig> {
  const { learningRate = 1e-2, decayRate = 0.99, epsilon = 1e-8, cache = zerosLike(w) } = config
  const [next, nextCache] = [w, w].map(({ shape, dtype }) => empty(shape, dtype))
  loops.rmsprop(
    next.data,
    nextCache.data,
    w.data,
    gradientLike(w, dw),
    cache.data,
    w.size,
    learningRate,
    decayRate,
    1 - decayRate,
    epsilon,
  )
  return { w: next, config: { ...config, cache: nextCache } }
}

/** The settings of {@link adam}, and its state. */
export interface AdamConfig {
  /** 1e-3 by default. */
  learningRate?: number
  /** 0.9 by default. */
  beta1?: number
  /** 0.999 by default. */
  beta2?: number
  /** 1e-8 by default. */
  epsilon?: number
  /** The running mean of the gradients, in the shape of w; zeros before the first step. */
  m?: Tensor
  /** The running mean of the squared gradients, in the shape of w; zeros before the first step. */
  v?: Tensor
  /** The number of steps taken. */
  t?: number
}

/** Updates weights by Adam: a fast version of `adam` of Part 1. */
export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}): FastUpdate<AdamConfig> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config
  const { m = zerosLike(w), v = zerosLike(w), t = 0 } = config
  const [next, nextM, nextV] = [w, w, w].map(({ shape, dtype }) => empty(shape, dtype))
  loops.adam(
    next.data,
    nextM.data,
    nextV.data,
    w.data,
    gradientLike(w, dw),
    m.data,
    v.data,
    w.size,
    learningRate / (1 - beta1 ** (t + 1)),
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    1 / (1 - beta2 ** (t + 1)),
    epsilon,
  )
  return { w: next, config: { ...config, m: nextM, v: nextV, t: t + 1 } }
}
