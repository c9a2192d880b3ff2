import {
  div,
  map,
  max,
  mean,
  mul,
  pad,
  sub,
  sum,
  tensor,
  transpose,
  variance,
  type Tensor,
} from '#kit/tensor/index.ts'
import type { CurvePoints, Picture } from '#work/5-training/diagnostics.ts'

// Expressions over whole tensors. The grid of filters is put together by padding and transposing.

export const expectedInitialLoss = (numClasses: number, loss: 'softmax' | 'hinge'): number =>
  ({ softmax: Math.log(numClasses), hinge: numClasses - 1 })[loss]

export function updateRatio(before: Tensor, after: Tensor): number {
  const [moved, size] = [sub(after, before), before].map((x) => Math.sqrt(sum(mul(x, x))))
  return moved / size || 0
}

export const judgeUpdateRatio = (ratio: number) =>
  (['too large', 'healthy', 'too small', 'vanished'] as const)[
    Number(ratio <= 1e-2) + Number(ratio < 1e-4) + Number(ratio < 1e-6)
  ]

export const vanishingLayers = (sizes: Readonly<Record<string, number>>): string[] =>
  Object.entries(sizes)
    .filter(([, size], _, all) => size === 0 || all.some(([, other]) => size < other / 1000))
    .map(([name]) => name)

export function readCurve(curve: readonly number[]): CurvePoints {
  if (curve.length === 0) throw new RangeError('There is no curve to read.')
  const n = curve.length
  const k = Math.trunc(n / 10) || 1
  const start = (n - k) >> 1
  return {
    first: curve[0],
    middle: mean(tensor(curve.slice(start, start + k))),
    last: mean(tensor(curve.slice(-k))),
  }
}

export function judgeLearningRate(losses: readonly number[]): 'too high' | 'too low' | 'good' {
  const { first, middle, last } = readCurve(losses)
  const diverges =
    !Number.isFinite(variance(tensor(losses))) || max(tensor(losses)) > 3 * first || last > 1.05 * first
  const plateaus = middle < 0.95 * first && middle - last < 0.02 * first && last > 0.6 * first
  return diverges || plateaus ? 'too high' : last > 0.9 * first ? 'too low' : 'good'
}

export function judgeFitting(
  train: readonly number[],
  validation: readonly number[],
): 'overfitting' | 'underfitting' | 'good' {
  if (train.length !== validation.length) {
    throw new RangeError(
      `There are ${train.length} accuracies of one kind, but ${validation.length} of the other.`,
    )
  }
  if (!train.concat(validation).every((accuracy) => 0 <= accuracy && accuracy <= 1)) {
    throw new RangeError('An accuracy is a number from 0 to 1.')
  }
  const [seen, unseen] = [train, validation].map((accuracies) => readCurve(accuracies).last)
  return seen - unseen > 0.15 ? 'overfitting' : seen - unseen < 0.05 && seen < 0.9 ? 'underfitting' : 'good'
}

export function filterBrightness(filters: Tensor): Tensor {
  const rows = filters.reshape([filters.shape[0], -1])
  const high = max(rows, 1, { keepDims: true })
  const low = mul(max(mul(rows, -1), 1, { keepDims: true }), -1)
  const factors = div(
    255,
    map(sub(high, low), (range) => range || Infinity),
  )
  return map(mul(sub(rows, low), factors), Math.round).reshape(filters.shape)
}

export function filterGrid(filters: Tensor): Picture {
  const [F, C, H, W] = filters.shape
  if (C !== 3) throw new RangeError(`Only filters with 3 channels are colours, not with ${C}.`)
  const columns = Math.ceil(F ** 0.5)
  const rows = Math.ceil(F / columns)
  const none = [0, 0] as const
  const tiles = pad(filterBrightness(filters), [[0, rows * columns - F], none, [1, 0], [1, 0]])
  const grid = transpose(tiles.reshape([rows, columns, 3, H + 1, W + 1]), [0, 3, 1, 4, 2])
  const [height, width] = [rows * (H + 1) + 1, columns * (W + 1) + 1]
  const picture = pad(grid.reshape([height - 1, width - 1, 3]), [[0, 1], [0, 1], none])
  return { width, height, data: Uint8Array.from(picture.data) }
}
