import { zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { CurvePoints, Picture } from '#work/5-training/diagnostics.ts'

// Loops and early returns.

export function expectedInitialLoss(numClasses: number, loss: 'softmax' | 'hinge'): number {
  if (loss === 'softmax') return -Math.log(1 / numClasses)
  let total = 0
  for (let c = 1; c < numClasses; c++) total += 1
  return total
}

export function updateRatio(before: Tensor, after: Tensor): number {
  let [moved, size] = [0, 0]
  for (let i = 0; i < before.size; i++) {
    moved += (after.data[i] - before.data[i]) ** 2
    size += before.data[i] ** 2
  }
  if (moved === 0) return 0
  return Math.sqrt(moved) / Math.sqrt(size)
}

export function judgeUpdateRatio(ratio: number): 'vanished' | 'too small' | 'healthy' | 'too large' {
  if (Number.isNaN(ratio) || ratio > 0.01) return 'too large'
  if (ratio >= 0.0001) return 'healthy'
  return ratio >= 0.000001 ? 'too small' : 'vanished'
}

export function vanishingLayers(sizes: Readonly<Record<string, number>>): string[] {
  let largest = 0
  for (const name in sizes) if (sizes[name] > largest) largest = sizes[name]
  const vanishing: string[] = []
  for (const [name, size] of Object.entries(sizes)) {
    if (size === 0 || size < largest / 1000) vanishing.push(name)
  }
  return vanishing
}

export function readCurve(curve: readonly number[]): CurvePoints {
  if (curve.length === 0) throw new RangeError('The curve is empty.')
  let k = Math.floor(curve.length / 10)
  if (k < 1) k = 1
  const start = Math.floor((curve.length - k) / 2)
  let [middle, last] = [0, 0]
  for (let i = 0; i < k; i++) {
    middle += curve[start + i] / k
    last += curve[curve.length - 1 - i] / k
  }
  return { first: curve[0], middle, last }
}

export function judgeLearningRate(losses: readonly number[]): 'too high' | 'too low' | 'good' {
  const { first, middle, last } = readCurve(losses)
  for (const loss of losses) if (!Number.isFinite(loss) || loss > 3 * first) return 'too high'
  if (last > 1.05 * first) return 'too high'
  if (middle < 0.95 * first && middle - last < 0.02 * first && last > 0.6 * first) return 'too high'
  if (last > 0.9 * first) return 'too low'
  return 'good'
}

export function judgeFitting(
  train: readonly number[],
  validation: readonly number[],
): 'overfitting' | 'underfitting' | 'good' {
  if (train.length !== validation.length) {
    throw new RangeError(
      `${train.length} training accuracies, but ${validation.length} validation accuracies.`,
    )
  }
  for (const accuracy of [...train, ...validation]) {
    if (!(accuracy >= 0 && accuracy <= 1)) throw new RangeError(`${accuracy} is no number from 0 to 1.`)
  }
  const end = readCurve(train).last
  const gap = end - readCurve(validation).last
  if (gap > 0.15) return 'overfitting'
  if (gap < 0.05 && end < 0.9) return 'underfitting'
  return 'good'
}

export function filterBrightness(filters: Tensor): Tensor {
  const out = zerosLike(filters)
  const size = filters.size / filters.shape[0]
  for (let start = 0; start < filters.size; start += size) {
    let [low, high] = [Infinity, -Infinity]
    for (let i = start; i < start + size; i++) {
      low = Math.min(low, filters.data[i])
      high = Math.max(high, filters.data[i])
    }
    if (low === high) continue
    for (let i = start; i < start + size; i++) {
      out.data[i] = Math.floor((255 * (filters.data[i] - low)) / (high - low) + 0.5)
    }
  }
  return out
}

export function filterGrid(filters: Tensor): Picture {
  const [F, C, H, W] = filters.shape
  if (C !== 3) throw new RangeError(`A filter needs 3 channels to be shown, not ${C}.`)
  const { data: brightness } = filterBrightness(filters)
  let columns = 1
  while (columns * columns < F) columns++
  let rows = 1
  while (rows * columns < F) rows++
  const width = columns * (W + 1) + 1
  const height = rows * (H + 1) + 1
  const data = new Uint8Array(3 * width * height)
  for (let f = 0; f < F; f++)
    for (let c = 0; c < 3; c++)
      for (let h = 0; h < H; h++)
        for (let w = 0; w < W; w++) {
          const y = 1 + Math.floor(f / columns) * (H + 1) + h
          const x = 1 + (f % columns) * (W + 1) + w
          data[3 * (y * width + x) + c] = brightness[((f * 3 + c) * H + h) * W + w]
        }
  return { width, height, data }
}
