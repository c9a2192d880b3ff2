import { map, max, sub, sum, Tensor } from '#kit/tensor/index.ts'
import type { CurvePoints, Picture } from '#work/5-training/diagnostics.ts'

// Rules as tables: the first line whose condition holds has the verdict.

type Rule<Input, Verdict> = readonly [holds: (input: Input) => boolean, verdict: Verdict]

const firstOf = <Input, Verdict>(rules: readonly Rule<Input, Verdict>[], input: Input): Verdict =>
  rules.find(([holds]) => holds(input))![1]

const initialLosses = new Map([
  ['softmax', (numClasses: number) => Math.log2(numClasses) * Math.LN2],
  ['hinge', (numClasses: number) => Math.max(0, numClasses - 1)],
])

export const expectedInitialLoss = (numClasses: number, loss: 'softmax' | 'hinge'): number =>
  initialLosses.get(loss)!(numClasses)

const norm = (x: Tensor): number => {
  // Scaled by the largest element, so that squares neither overflow nor vanish.
  const scale = max(map(x, Math.abs))
  return scale && scale * Math.sqrt(sum(map(x, (value) => (value / scale) ** 2)))
}

export function updateRatio(before: Tensor, after: Tensor): number {
  const moved = norm(sub(before, after))
  return moved > 0 ? moved / norm(before) : 0
}

type Ratio = 'vanished' | 'too small' | 'healthy' | 'too large'
const ratios: readonly Rule<number, Ratio>[] = [
  [(ratio) => ratio < 1e-6, 'vanished'],
  [(ratio) => ratio < 1e-4, 'too small'],
  [(ratio) => ratio <= 1e-2, 'healthy'],
  [() => true, 'too large'],
]
export const judgeUpdateRatio = (ratio: number): Ratio => firstOf(ratios, ratio)

export function vanishingLayers(sizes: Readonly<Record<string, number>>): string[] {
  const names = Object.keys(sizes)
  const [largest] = Object.values(sizes).toSorted((a, b) => b - a)
  return names.filter((name) => !sizes[name] || 1000 * sizes[name] < largest)
}

class Curve implements CurvePoints {
  readonly first: number
  readonly middle: number
  readonly last: number
  readonly length: number

  constructor(values: readonly number[]) {
    this.length = values.length
    const k = Math.max(Math.floor(this.length / 10), 1)
    const average = (start: number): number =>
      values.reduce((total, value, i) => total + (i >= start && i < start + k ? value : 0), 0) / k
    this.first = values[0]
    this.middle = average(Math.floor(this.length / 2 - k / 2))
    this.last = average(this.length - k)
  }
}

export function readCurve(curve: readonly number[]): CurvePoints {
  if (!curve.length) throw new RangeError('An empty curve cannot be read.')
  return new Curve(curve)
}

type Rate = 'too high' | 'too low' | 'good'
const rates: readonly Rule<CurvePoints & { losses: readonly number[] }, Rate>[] = [
  [({ losses }) => !losses.every(Number.isFinite), 'too high'],
  [({ losses, first }) => losses.some((loss) => loss > 3 * first), 'too high'],
  [({ first, last }) => last > 1.05 * first, 'too high'],
  [
    (c) => c.middle < 0.95 * c.first && c.middle - c.last < 0.02 * c.first && c.last > 0.6 * c.first,
    'too high',
  ],
  [({ first, last }) => last > 0.9 * first, 'too low'],
  [() => true, 'good'],
]
export const judgeLearningRate = (losses: readonly number[]): Rate =>
  firstOf(rates, { ...readCurve(losses), losses })

type Fitting = 'overfitting' | 'underfitting' | 'good'
const fittings: readonly Rule<{ gap: number; end: number }, Fitting>[] = [
  [({ gap }) => gap > 0.15, 'overfitting'],
  [({ gap, end }) => gap < 0.05 && end < 0.9, 'underfitting'],
  [() => true, 'good'],
]
export function judgeFitting(train: readonly number[], validation: readonly number[]): Fitting {
  if (train.length !== validation.length) {
    throw new RangeError(
      `${train.length} and ${validation.length} accuracies: measure both after each epoch.`,
    )
  }
  const odd = [train, validation].flat().filter((accuracy) => !(accuracy >= 0 && accuracy <= 1))
  if (odd.length > 0) throw new RangeError(`An accuracy must be a number from 0 to 1, not ${odd[0]}.`)
  const [end, other] = [readCurve(train).last, readCurve(validation).last]
  return firstOf(fittings, { gap: end - other, end })
}

export function filterBrightness(filters: Tensor): Tensor {
  const size = filters.size / filters.shape[0]
  const out = filters.clone()
  for (let f = 0; f < filters.shape[0]; f++) {
    // A view: what is written to it is written to `out`.
    const filter = out.data.subarray(f * size, (f + 1) * size)
    const lowest = filter.toSorted()[0]
    const range = max(new Tensor(filter, [size])) - lowest
    filter.set(filter.map((value) => (range === 0 ? 0 : Math.round(((value - lowest) / range) * 255))))
  }
  return out
}

export function filterGrid(filters: Tensor): Picture & { columns: number } {
  const [F, C, H, W] = filters.shape
  if (C !== 3) throw new RangeError(`A filter needs 3 channels, red, green and blue, but has ${C}.`)
  const brightness = filterBrightness(filters)
  const columns = Math.ceil(Math.sqrt(F))
  const [width, height] = [columns * (W + 1) + 1, Math.ceil(F / columns) * (H + 1) + 1]
  // Byte by byte of the picture: which weight, if any, belongs here?
  const data = Uint8Array.from({ length: width * height * 3 }, (_, byte) => {
    const [c, x, y] = [byte % 3, Math.floor(byte / 3) % width, Math.floor(byte / (3 * width))]
    const [w, h] = [(x % (W + 1)) - 1, (y % (H + 1)) - 1]
    const f = Math.floor(y / (H + 1)) * columns + Math.floor(x / (W + 1))
    const isBorder = w < 0 || h < 0 || x === width - 1 || y === height - 1
    return isBorder || f >= F ? 0 : brightness.data[((f * 3 + c) * H + h) * W + w]
  })
  return { width, height, data, columns }
}
