import {
  add,
  div,
  map,
  matmul,
  mean,
  mul,
  ones,
  sub,
  sum,
  variance,
  zeros,
  type Tensor,
} from '#kit/tensor/index.ts'
import type { BatchnormGradients, BatchnormParams, BatchnormSteps } from '#work/2-normalization/batchnorm.ts'

// One matrix product with a matrix of 1 / N averages; scale and shift are folded into one factor and one term.

interface Cache {
  deviation: Tensor
  inverse: Tensor
  gamma: Tensor
}

export function batchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const { epsilon = 1e-5, momentum = 0.9, mode } = params
  if (!['train', 'test'].includes(mode))
    throw new RangeError(`batchnormForward: there is no mode ${String(mode)}`)
  const origin = zeros(gamma.shape, x.dtype)
  const before = { mean: params.runningMean ?? origin, variance: params.runningVar ?? origin }
  const used = mode === 'train' ? { mean: mean(x, [0]), variance: variance(x, [0]) } : before
  if (mode === 'train') {
    const moved = (from: Tensor, to: Tensor): Tensor => add(to, mul(momentum, sub(from, to)))
    params.runningMean = moved(before.mean, used.mean)
    params.runningVar = moved(before.variance, used.variance)
  }
  const inverse = map(used.variance, (value) => 1 / Math.sqrt(value + epsilon))
  const slope = mul(gamma, inverse)
  // The same as gamma · (x - mean) / std + beta.
  const out = add(mul(x, slope), sub(beta, mul(used.mean, slope)))
  const cache: Cache = { deviation: Object.freeze(sub(x, used.mean)), inverse: Object.freeze(inverse), gamma }
  return { out, cache }
}

export function batchnormBackwardSteps(dout: Tensor, { deviation, inverse, gamma }: Cache): BatchnormSteps {
  const dnormalized = mul(gamma, dout)
  const cubed = map(inverse, (value) => value ** 3)
  return {
    dnormalized,
    dvariance: mul(sum(mul(dnormalized, deviation), 0), mul(cubed, -0.5)),
    dmean: sum(mul(dnormalized, mul(inverse, -1)), 0),
  }
}

export function batchnormBackward(dout: Tensor, cache: Cache): BatchnormGradients {
  const { dnormalized, dvariance, dmean } = batchnormBackwardSteps(dout, cache)
  const N = dout.shape[0]
  const direct = mul(dnormalized, cache.inverse)
  const indirect = add(mul(cache.deviation, mul(2 / N, dvariance)), div(dmean, N))
  return {
    dbeta: sum(dout, 0),
    dgamma: sum(mul(mul(dout, cache.deviation), cache.inverse), 0),
    dx: add(direct, indirect),
  }
}

/** The gradient as two projections: what is left of dout when its mean and its share along x are taken away. */
export function batchnormBackwardAlt(dout: Tensor, { deviation, inverse, gamma }: Cache): BatchnormGradients {
  const [N, D] = dout.shape
  const averaging = div(ones([N, N], dout.dtype), N)
  const normalized = mul(deviation, inverse)
  const share = mul(normalized, matmul(averaging, mul(normalized, dout)))
  const dx = mul(sub(sub(dout, matmul(averaging, dout)), share), mul(inverse, gamma))
  const column = ones([1, N], dout.dtype)
  return {
    dx,
    dgamma: matmul(column, mul(normalized, dout)).reshape([D]),
    dbeta: matmul(column, dout).reshape([D]),
  }
}
