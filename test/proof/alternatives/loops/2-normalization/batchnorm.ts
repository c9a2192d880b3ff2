import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { BatchnormGradients, BatchnormParams, BatchnormSteps } from '#work/2-normalization/batchnorm.ts'

// Column by column, with Welford's running mean and variance. The cache keeps x itself and measures it anew.

interface Cache {
  x: Tensor
  gamma: Tensor
  epsilon: number
}

/** The mean and the biased variance of column d, in one pass (Welford 1962). */
function measure(x: Tensor, d: number): [mean: number, variance: number] {
  const [N, D] = x.shape
  let mean = 0
  let squares = 0
  for (let n = 0; n < N; n++) {
    const value = x.data[n * D + d]
    const distance = value - mean
    mean += distance / (n + 1)
    squares += distance * (value - mean)
  }
  return [mean, squares / N]
}

export function batchnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: BatchnormParams,
): { out: Tensor; cache: Cache } {
  const { mode, epsilon = 1e-5, momentum = 0.9 } = params
  if (mode !== 'train' && mode !== 'test')
    throw new RangeError(`batchnormForward: unknown mode ${String(mode)}`)
  const [N, D] = x.shape
  const out = zerosLike(x)
  const [runningMean, runningVar] = [zeros([D], x.dtype), zeros([D], x.dtype)]
  for (let d = 0; d < D; d++) {
    const before = [params.runningMean?.data[d] ?? 0, params.runningVar?.data[d] ?? 0]
    const [mean, variance] = mode === 'train' ? measure(x, d) : before
    runningMean.data[d] = momentum * before[0] + (1 - momentum) * mean
    runningVar.data[d] = momentum * before[1] + (1 - momentum) * variance
    const slope = gamma.data[d] / Math.sqrt(variance + epsilon)
    for (let n = 0; n < N; n++) out.data[n * D + d] = slope * (x.data[n * D + d] - mean) + beta.data[d]
  }
  if (mode === 'train') Object.assign(params, { runningMean, runningVar })
  return { out, cache: { x, gamma, epsilon } }
}

export function batchnormBackwardSteps(dout: Tensor, { x, gamma, epsilon }: Cache): BatchnormSteps {
  const [N, D] = x.shape
  const dnormalized = zerosLike(dout)
  const [dvariance, dmean] = [zeros([D], dout.dtype), zeros([D], dout.dtype)]
  for (let d = 0; d < D; d++) {
    const [mean, variance] = measure(x, d)
    let [alongVariance, alongMean] = [0, 0]
    for (let n = 0; n < N; n++) {
      const i = n * D + d
      dnormalized.data[i] = dout.data[i] * gamma.data[d]
      alongVariance += dnormalized.data[i] * (x.data[i] - mean)
      alongMean += dnormalized.data[i]
    }
    dvariance.data[d] = -0.5 * alongVariance * (variance + epsilon) ** -1.5
    dmean.data[d] = -alongMean / Math.sqrt(variance + epsilon)
  }
  return { dnormalized, dvariance, dmean }
}

export function batchnormBackward(dout: Tensor, cache: Cache): BatchnormGradients {
  const { dnormalized, dvariance, dmean } = batchnormBackwardSteps(dout, cache)
  const { x, epsilon } = cache
  const [N, D] = x.shape
  const dx = zerosLike(dout)
  const [dgamma, dbeta] = [zeros([D], dout.dtype), zeros([D], dout.dtype)]
  for (let d = 0; d < D; d++) {
    const [mean, variance] = measure(x, d)
    const std = Math.sqrt(variance + epsilon)
    for (let n = 0; n < N; n++) {
      const i = n * D + d
      const distance = x.data[i] - mean
      dx.data[i] = dnormalized.data[i] / std + (2 * dvariance.data[d] * distance + dmean.data[d]) / N
      dgamma.data[d] += (dout.data[i] * distance) / std
      dbeta.data[d] += dout.data[i]
    }
  }
  return { dx, dgamma, dbeta }
}

export function batchnormBackwardAlt(dout: Tensor, { x, gamma, epsilon }: Cache): BatchnormGradients {
  const [N, D] = x.shape
  const dx = zerosLike(dout)
  const [dgamma, dbeta] = [zeros([D], dout.dtype), zeros([D], dout.dtype)]
  for (let d = 0; d < D; d++) {
    const [mean, variance] = measure(x, d)
    const std = Math.sqrt(variance + epsilon)
    const normalized = (n: number): number => (x.data[n * D + d] - mean) / std
    let [a, b] = [0, 0]
    for (let n = 0; n < N; n++) {
      a += dout.data[n * D + d] * normalized(n)
      b += dout.data[n * D + d]
    }
    for (let n = 0; n < N; n++) {
      dx.data[n * D + d] = ((N * dout.data[n * D + d] - b - normalized(n) * a) * gamma.data[d]) / (N * std)
    }
    dgamma.data[d] = a
    dbeta.data[d] = b
  }
  return { dx, dgamma, dbeta }
}
