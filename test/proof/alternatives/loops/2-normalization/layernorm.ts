import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { LayernormParams } from '#work/2-normalization/layernorm.ts'

// Row by row. The cache has an object for each example.

interface Row {
  normalized: number[]
  deviation: number
}

export function layernormForward(x: Tensor, gamma: Tensor, beta: Tensor, params?: LayernormParams) {
  const epsilon = params?.epsilon ?? 1e-5
  const [N, D] = x.shape
  const out = zerosLike(x)
  const rows: Row[] = []
  for (let n = 0; n < N; n++) {
    let [mean, variance] = [0, 0]
    for (let d = 0; d < D; d++) mean += x.data[n * D + d] / D
    for (let d = 0; d < D; d++) variance += (x.data[n * D + d] - mean) ** 2 / D
    const row: Row = { normalized: [], deviation: Math.sqrt(variance + epsilon) }
    for (let d = 0; d < D; d++) {
      row.normalized[d] = (x.data[n * D + d] - mean) / row.deviation
      out.data[n * D + d] = row.normalized[d] * gamma.data[d] + beta.data[d]
    }
    rows.push(row)
  }
  return { out, cache: { rows, gamma: Array.from(gamma.data) } }
}

export function layernormBackward(
  dout: Tensor,
  { rows, gamma }: ReturnType<typeof layernormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const [N, D] = dout.shape
  const dx = zerosLike(dout)
  const [dgamma, dbeta] = [zeros([D], dout.dtype), zeros([D], dout.dtype)]
  for (let n = 0; n < N; n++) {
    const { normalized, deviation } = rows[n]
    let [level, slope] = [0, 0]
    for (let d = 0; d < D; d++) {
      const upstream = dout.data[n * D + d]
      dgamma.data[d] += upstream * normalized[d]
      dbeta.data[d] += upstream
      level += upstream * gamma[d]
      slope += upstream * gamma[d] * normalized[d]
    }
    for (let d = 0; d < D; d++) {
      const own = D * dout.data[n * D + d] * gamma[d]
      dx.data[n * D + d] = (own - level - normalized[d] * slope) / (D * deviation)
    }
  }
  return { dx, dgamma, dbeta }
}
