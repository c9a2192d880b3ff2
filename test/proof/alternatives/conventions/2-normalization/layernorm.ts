import { map, mul, sum, type Tensor } from '#kit/tensor/index.ts'
import type { LayernormParams } from '#work/2-normalization/layernorm.ts'

// The cache is text. Statistics are taken in float64 by distances from the first feature, and rounded at the end.

interface Kept {
  gamma: number[]
  normalized: number[]
  deviations: number[]
}

export function layernormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: LayernormParams = {},
): { out: Tensor; cache: string } {
  const { epsilon = 1e-5 } = params
  const [N, D] = x.shape
  const kept: Kept = { gamma: Array.from(gamma.data), normalized: [], deviations: [] }
  for (let n = 0; n < N; n++) {
    const row = Array.from(x.data.subarray(n * D, (n + 1) * D))
    const distances = row.map((value) => value - row[0])
    const first = distances.reduce((total, value) => total + value, 0) / D
    const second = distances.reduce((total, value) => total + value * value, 0) / D
    const deviation = Math.sqrt(Math.max(0, second - first * first) + epsilon)
    kept.deviations.push(deviation)
    kept.normalized.push(...distances.map((value) => (value - first) / deviation))
  }
  const out = map(x, (_, i) => gamma.data[i % D] * kept.normalized[i] + beta.data[i % D])
  return { out, cache: JSON.stringify(kept) }
}

export function layernormBackward(
  dout: Tensor,
  cache: string,
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const { gamma, normalized, deviations } = JSON.parse(cache) as Kept
  const D = gamma.length
  const levels = deviations.map(() => 0)
  const slopes = deviations.map(() => 0)
  dout.data.forEach((upstream, i) => {
    const n = Math.floor(i / D)
    levels[n] += (upstream * gamma[i % D]) / D
    slopes[n] += (upstream * gamma[i % D] * normalized[i]) / D
  })
  const dx = map(dout, (upstream, i) => {
    const n = Math.floor(i / D)
    return (upstream * gamma[i % D] - levels[n] - slopes[n] * normalized[i]) / deviations[n]
  })
  const dgamma = sum(
    map(dout, (upstream, i) => upstream * normalized[i]),
    0,
  )
  return { dbeta: sum(mul(dout, 1), 0), dgamma, dx }
}
