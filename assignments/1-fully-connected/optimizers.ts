import { add, div, map, mul, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/**
 * An update rule takes weights, their gradient and its settings, and returns the next weights together with the
 * settings for the next step. What it must remember from step to step travels in `config`; nothing is changed in place.
 */
export interface Update<Config> {
  w: Tensor
  config: Config
}

export interface SgdConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
}

/**
 * Stochastic gradient descent: a step against the gradient.
 *
 * @param w - weights, any shape
 * @param dw - the gradient of the loss with respect to w, in the same shape
 */
export function sgd(w: Tensor, dw: Tensor, config: SgdConfig = {}): Update<SgdConfig> {
  const { learningRate = 1e-2 } = config
  // TODO 1.7: one step of length learningRate against the gradient.
  throw new NotImplementedError('1.7')
}

export interface SgdMomentumConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
  /** The share of the velocity that survives a step; 0.9 by default. */
  momentum?: number
  /** The running velocity, in the shape of w; zeros before the first step. */
  velocity?: Tensor
}

/**
 * Gradient descent with momentum: the gradient changes a velocity, and the velocity moves the weights.
 * velocity = momentum · velocity - learningRate · dw; w = w + velocity.
 */
export function sgdMomentum(
  w: Tensor,
  dw: Tensor,
  config: SgdMomentumConfig = {},
): Update<SgdMomentumConfig> {
  const { learningRate = 1e-2, momentum = 0.9, velocity = zerosLike(w) } = config
  // TODO 1.8: the next velocity, then the next weights; hand the velocity on in the returned config.
  throw new NotImplementedError('1.8')
}

export interface RmspropConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
  /** The share of the running average that survives a step; 0.99 by default. */
  decayRate?: number
  /** Keeps the division finite; added to the root, 1e-8 by default. */
  epsilon?: number
  /** The running average of squared gradients, in the shape of w; zeros before the first step. */
  cache?: Tensor
}

/**
 * RMSProp (Tieleman and Hinton 2012): each weight's step is divided by the root of a running average of its squared
 * gradients. cache = decayRate · cache + (1 - decayRate) · dw²; w = w - learningRate · dw / (√cache + epsilon).
 */
export function rmsprop(w: Tensor, dw: Tensor, config: RmspropConfig = {}): Update<RmspropConfig> {
  const { learningRate = 1e-2, decayRate = 0.99, epsilon = 1e-8, cache = zerosLike(w) } = config
  // TODO 1.9: the next running average, then the next weights; hand the average on as config.cache.
  throw new NotImplementedError('1.9')
}

export interface AdamConfig {
  /** Step size; 1e-3 by default. */
  learningRate?: number
  /** Decay of the running mean of gradients; 0.9 by default. */
  beta1?: number
  /** Decay of the running mean of squared gradients; 0.999 by default. */
  beta2?: number
  /** Keeps the division finite; added to the root, 1e-8 by default. */
  epsilon?: number
  /** The running mean of gradients, in the shape of w; zeros before the first step. */
  m?: Tensor
  /** The running mean of squared gradients, in the shape of w; zeros before the first step. */
  v?: Tensor
  /** How many steps have been taken; 0 before the first. */
  t?: number
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1): momentum and RMSProp in one, both corrected for starting at zero.
 * The step counts from t = 1: it is incremented before it is used.
 */
export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}): Update<AdamConfig> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config
  const { m = zerosLike(w), v = zerosLike(w), t = 0 } = config
  // TODO 1.10: the next m, v and t, their bias-corrected values, and the next weights
  // w - learningRate · m̂ / (√v̂ + epsilon); hand m, v and t on in the returned config.
  throw new NotImplementedError('1.10')
}
