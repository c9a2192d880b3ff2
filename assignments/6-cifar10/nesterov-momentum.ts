import { add, mul, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** The settings of {@link nesterovMomentum}, and its state. */
export interface NesterovMomentumConfig {
  /** Step size; 1e-2 by default. */
  learningRate?: number
  /** The share of the velocity that is kept in each step; 0.9 by default. */
  momentum?: number
  /** The running velocity, in the shape of w; zeros before the first step. */
  velocity?: Tensor
}

/**
 * Gradient descent with Nesterov momentum, in the form of Sutskever et al. 2013 as Bengio et al. 2013 ("Advances in
 * Optimizing Recurrent Networks", section 3.5) write it for an update rule: the velocity changes as in momentum, and
 * the weights go one step ahead. velocity = momentum · velocity - learningRate · dw;
 * w = w + momentum · velocity - learningRate · dw, with the new velocity.
 *
 * @param w - weights, any shape
 * @param dw - the gradient of the loss with respect to w, in the same shape
 * @param config - the settings and the velocity; neither is changed
 * @returns the next weights `w`, and the `config` for the next step with the next velocity
 */
export function nesterovMomentum(
  w: Tensor,
  dw: Tensor,
  config: NesterovMomentumConfig = {},
): { w: Tensor; config: NesterovMomentumConfig } {
  const { learningRate = 1e-2, momentum = 0.9, velocity = zerosLike(w) } = config
  // TODO 6.5: Compute the next velocity, and the next weights one step ahead of it. Return the velocity in the config.
  throw new NotImplementedError('6.5')
}
