import { add, div, map, mean, mul, sub, sum, Tensor, variance, zeros } from '#kit/tensor/index.ts'
import type { BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import type { GroupnormOptions } from '#work/4-convolution/spatial-norm.ts'

// Batch normalization without batchnormForward: over the axes of the images as they are.

const keepDims = true
const perChannel = (values: Tensor): Tensor => values.reshape([1, values.size, 1, 1])

export function spatialBatchnormForward(x: Tensor, gamma: Tensor, beta: Tensor, params: BatchnormParams) {
  const { mode, epsilon = 1e-5, momentum = 0.9 } = params
  const none = zeros(gamma.shape, x.dtype)
  let [average, spread] = [params.runningMean ?? none, params.runningVar ?? none]
  if (mode === 'train') {
    const [runningMean, runningVar] = [average, spread]
    ;[average, spread] = [mean(x, [0, 2, 3]), variance(x, [0, 2, 3])]
    params.runningMean = add(mul(momentum, runningMean), mul(1 - momentum, average))
    params.runningVar = add(mul(momentum, runningVar), mul(1 - momentum, spread))
  } else if (mode !== 'test') throw new RangeError(`mode must be 'train' or 'test', not '${String(mode)}'`)
  const deviation = map(add(spread, epsilon), Math.sqrt)
  const normalized = div(sub(x, perChannel(average)), perChannel(deviation))
  const out = add(mul(normalized, perChannel(gamma)), perChannel(beta))
  return { out, cache: { normalized, factor: perChannel(div(gamma, deviation)) } }
}

export function spatialBatchnormBackward(
  dout: Tensor,
  { normalized, factor }: ReturnType<typeof spatialBatchnormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const everywhere = [0, 2, 3]
  const product = mul(dout, normalized)
  const level = mean(dout, everywhere, { keepDims })
  const slope = mean(product, everywhere, { keepDims })
  const dx = mul(factor, sub(dout, add(level, mul(slope, normalized))))
  return { dx, dgamma: sum(product, everywhere), dbeta: sum(dout, everywhere) }
}

/** Group by group, each a list of numbers. */
export function spatialGroupnormForward(x: Tensor, gamma: Tensor, beta: Tensor, options: GroupnormOptions) {
  const { groups, epsilon = 1e-5 } = options
  const [N, C, H, W] = x.shape
  if (!(groups >= 1) || C % groups !== 0)
    throw new RangeError(`${C} channels do not divide into ${groups} groups`)
  const count = (C * H * W) / groups
  const deviations: number[] = []
  const parts = Array.from({ length: N * groups }, (_, g) => {
    const part = x.data.slice(g * count, (g + 1) * count)
    const average = sum(new Tensor(part, [count])) / count
    const distances = part.map((value) => value - average)
    deviations.push(Math.sqrt(variance(new Tensor(distances, [count])) + epsilon))
    return Array.from(part, (value) => (value - average) / deviations[g])
  })
  const normalized = map(x, (_, i) => parts[Math.floor(i / count)][i % count])
  const channel = (i: number): number => Math.floor(i / (H * W)) % C
  const out = map(normalized, (value, i) => beta.data[channel(i)] + value * gamma.data[channel(i)])
  return { out, cache: { normalized, deviations, gamma, count } }
}

export function spatialGroupnormBackward(
  dout: Tensor,
  { normalized, deviations, gamma, count }: ReturnType<typeof spatialGroupnormForward>['cache'],
): { dx: Tensor; dgamma: Tensor; dbeta: Tensor } {
  const weighted = mul(dout, perChannel(gamma)).reshape([deviations.length, count])
  const rows = normalized.reshape(weighted.shape)
  const levels = mean(weighted, 1)
  const slopes = mean(mul(weighted, rows), 1)
  const dx = map(weighted, (value, i) => {
    const g = Math.floor(i / count)
    return (value - levels.data[g] - slopes.data[g] * rows.data[i]) / deviations[g]
  })
  const [dgamma, dbeta] = [mul(dout, normalized), dout].map((values) => sum(sum(values, [2, 3]), 0))
  return { dx: dx.reshape(dout.shape), dgamma, dbeta }
}
