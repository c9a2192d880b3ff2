import { add, div, map, mean, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'

/** Settings of layer normalization. */
export interface LayernormParams {
  /** Added to the variance, inside the root, to avoid a division by 0; 1e-5 by default. */
  epsilon?: number
}

/** What `layernormBackward` needs from the forward pass. You may change it. */
export interface LayernormCache {
  /** (x - mean) / std, (N, D). */
  normalized: Tensor
  /** √(variance + epsilon), (N, 1). */
  std: Tensor
  gamma: Tensor
}

/**
 * Layer normalization (Ba, Kiros and Hinton 2016) shifts and scales every example to mean 0 and variance 1, and then
 * every feature by its own gamma and beta. No example depends on another, so training and testing work the same way.
 *
 * @param x - inputs, (N, D)
 * @param gamma - a factor for each feature, (D,)
 * @param beta - a shift for each feature, (D,)
 * @returns `out`, (N, D), and the cache for the backward pass
 */
export function layernormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { epsilon = 1e-5 }: LayernormParams = {},
): { out: Tensor; cache: LayernormCache } {
  // TODO 2.6: Normalize x with the mean and the biased variance of each row. out, (N, D), is that times gamma, plus beta.
  // BEGIN SOLUTION 2.6
  const deviation = sub(x, mean(x, 1, { keepDims: true }))
  const variance = mean(mul(deviation, deviation), 1, { keepDims: true })
  const std = map(add(variance, epsilon), Math.sqrt)
  const normalized = div(deviation, std)
  return { out: add(mul(gamma, normalized), beta), cache: { normalized, std, gamma } }
  // END SOLUTION 2.6
}

/**
 * The backward pass of layer normalization.
 *
 * @param dout - the upstream gradient, (N, D)
 * @param cache - what the forward pass kept
 * @returns `dx`, (N, D); `dgamma`, (D,); `dbeta`, (D,)
 */
export function layernormBackward(
  dout: Tensor,
  cache: LayernormCache,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  // TODO 2.7: Compute the gradients of sum(dout * out) with respect to x, (N, D), gamma and beta, (D,).
  // BEGIN SOLUTION 2.7
  const { normalized, std, gamma } = cache
  const dnormalized = mul(dout, gamma)
  const level = mean(dnormalized, 1, { keepDims: true })
  const slope = mean(mul(dnormalized, normalized), 1, { keepDims: true })
  const dx = div(sub(sub(dnormalized, level), mul(normalized, slope)), std)
  return { dx, dgamma: sum(mul(dout, normalized), 0), dbeta: sum(dout, 0) }
  // END SOLUTION 2.7
}
