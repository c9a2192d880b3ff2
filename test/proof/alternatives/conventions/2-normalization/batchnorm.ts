import { add, map, mean, mul, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { BatchnormGradients, BatchnormParams, BatchnormSteps } from '#work/2-normalization/batchnorm.ts'

// The running averages are written in place, number by number. The cache is a list; there is none in test mode.

type Cache = readonly [normalized: Tensor, variance: Tensor, gamma: Tensor, epsilon: number]

const inverseRoot = (variance: Tensor, epsilon: number): Tensor =>
  map(variance, (value) => 1 / Math.sqrt(value + epsilon))

export function batchnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: BatchnormParams,
): { out: Tensor; cache: Cache | undefined } {
  const { epsilon = 1e-5, momentum = 0.9 } = params
  if (params.mode === 'test') {
    const average = params.runningMean ?? zeros([x.shape[1]], x.dtype)
    const inverse = inverseRoot(params.runningVar ?? zeros([x.shape[1]], x.dtype), epsilon)
    return { out: add(mul(mul(sub(x, average), inverse), gamma), beta), cache: undefined }
  }
  if (params.mode !== 'train') throw new RangeError(`batchnormForward: ${String(params.mode)} is no mode`)
  const average = mean(x, 0)
  const variance = mean(
    map(sub(x, average), (value) => value ** 2),
    0,
  )
  const { runningMean, runningVar } = Object.assign(params, {
    runningMean: params.runningMean ?? zeros([x.shape[1]], x.dtype),
    runningVar: params.runningVar ?? zeros([x.shape[1]], x.dtype),
  })
  for (let d = 0; d < average.size; d++) {
    runningMean.data[d] += (1 - momentum) * (average.data[d] - runningMean.data[d])
    runningVar.data[d] += (1 - momentum) * (variance.data[d] - runningVar.data[d])
  }
  const normalized = mul(sub(x, average), inverseRoot(variance, epsilon))
  return { out: add(mul(normalized, gamma), beta), cache: [normalized, variance, gamma, epsilon] }
}

export function batchnormBackwardSteps(dout: Tensor, cache: Cache | undefined): BatchnormSteps {
  const [normalized, variance, gamma, epsilon] = cache!
  const inverse = inverseRoot(variance, epsilon)
  const dnormalized = mul(dout, gamma)
  return {
    dnormalized,
    dmean: mul(mul(sum(dout, 0), gamma), mul(inverse, -1)),
    dvariance: mul(mul(sum(mul(dnormalized, normalized), 0), inverse), mul(inverse, -0.5)),
  }
}

/** Along a finer graph: the mean is subtracted, and the variance is the mean of what is left, squared. */
export function batchnormBackward(dout: Tensor, cache: Cache | undefined): BatchnormGradients {
  const [normalized, variance, , epsilon] = cache!
  const { dnormalized, dvariance } = batchnormBackwardSteps(dout, cache)
  const centred = map(normalized, (value, i) => value * Math.sqrt(variance.data[i % variance.size] + epsilon))
  const dsquares = mul(dvariance, 1 / dout.shape[0])
  const dcentred = add(mul(dnormalized, inverseRoot(variance, epsilon)), mul(mul(centred, 2), dsquares))
  return { dx: sub(dcentred, mean(dcentred, 0)), dgamma: sum(mul(normalized, dout), 0), dbeta: sum(dout, 0) }
}

/** Example by example: each output depends on each input of its column. */
export function batchnormBackwardAlt(dout: Tensor, cache: Cache | undefined): BatchnormGradients {
  const [normalized, variance, gamma, epsilon] = cache!
  const [N, D] = dout.shape
  const dx = map(dout, (_, i) => {
    const [n, d] = [Math.floor(i / D), i % D]
    let total = 0
    for (let k = 0; k < N; k++) {
      const together = normalized.data[n * D + d] * normalized.data[k * D + d]
      total += dout.data[k * D + d] * ((k === n ? N : 0) - 1 - together)
    }
    return (total * gamma.data[d]) / (N * Math.sqrt(variance.data[d] + epsilon))
  })
  return { dx, dgamma: sum(mul(dout, normalized), 0), dbeta: sum(dout, 0) }
}
