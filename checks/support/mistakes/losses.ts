import { add, div, map, max, mul, sub, sum, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

/** What mistakes in a loss give, in the loss and in its gradient, by the sentences that name them. */
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

/** 1 at the right class of each example and 0 elsewhere, (N, C). */
const oneHot = (scores: Tensor, labels: readonly number[]): Tensor => {
  const out = zerosLike(scores)
  labels.forEach((label, n) => (out.data[n * scores.shape[1] + label] = 1))
  return out
}

/** The exponentials of the scores divided by their sum along an axis. */
const softmaxAlong = (scores: Tensor, axis: number): Tensor => {
  const exponentials = map(sub(scores, max(scores)), Math.exp)
  return div(exponentials, sum(exponentials, axis, { keepDims: true }))
}

/** Mistakes that any loss over examples can have, from the loss of one example. */
const wrongMeans = (
  { shape }: Tensor,
  labels: readonly number[],
  lossOf: (n: number, label: number) => number,
): LossMistakes['loss'] => {
  const [N, C] = shape
  const mean = (labelOf: (n: number) => number): number => meanOf(labels.map((_, n) => lossOf(n, labelOf(n))))
  const right = (n: number): number => labels[n]
  return {
    'loss is the sum over the examples: divide it by N.': () => N * mean(right),
    'loss is divided by N twice.': () => mean(right) / N,
    'loss is divided by the number of classes: only the examples are averaged.': () => mean(right) / C,
    'loss is divided by the number of classes, not by N.': () => (N * mean(right)) / C,
    'loss leaves out the last example.': () => mean(right) - lossOf(N - 1, labels[N - 1]) / N,
    'loss leaves out the first example.': () => mean(right) - lossOf(0, labels[0]) / N,
    'loss has the wrong sign.': () => -mean(right),
    'loss is that of the first example alone.': () => lossOf(0, labels[0]),
    'loss is that of the last example alone.': () => lossOf(N - 1, labels[N - 1]),
    'Every example is taken to have the label of the first one.': () => mean(() => labels[0]),
    'Every example is taken to belong to class 0.': () => mean(() => 0),
    'Labels are taken to count from 1: they count from 0.': () => mean((n) => (labels[n] + C - 1) % C),
    'Every label is taken to be one larger than it is.': () => mean((n) => (labels[n] + 1) % C),
    'The labels are read in reverse order.': () => mean((n) => labels[N - 1 - n]),
  }
}

/** What mistakes in the softmax loss give. */
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
      'The logarithm has base 2: the loss takes the natural one.': () => mean((_, n) => -Math.log2(at(n))),
      'The logarithm of the normalizer has base 2: take the natural one.': () =>
        mean((row, n) => {
          const most = Math.max(...row)
          return Math.log2(Math.E) * logSum(row.map((score) => score - most)) - row[labels[n]] + most
        }),
      'The logarithm has base 10: the loss takes the natural one.': () => mean((_, n) => -Math.log10(at(n))),
      'loss lacks the logarithm: it is minus the probability of the right class.': () =>
        mean((_, n) => -at(n)),
      'loss is one minus the probability of the right class: take minus its logarithm.': () =>
        mean((_, n) => 1 - at(n)),
      'loss lacks the normalizer: it is minus the score of the right class.': () =>
        mean((row, n) => -row[labels[n]]),
      'loss is ln Σ e^score alone: subtract the score of the right class.': () => mean(logSum),
      'The normalizer leaves the right class out: it is the sum over all classes.': () =>
        mean((row, n) => logSum(row.filter((_, c) => c !== labels[n])) - row[labels[n]]),
      'loss adds up -ln p over all classes: only the right class counts.': () =>
        mean((row, n) => -row.reduce((total, _, c) => total + Math.log(at(n, c)), 0)),
      'The logarithm is taken of the mean probability: take the mean of the logarithms.': () =>
        -Math.log(mean((_, n) => at(n))),
      'The exponentials are normalized over the examples: sum over the classes, axis 1.': () => {
        const wrong = softmaxAlong(scores, 0)
        return mean((_, n) => -Math.log(wrong.data[n * C + labels[n]]))
      },
      'The exponentials are summed over the examples, once each row is shifted: sum over the classes, axis 1.':
        () =>
          mean((row, n) => {
            const shifted = rows.map((other) => other[labels[n]] - Math.max(...other))
            return logSum(shifted) - row[labels[n]] + Math.max(...row)
          }),
      'The exponentials are normalized over the whole batch: every example has a sum of its own.': () =>
        mean((row, n) => logSum(rows.flat()) - row[labels[n]]),
      'The rows are not shifted back: the largest score is missing from the loss.': () =>
        mean((row, n) => -Math.log(at(n)) + Math.max(...row)),
    },
    dscores: {
      'dscores is not averaged: divide by N, as the loss is.': () => sub(p, hot),
      'dscores leaves out the right class: subtract 1 / N there.': () => div(p, N),
      'The 1 at the right class is subtracted after the division by N: it has to be divided as well.': () =>
        sub(div(p, N), hot),
      'Only the 1 at the right class is divided by N: divide the probabilities as well.': () =>
        sub(p, div(hot, N)),
      'The 1 at the right class is added: subtract it.': () => div(add(p, hot), N),
      'dscores is 0 but for the right class: every class has its probability as gradient.': () =>
        div(mul(sub(p, hot), hot), N),
      'dscores lacks the probabilities: it has the -1 / N of the right class alone.': () => div(hot, -N),
      'dscores is divided by the number of classes: divide by N alone.': () => div(sub(p, hot), N * C),
      'dscores holds logarithms of probabilities: it takes the probabilities.': () =>
        div(sub(map(p, Math.log), hot), N),
      'dscores holds e^score without the normalizer: it takes the probabilities.': () =>
        div(sub(map(scores, Math.exp), hot), N),
      'dscores holds scores: it takes the probabilities.': () => div(sub(scores, hot), N),
      'The exponentials are normalized over the examples: sum over the classes, axis 1.': () =>
        div(sub(softmaxAlong(scores, 0), hot), N),
      'The 1 is subtracted at the label of the first example in every row: each has its own.': () =>
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
      'The 1 is subtracted for the first example alone: every example has its own.': () =>
        div(
          sub(
            p,
            map(hot, (value, i) => (i < C ? value : 0)),
          ),
          N,
        ),
      'dscores is that of the loss of one example at a time, of the last one alone.': () =>
        map(div(sub(p, hot), N), (value, i) => (i >= (N - 1) * C ? value : 0)),
    },
  }
}

/** What mistakes in the hinge loss give. */
export const svmMistakes = (scores: Tensor, labels: readonly number[]): LossMistakes => {
  const [N, C] = scores.shape
  const rows = rowsOf(scores)
  const margins = (row: readonly number[], label: number, delta = 1): number[] =>
    row.map((score, c) => (c === label ? 0 : Math.max(0, score - row[label] + delta)))
  const total = (values: readonly number[]): number => values.reduce((sum_, value) => sum_ + value, 0)
  const mean = (value: (row: readonly number[], label: number) => number): number =>
    meanOf(rows.map((row, n) => value(row, labels[n])))
  /** The gradient from what each violated margin adds to its own class and to the right one. */
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
      'The margin is 0: add 1 to every difference of scores.': () => mean(all(0)),
      'The margin is 0.5: it has to be 1.': () => mean(all(0.5)),
      'The margin is 2: it has to be 1.': () => mean(all(2)),
      'The margin is subtracted: a wrong class costs as soon as it comes within 1 of the right one.': () =>
        mean(all(-1)),
      'The right class is counted too, with its margin of 1: leave it out.': () =>
        mean((row, label) => total(margins(row, label)) + 1),
      'Every margin is squared: here it counts as it is.': () =>
        mean((row, label) => total(margins(row, label).map((margin) => margin ** 2))),
      'Only the worst class of each example counts: add up all that come too near.': () =>
        mean((row, label) => Math.max(...margins(row, label))),
      'loss counts the violated margins: add them up.': () =>
        mean((row, label) => margins(row, label).filter((margin) => margin > 0).length),
      'Margins that are kept count as well, with a minus: take max(0, margin).': () =>
        mean((row, label) => total(row.map((score, c) => (c === label ? 0 : score - row[label] + 1)))),
      'The difference is turned round: a wrong class costs its own score minus that of the right one, plus 1.':
        () =>
          mean((row, label) => total(row.map((s, c) => (c === label ? 0 : Math.max(0, row[label] - s + 1))))),
      'Every class is compared with 1 and -1, one against all: compare it with the right class.': () =>
        mean((row, label) => total(row.map((s, c) => Math.max(0, c === label ? 1 - s : 1 + s)))),
      'loss is divided by the number of wrong classes: only the examples are averaged.': () =>
        mean(all(1)) / (C - 1),
    },
    dscores: {
      'dscores is not averaged: divide by N, as the loss is.': () =>
        gradient(
          () => 1,
          (v) => -v.length,
        ),
      'dscores leaves out the right class: each violation subtracts 1 / N there.': () =>
        gradient(
          () => 1 / N,
          () => 0,
        ),
      'The right class gets -1 / N once: it gets it once for every violated margin.': () =>
        gradient(
          () => 1 / N,
          (v) => (v.length > 0 ? -1 / N : 0),
        ),
      'The right class gets -1 / N even where no margin is violated.': () =>
        gradient(
          () => 1 / N,
          () => -1 / N,
        ),
      'The right class gets + 1 / N for every violation: subtract it.': () =>
        gradient(
          () => 1 / N,
          (v) => v.length / N,
        ),
      'dscores is weighted by the margins: a violated margin adds 1 / N, however large it is.': () =>
        gradient(
          (margin) => margin / N,
          (v) => -total(v) / N,
        ),
      'The wrong classes are weighted by their margins: a violated margin adds 1 / N, however large it is.':
        () =>
          gradient(
            (margin) => margin / N,
            (v) => -v.length / N,
          ),
      'dscores is that of squared margins: a violated margin adds 1 / N, however large it is.': () =>
        gradient(
          (margin) => (2 * margin) / N,
          (v) => (-2 * total(v)) / N,
        ),
      'dscores leaves out the wrong classes: each that comes too near adds 1 / N to its own.': () =>
        gradient(
          () => 0,
          (v) => -v.length / N,
        ),
      'The right class is not divided by N.': () =>
        gradient(
          () => 1 / N,
          (v) => -v.length,
        ),
      'dscores counts every wrong class: only those count whose margin is violated.': () =>
        map(scores, (_, i) => (i % C === labels[Math.floor(i / C)] ? -(C - 1) / N : 1 / N)),
    },
  }
}

/** The loss of clipped probabilities at scores where the right class has none. */
export const clippedLogarithms = (): Record<string, () => number> =>
  Object.fromEntries(
    [1e-5, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, Number.EPSILON, Number.MIN_VALUE].map(
      (least) => [
        `The probability is kept above ${least} before its logarithm is taken, which hides how wrong the scores are: ` +
          'take score - max - ln Σ e^(score - max).',
        () => -Math.log(least),
      ],
    ),
  )
