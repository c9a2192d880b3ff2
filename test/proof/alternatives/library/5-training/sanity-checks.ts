import { formatShape, Tensor } from '#kit/tensor/index.ts'

// Nothing but arrays, and generators of points; the function is always asked in float64.

function* neighbours(x: Tensor, step: number): Generator<readonly [right: Tensor, left: Tensor]> {
  for (const index of x.data.keys()) {
    const [right, left] = [step, -step].map((offset) => {
      const values = Float64Array.from(x.data)
      values[index] += offset
      return new Tensor(values, x.shape)
    })
    yield [right, left]
  }
}

export function numericGradient(f: (x: Tensor) => number, x: Tensor, step: number = 1e-5): Tensor {
  const slopes = Array.from(neighbours(x, step), ([right, left]) => (f(left) - f(right)) / (-2 * step))
  return new Tensor(Float64Array.from(slopes), x.shape).astype(x.dtype)
}

class Comparison {
  readonly a: number
  readonly n: number

  constructor(a: number, n: number) {
    this.a = a
    this.n = n
  }

  get error(): number {
    const { a, n } = this
    const total = Math.hypot(a) + Math.hypot(n)
    return Math.hypot(a - n) / Math.max(total, 1e-8)
  }
}

export function relativeError(analytic: Tensor, numeric: Tensor): number {
  if (
    analytic.shape.length !== numeric.shape.length ||
    analytic.shape.some((s, i) => s !== numeric.shape[i])
  ) {
    throw new RangeError(
      `${formatShape(numeric.shape)} (numeric) is not ${formatShape(analytic.shape)} (analytic)`,
    )
  }
  const sorted = Array.from(analytic.data, (a, i) => new Comparison(a, numeric.data[i]).error)
  return sorted.some(Number.isNaN) ? NaN : sorted.toSorted((x, y) => y - x)[0]
}

type Verdict = 'knows too much' | 'learned by heart' | 'still learning' | 'learns nothing'
const verdicts: [Verdict, (train: readonly number[], other: number) => boolean][] = [
  ['knows too much', (_, other) => !(other <= 0.5)],
  ['learned by heart', (train) => !train.every((accuracy) => accuracy < 0.99)],
  ['still learning', (train) => train.slice(-1)[0] - 0.1 > train[0]],
  ['learns nothing', () => true],
]

export function judgeOverfitting(train: readonly number[], other: number): Verdict {
  if (train.length < 1) throw new RangeError('There is no accuracy to judge.')
  return verdicts.find(([, holds]) => holds(train, other))![0]
}
