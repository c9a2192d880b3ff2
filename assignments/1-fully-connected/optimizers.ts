import { add, div, map, mul, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/**
 * An update rule takes weights, their gradient and its settings. It returns the next weights and the settings for the
 * next step. `config` also holds what the rule must remember from step to step. No argument is changed.
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
  // TODO 1.7: Take one step against the gradient: learningRate times the gradient.
  throw new NotImplementedError('1.7')
}

export interface SgdMomentumConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
  /** The share of the velocity that is kept in each step; 0.9 by default. */
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
  // TODO 1.8: Compute the next velocity, then the next weights. Return the velocity in the config.
  throw new NotImplementedError('1.8')
}

export interface RmspropConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
  /** The share of the running average that is kept in each step; 0.99 by default. */
  decayRate?: number
  /** Added to the root, to avoid a division by 0; 1e-8 by default. */
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
  // TODO 1.9: Compute the next running average, then the next weights. Return the average as config.cache.
  throw new NotImplementedError('1.9')
}

export interface AdamConfig {
  /** Step size; 1e-3 by default. */
  learningRate?: number
  /** Decay of the running mean of gradients; 0.9 by default. */
  beta1?: number
  /** Decay of the running mean of squared gradients; 0.999 by default. */
  beta2?: number
  /** Added to the root, to avoid a division by 0; 1e-8 by default. */
  epsilon?: number
  /** The running mean of gradients, in the shape of w; zeros before the first step. */
  m?: Tensor
  /** The running mean of squared gradients, in the shape of w; zeros before the first step. */
  v?: Tensor
  /** The number of steps so far; 0 before the first step. */
  t?: number
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1) combines momentum and RMSProp, and corrects both for their start at zero.
 * The step counts from t = 1: it is incremented before it is used.
 */
export function adam(w: Tensor, dw: Tensor, config: AdamConfig = {}): Update<AdamConfig> {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config
  const { m = zerosLike(w), v = zerosLike(w), t = 0 } = config
  // TODO 1.10: Compute the next m, v and t, the bias-corrected m̂ and v̂, and the next weights
  // w - learningRate · m̂ / (√v̂ + epsilon). Return m, v and t in the config.
  throw new NotImplementedError('1.10')
}
