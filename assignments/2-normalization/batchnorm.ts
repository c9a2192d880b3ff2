import { add, div, map, mean, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** Settings of batch normalization, and what it remembers from batch to batch. */
export interface BatchnormParams {
  /** 'train' normalizes with the statistics of the batch, 'test' with the running averages. */
  mode: 'train' | 'test'
  /** Added to the variance, inside the root, to avoid a division by 0; 1e-5 by default. */
  epsilon?: number
  /** The share of the running averages that is kept after each batch; 0.9 by default. */
  momentum?: number
  /** The running average of the means, (D,); zeros before the first batch. */
  runningMean?: Tensor
  /** The running average of the biased variances, (D,); zeros before the first batch. */
  runningVar?: Tensor
}

/** What the backward functions need from the forward pass in train mode. You may change it. */
export interface BatchnormCache {
  /** (x - mean) / std, (N, D). */
  normalized: Tensor
  /** √(variance + epsilon), (D,). */
  std: Tensor
  gamma: Tensor
}

/**
 * Batch normalization (Ioffe and Szegedy 2015) shifts and scales every column to mean 0 and variance 1, and then to
 * mean beta and standard deviation |gamma|. Both are learned.
 *
 * In train mode, it uses the mean and the biased variance of the batch, and updates the running averages in `params`:
 * running = momentum · running + (1 - momentum) · batch. In test mode, it uses the running averages instead, and updates
 * nothing. The running averages are the only arguments that a function of this course may change.
 *
 * If a batch has only one example in train mode, each value is the mean of its column. So out is beta, and dx is 0.
 *
 * @param x - inputs, (N, D)
 * @param gamma - the scale of each column, (D,)
 * @param beta - the shift of each column, (D,)
 * @param params - the settings; train mode writes `runningMean` and `runningVar`
 * @returns `out`, (N, D), and the cache for the backward pass of train mode
 * @throws RangeError when the mode is neither 'train' nor 'test'
 */
export function batchnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: BatchnormParams,
): { out: Tensor; cache: BatchnormCache } {
  const { mode, epsilon = 1e-5, momentum = 0.9 } = params
  const D = x.shape[1]
  const { runningMean = zeros([D], x.dtype), runningVar = zeros([D], x.dtype) } = params
  if (mode === 'train') {
    // TODO 2.1: Normalize x with the mean and the biased variance of each column, (D,). out, (N, D), is that times gamma,
    // plus beta. Put the next running averages into params.runningMean and params.runningVar.
    throw new NotImplementedError('2.1')
  }
  if (mode === 'test') {
    // TODO 2.2: Compute out, (N, D), with runningMean and runningVar instead of the statistics of the batch. Do not
    // update anything. No backward pass will look at the cache.
    throw new NotImplementedError('2.2')
  }
  throw new RangeError(`batchnormForward: mode must be 'train' or 'test', not '${String(mode)}'`)
}

/** The gradients at three nodes in the middle of the graph of batch normalization. */
export interface BatchnormSteps {
  /** With respect to the normalized x, (N, D). */
  dnormalized: Tensor
  /** With respect to the variance, (D,). */
  dvariance: Tensor
  /** With respect to the mean, (D,). */
  dmean: Tensor
}

/**
 * The first half of the backward pass of batch normalization in train mode: from out back to the statistics.
 *
 * @param dout - the upstream gradient, (N, D)
 * @param cache - what the forward pass kept
 */
export function batchnormBackwardSteps(dout: Tensor, cache: BatchnormCache): BatchnormSteps {
  // TODO 2.3: Compute the gradients of sum(dout * out) with respect to the normalized x, (N, D), the variance, (D,), and
  // the mean, (D,). Treat each of them as an independent input.
  throw new NotImplementedError('2.3')
}

/** The gradients of batch normalization. */
export interface BatchnormGradients {
  /** (N, D) */
  dx: Tensor
  /** (D,) */
  dgamma: Tensor
  /** (D,) */
  dbeta: Tensor
}

/**
 * The backward pass of batch normalization in train mode, along the computation graph.
 *
 * @param dout - the upstream gradient, (N, D)
 * @param cache - what the forward pass kept
 */
export function batchnormBackward(dout: Tensor, cache: BatchnormCache): BatchnormGradients {
  const { dnormalized, dvariance, dmean } = batchnormBackwardSteps(dout, cache)
  // TODO 2.4: Compute dx, (N, D), as the sum of the gradients through all three steps. Compute dgamma and dbeta, (D,).
  throw new NotImplementedError('2.4')
}

/**
 * The same gradients from one simplified formula, without the steps.
 *
 * @param dout - the upstream gradient, (N, D)
 * @param cache - what the forward pass kept
 */
export function batchnormBackwardAlt(dout: Tensor, cache: BatchnormCache): BatchnormGradients {
  // TODO 2.5: Compute dx, (N, D), dgamma and dbeta, (D,). Do not call batchnormBackward or batchnormBackwardSteps.
  throw new NotImplementedError('2.5')
}
