import { add, div, map, mean, mul, sub, sum, transpose, type Tensor } from '#kit/tensor/index.ts'
import {
  batchnormBackwardAlt,
  batchnormForward,
  type BatchnormParams,
} from '#work/2-normalization/batchnorm.ts'
import type { GroupnormOptions } from '#work/4-convolution/spatial-norm.ts'

// Channels first: (C, N · H · W), transposed as a matrix. Group normalization works on five axes at once.

const toColumns = (x: Tensor): Tensor => transpose(transpose(x, [1, 0, 2, 3]).reshape([x.shape[1], -1]))

function fromColumns(columns: Tensor, [N, C, H, W]: readonly number[]): Tensor {
  return transpose(transpose(columns).reshape([C, N, H, W]), [1, 0, 2, 3])
}

export function spatialBatchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const { out, cache } = batchnormForward(toColumns(x), gamma, beta, params)
  return { out: fromColumns(out, x.shape), cache: [cache, x.shape] as const }
}

export function spatialBatchnormBackward(
  dout: Tensor,
  [cache, shape]: ReturnType<typeof spatialBatchnormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const { dx, ...rest } = batchnormBackwardAlt(toColumns(dout), cache)
  return { dx: fromColumns(dx, shape), ...rest }
}

const inGroup = [[2, 3, 4], { keepDims: true }] as const

export function spatialGroupnormForward(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { groups, epsilon = 1e-5 }: GroupnormOptions,
) {
  const [N, C, H, W] = x.shape
  if (!Number.isInteger(C / groups) || groups <= 0) {
    throw new RangeError(`spatialGroupnormForward: ${C} channels do not make ${groups} groups`)
  }
  const perGroup = x.reshape([N, groups, C / groups, H, W])
  const centre = mean(perGroup, ...inGroup)
  const centred = sub(perGroup, centre)
  const inverse = map(mean(mul(centred, centred), ...inGroup), (value) => (value + epsilon) ** -0.5)
  const normalized = mul(centred, inverse)
  const perChannel = (values: Tensor): Tensor => values.reshape([1, groups, C / groups, 1, 1])
  const out = add(perChannel(beta), mul(perChannel(gamma), normalized)).reshape(x.shape)
  return { out, cache: { normalized, inverse, weights: perChannel(gamma) } }
}

export function spatialGroupnormBackward(
  dout: Tensor,
  { normalized, inverse, weights }: ReturnType<typeof spatialGroupnormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const upstream = dout.reshape(normalized.shape)
  const along = (values: Tensor): Tensor => sum(values, [0, 3, 4]).reshape([-1])
  const weighted = mul(upstream, weights)
  const count = normalized.size / inverse.size
  const level = sum(weighted, ...inGroup)
  const slope = sum(mul(weighted, normalized), ...inGroup)
  const dx = mul(inverse, sub(weighted, div(add(level, mul(slope, normalized)), count)))
  return {
    dx: dx.reshape(dout.shape),
    dgamma: along(mul(upstream, normalized)),
    dbeta: along(upstream),
  }
}
