import { cause } from '#kit/course/causes/index.ts'
import { add, div, map, max, mul, sub, sum, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

/** The results of mistakes in a loss, for the loss and for its gradient, by their causes. */
export interface LossMistakes {
  loss: Record<string, () => number>
  dscores: Record<string, () => Tensor>
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length

const rowsOf = (scores: Tensor): number[][] => {
  const [N, C] = scores.shape
  return Array.from({ length: N }, (_, n) => Array.from(scores.data.subarray(n * C, (n + 1) * C)))
}

/** Returns a tensor with 1 at the correct class of each example and 0 elsewhere, (N, C). */
const oneHot = (scores: Tensor, labels: readonly number[]): Tensor => {
  const out = zerosLike(scores)
  labels.forEach((label, n) => (out.data[n * scores.shape[1] + label] = 1))
  return out
}

/** Divides the exponentials of the scores by their sum along an axis. */
const softmaxAlong = (scores: Tensor, axis: number): Tensor => {
  const exponentials = map(sub(scores, max(scores)), Math.exp)
  return div(exponentials, sum(exponentials, axis, { keepDims: true }))
}

/** Returns the results of mistakes that any loss over examples can have, computed from the loss of one example. */
const wrongMeans = (
  { shape }: Tensor,
  labels: readonly number[],
  lossOf: (n: number, label: number) => number,
): LossMistakes['loss'] => {
  const [N, C] = shape
  const mean = (labelOf: (n: number) => number): number => meanOf(labels.map((_, n) => lossOf(n, labelOf(n))))
  const right = (n: number): number => labels[n]
  return {
    'loss/summed': () => N * mean(right),
    'loss/averaged-twice': () => mean(right) / N,
    'loss/averaged-over-classes-too': () => mean(right) / C,
    'loss/averaged-over-classes': () => (N * mean(right)) / C,
    'loss/without-last-example': () => mean(right) - lossOf(N - 1, labels[N - 1]) / N,
    'loss/without-first-example': () => mean(right) - lossOf(0, labels[0]) / N,
    'loss/sign': () => -mean(right),
    'loss/first-example': () => lossOf(0, labels[0]),
    'loss/last-example': () => lossOf(N - 1, labels[N - 1]),
    'loss/label-of-first': () => mean(() => labels[0]),
    'loss/class-0': () => mean(() => 0),
    'loss/labels-from-1': () => mean((n) => (labels[n] + C - 1) % C),
    'loss/labels-one-larger': () => mean((n) => (labels[n] + 1) % C),
    'loss/labels-reversed': () => mean((n) => labels[N - 1 - n]),
  }
}

/** Returns the results of mistakes in the softmax loss. */
export const softmaxMistakes = (scores: Tensor, labels: readonly number[]): LossMistakes => {
  const [N, C] = scores.shape
  const rows = rowsOf(scores)
  const p = softmaxAlong(scores, 1)
  const at = (n: number, label = labels[n]): number => p.data[n * C + label]
  const mean = (value: (row: readonly number[], n: number) => number): number => meanOf(rows.map(value))
  const hot = oneHot(scores, labels)
  const logSum = (row: readonly number[]): number =>
    Math.log(row.reduce((total, s) => total + Math.exp(s), 0))
  return {
    loss: {
      ...wrongMeans(scores, labels, (n, label) => -Math.log(at(n, label))),
      'softmaxLoss/base-2': () => mean((_, n) => -Math.log2(at(n))),
      'softmaxLoss/normalizer-base-2': () =>
        mean((row, n) => {
          const most = Math.max(...row)
          return Math.log2(Math.E) * logSum(row.map((score) => score - most)) - row[labels[n]] + most
        }),
      'softmaxLoss/base-10': () => mean((_, n) => -Math.log10(at(n))),
      'softmaxLoss/no-logarithm': () => mean((_, n) => -at(n)),
      'softmaxLoss/one-minus-probability': () => mean((_, n) => 1 - at(n)),
      'softmaxLoss/no-normalizer': () => mean((row, n) => -row[labels[n]]),
      'softmaxLoss/normalizer-alone': () => mean(logSum),
      'softmaxLoss/normalizer-without-right': () =>
        mean((row, n) => logSum(row.filter((_, c) => c !== labels[n])) - row[labels[n]]),
      'softmaxLoss/all-classes': () =>
        mean((row, n) => -row.reduce((total, _, c) => total + Math.log(at(n, c)), 0)),
      'softmaxLoss/logarithm-of-mean': () => -Math.log(mean((_, n) => at(n))),
      'softmaxLoss/over-examples': () => {
        const wrong = softmaxAlong(scores, 0)
        return mean((_, n) => -Math.log(wrong.data[n * C + labels[n]]))
      },
      'softmaxLoss/summed-over-examples': () =>
        mean((row, n) => {
          const shifted = rows.map((other) => other[labels[n]] - Math.max(...other))
          return logSum(shifted) - row[labels[n]] + Math.max(...row)
        }),
      'softmaxLoss/over-batch': () => mean((row, n) => logSum(rows.flat()) - row[labels[n]]),
      'softmaxLoss/not-shifted-back': () => mean((row, n) => -Math.log(at(n)) + Math.max(...row)),
    },
    dscores: {
      'loss/dscores-not-averaged': () => sub(p, hot),
      'softmaxLoss/no-right-class': () => div(p, N),
      'softmaxLoss/one-not-divided': () => sub(div(p, N), hot),
      'softmaxLoss/only-one-divided': () => sub(p, div(hot, N)),
      'softmaxLoss/one-added': () => div(add(p, hot), N),
      'softmaxLoss/only-right-class': () => div(mul(sub(p, hot), hot), N),
      'softmaxLoss/no-probabilities': () => div(hot, -N),
      'softmaxLoss/averaged-over-classes-too': () => div(sub(p, hot), N * C),
      'softmaxLoss/logarithms': () => div(sub(map(p, Math.log), hot), N),
      'softmaxLoss/exponentials': () => div(sub(map(scores, Math.exp), hot), N),
      'softmaxLoss/scores': () => div(sub(scores, hot), N),
      'softmaxLoss/over-examples': () => div(sub(softmaxAlong(scores, 0), hot), N),
      'softmaxLoss/label-of-first': () =>
        div(
          sub(
            p,
            oneHot(
              scores,
              labels.map(() => labels[0]),
            ),
          ),
          N,
        ),
      'softmaxLoss/first-example': () =>
        div(
          sub(
            p,
            map(hot, (value, i) => (i < C ? value : 0)),
          ),
          N,
        ),
      'softmaxLoss/last-example': () =>
        map(div(sub(p, hot), N), (value, i) => (i >= (N - 1) * C ? value : 0)),
    },
  }
}

/** Returns the results of mistakes in the hinge loss. */
export const svmMistakes = (scores: Tensor, labels: readonly number[]): LossMistakes => {
  const [N, C] = scores.shape
  const rows = rowsOf(scores)
  const margins = (row: readonly number[], label: number, delta = 1): number[] =>
    row.map((score, c) => (c === label ? 0 : Math.max(0, score - row[label] + delta)))
  const total = (values: readonly number[]): number => values.reduce((sum_, value) => sum_ + value, 0)
  const mean = (value: (row: readonly number[], label: number) => number): number =>
    meanOf(rows.map((row, n) => value(row, labels[n])))
  /** Computes the gradient from what each violated margin adds to its own class and to the correct class. */
  const gradient = (own: (margin: number) => number, right: (violations: number[]) => number): Tensor => {
    const out = zeros([N, C])
    rows.forEach((row, n) => {
      const overlaps = margins(row, labels[n])
      overlaps.forEach((margin, c) => (out.data[n * C + c] = margin > 0 ? own(margin) : 0))
      out.data[n * C + labels[n]] = right(overlaps.filter((margin) => margin > 0))
    })
    return out
  }
  const all = (delta: number) => (row: readonly number[], label: number) => total(margins(row, label, delta))
  return {
    loss: {
      ...wrongMeans(scores, labels, (n, label) => total(margins(rows[n], label))),
      'svmLoss/margin-0': () => mean(all(0)),
      'svmLoss/margin-half': () => mean(all(0.5)),
      'svmLoss/margin-2': () => mean(all(2)),
      'svmLoss/margin-subtracted': () => mean(all(-1)),
      'svmLoss/right-class-counted': () => mean((row, label) => total(margins(row, label)) + 1),
      'svmLoss/squared': () => mean((row, label) => total(margins(row, label).map((margin) => margin ** 2))),
      'svmLoss/worst-class': () => mean((row, label) => Math.max(...margins(row, label))),
      'svmLoss/counts-violations': () =>
        mean((row, label) => margins(row, label).filter((margin) => margin > 0).length),
      'svmLoss/kept-margins-too': () =>
        mean((row, label) => total(row.map((score, c) => (c === label ? 0 : score - row[label] + 1)))),
      'svmLoss/difference-turned': () =>
        mean((row, label) => total(row.map((s, c) => (c === label ? 0 : Math.max(0, row[label] - s + 1))))),
      'svmLoss/one-against-all': () =>
        mean((row, label) => total(row.map((s, c) => Math.max(0, c === label ? 1 - s : 1 + s)))),
      'svmLoss/averaged-over-classes': () => mean(all(1)) / (C - 1),
    },
    dscores: {
      'loss/dscores-not-averaged': () =>
        gradient(
          () => 1,
          (v) => -v.length,
        ),
      'svmLoss/no-right-class': () =>
        gradient(
          () => 1 / N,
          () => 0,
        ),
      'svmLoss/right-class-once': () =>
        gradient(
          () => 1 / N,
          (v) => (v.length > 0 ? -1 / N : 0),
        ),
      'svmLoss/right-class-always': () =>
        gradient(
          () => 1 / N,
          () => -1 / N,
        ),
      'svmLoss/right-class-added': () =>
        gradient(
          () => 1 / N,
          (v) => v.length / N,
        ),
      'svmLoss/weighted': () =>
        gradient(
          (margin) => margin / N,
          (v) => -total(v) / N,
        ),
      'svmLoss/wrong-classes-weighted': () =>
        gradient(
          (margin) => margin / N,
          (v) => -v.length / N,
        ),
      'svmLoss/of-squares': () =>
        gradient(
          (margin) => (2 * margin) / N,
          (v) => (-2 * total(v)) / N,
        ),
      'svmLoss/no-wrong-classes': () =>
        gradient(
          () => 0,
          (v) => -v.length / N,
        ),
      'svmLoss/right-class-not-averaged': () =>
        gradient(
          () => 1 / N,
          (v) => -v.length,
        ),
      'svmLoss/every-wrong-class': () =>
        map(scores, (_, i) => (i % C === labels[Math.floor(i / C)] ? -(C - 1) / N : 1 / N)),
    },
  }
}

/** Returns the loss with probabilities clipped at each bound, for scores whose correct class has probability 0. */
export const clippedLogarithms = (): Record<string, () => number> =>
  Object.fromEntries(
    [1e-5, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, Number.EPSILON, Number.MIN_VALUE].map(
      (least) => [cause('softmaxLoss/clipped', { least }), () => -Math.log(least)],
    ),
  )
