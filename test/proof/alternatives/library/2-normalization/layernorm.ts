import { concat, map, sum, Tensor } from '#kit/tensor/index.ts'
import type { LayernormParams } from '#work/2-normalization/layernorm.ts'

// A function for one example, which returns its output and its way back; the layer is that, example by example.

interface Example {
  out: Tensor
  normalized: Tensor
  back: (dout: Tensor) => Tensor
}

const row = ({ data, shape: [, D] }: Tensor, n: number): Tensor =>
  new Tensor(data.subarray(n * D, (n + 1) * D), [1, D])

function normalizeOne(x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Example {
  const D = x.size
  const mean = sum(x) / D
  const std = Math.hypot(...x.data.map((value) => value - mean), Math.sqrt(epsilon * D)) / Math.sqrt(D)
  const normalized = map(x, (value) => (value - mean) / std)
  return {
    normalized,
    out: map(normalized, (value, d) => gamma.data[d] * value + beta.data[d]),
    back(dout) {
      const scaled = map(dout, (value, d) => value * gamma.data[d])
      const level = sum(scaled) / D
      const slope = sum(map(scaled, (value, d) => value * normalized.data[d])) / D
      return map(scaled, (value, d) => (value - level - slope * normalized.data[d]) / std)
    },
  }
}

export function layernormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { epsilon = 1e-5 }: LayernormParams = {},
) {
  const examples = Array.from({ length: x.shape[0] }, (_, n) => normalizeOne(row(x, n), gamma, beta, epsilon))
  return { out: concat(examples.map(({ out }) => out)), cache: examples, count: examples.length }
}

export function layernormBackward(
  dout: Tensor,
  examples: readonly Example[],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const normalized = concat(examples.map((example) => example.normalized))
  return {
    dx: concat(examples.map(({ back }, n) => back(row(dout, n)))),
    dgamma: sum(
      map(dout, (value, i) => value * normalized.data[i]),
      0,
    ),
    dbeta: sum(dout, 0),
  }
}
