import { add, div, map, mean, mul, sub, sum, variance, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../explain/index.ts'

/** What known mistakes give, by a sentence that names each. */
export type Mistakes = Record<string, () => Tensor>

/** A context with mistakes that are computed only when an answer is wrong. */
export const suspecting = (mistakes: () => Mistakes): Context => ({
  get mistakes() {
    return mistakes()
  },
})

/** What a normalization is given: x, (N, D), and its settings; the axis is the one it averages over. */
export interface NormalizationCase {
  x: Tensor
  gamma: Tensor
  beta: Tensor
  epsilon: number
  axis: 0 | 1
}

const keep = { keepDims: true }
const root = (x: Tensor): Tensor => map(x, Math.sqrt)
const squared = (x: Tensor): Tensor => mul(x, x)

/** The words for averaging over the examples (axis 0) and over the features (axis 1). */
const words = [
  { count: 'N', right: 'examples', wrong: 'features' },
  { count: 'D', right: 'features', wrong: 'examples' },
] as const

/** Mistakes once x has been shifted and is about to be divided, in any mode of any normalization. */
export function scalingMistakes(
  { x, gamma, beta, epsilon }: NormalizationCase,
  shift: Tensor,
  spread: Tensor,
): Mistakes {
  const deviation = sub(x, shift)
  const std = root(add(spread, epsilon))
  const normalized = div(deviation, std)
  const out = (values: Tensor): Tensor => add(mul(gamma, values), beta)
  return {
    'gamma is missing: multiply the normalized x by gamma, then add beta.': () => add(normalized, beta),
    'beta is missing: add it to gamma · normalized x.': () => mul(gamma, normalized),
    'gamma and beta are missing: out is the normalized x itself.': () => normalized,
    'beta is added before the scaling: out is gamma · (normalized x + beta), but gamma scales only the normalized x.':
      () => mul(gamma, add(normalized, beta)),
    'gamma and beta are swapped: gamma is the factor, beta is what is added.': () =>
      add(mul(beta, normalized), gamma),
    'The normalized x is divided by gamma, but should be multiplied by it.': () =>
      add(div(normalized, gamma), beta),
    'Only the first gamma is used: every feature has a gamma of its own.': () =>
      add(mul(gamma.data[0], normalized), beta),
    'The mean is not subtracted: x itself is divided by the standard deviation.': () => out(div(x, std)),
    'The mean is added to x, but should be subtracted.': () => out(div(add(x, shift), std)),
    'The mean is subtracted, but nothing is divided by the standard deviation.': () => out(deviation),
    'x - mean is divided by the variance, but should be divided by its root, the standard deviation.': () =>
      out(div(deviation, add(spread, epsilon))),
    'Epsilon is missing: the standard deviation is √(variance + epsilon).': () =>
      out(div(deviation, root(spread))),
    'Epsilon is added to the root, but should be added to the variance: √(variance + epsilon).': () =>
      out(div(deviation, add(root(spread), epsilon))),
    'epsilon is added twice, inside the root and outside; it belongs inside: √(variance + epsilon).': () =>
      out(div(deviation, add(std, epsilon))),
    'epsilon is always 1e-5, whatever the settings say: take it from them.': () =>
      out(div(deviation, root(add(spread, 1e-5)))),
    'out is x, passed on as it is: it is not normalized.': () => x,
  }
}

/** Mistakes in the forward pass of a normalization that uses the statistics of x. */
export function forwardMistakes(one: NormalizationCase): Mistakes {
  const { x, gamma, beta, epsilon, axis } = one
  const { count, right, wrong } = words[axis]
  const [shift, spread] = [mean(x, axis, keep), variance(x, axis, keep)]
  const other = 1 - axis
  const out = (m: Tensor, v: Tensor): Tensor => add(mul(gamma, div(sub(x, m), root(add(v, epsilon)))), beta)
  const [allMean, allVariance] = [mean(x), variance(x)].map((value) => add(zerosLike(shift), value))
  const deviation = sub(x, shift)
  return {
    ...scalingMistakes(one, shift, spread),
    [`The variance is divided by ${count} - 1, but should be divided by ${count}.`]: () =>
      out(shift, div(sum(squared(deviation), axis, keep), Math.max(1, x.shape[axis] - 1))),
    [`The variance is the sum of the squares, but should be their mean: divide it by ${count}.`]: () =>
      out(shift, sum(squared(deviation), axis, keep)),
    'The variance is the mean of the squares of x itself, but should be that of x - mean.': () =>
      out(shift, mean(squared(x), axis, keep)),
    'The variance is the mean of the absolute deviations, but should be that of their squares.': () =>
      out(shift, mean(map(deviation, Math.abs), axis, keep)),
    [`x is normalized over the ${wrong}, but should be normalized over the ${right}: axis ${axis}.`]: () =>
      out(mean(x, other, keep), variance(x, other, keep)),
    [`The mean is taken over the ${wrong}, but should be taken over the ${right}: axis ${axis}.`]: () => {
      const wrongly = sub(x, mean(x, other, keep))
      return out(mean(x, other, keep), mean(squared(wrongly), axis, keep))
    },
    [`The variance is taken over the ${wrong}, but should be taken over the ${right}: axis ${axis}.`]: () =>
      out(shift, variance(x, other, keep)),
    'There is one mean and one variance for all of x: give mean and variance an axis.': () =>
      out(allMean, allVariance),
  }
}

/** The running averages of batch normalization. */
export interface Averages {
  runningMean: Tensor
  runningVar: Tensor
}

/** Mistakes in batch normalization in train mode; `after` are the running averages that this batch has moved. */
export function trainMistakes(one: NormalizationCase, before?: Averages, after?: Averages): Mistakes {
  const { x, gamma, beta, epsilon } = one
  const normalizedWith = (averages: Averages | undefined, which: string): Mistakes =>
    averages
      ? {
          [`x is normalized with the running averages${which}, but in train mode with the statistics of the batch.`]:
            () => {
              const std = root(add(averages.runningVar, epsilon))
              return add(mul(gamma, div(sub(x, averages.runningMean), std)), beta)
            },
        }
      : {}
  return {
    ...forwardMistakes(one),
    ...normalizedWith(before, ''),
    ...normalizedWith(after, ', which the batch has moved'),
  }
}

/** Mistakes in batch normalization in test mode. */
export function testMistakes(one: NormalizationCase, runningMean: Tensor, runningVar: Tensor): Mistakes {
  const { x, gamma, beta, epsilon } = one
  const [batchMean, batchVar] = [mean(x, 0), variance(x, 0)]
  const N = x.shape[0]
  const out = (m: Tensor, v: Tensor): Tensor => add(mul(gamma, div(sub(x, m), root(add(v, epsilon)))), beta)
  return {
    ...scalingMistakes(one, runningMean, runningVar),
    'The batch is normalized with its own statistics, but in test mode the running averages take their place.':
      () => out(batchMean, batchVar),
    'The mean of the batch is subtracted, but in test mode it is the running mean.': () =>
      out(batchMean, runningVar),
    'x is divided by the standard deviation of the batch, but in test mode it is that of runningVar.': () =>
      out(runningMean, batchVar),
    'The running variance is multiplied by N / (N - 1), but should be used as it is.': () =>
      out(runningMean, mul(runningVar, N / Math.max(1, N - 1))),
  }
}

/** What moves a running average, and by how much. */
export interface RunningCase {
  /** What it was before the batch. */
  before: Tensor
  /** The mean or the biased variance of the batch. */
  batch: Tensor
  momentum: number
  epsilon: number
  /** The number of examples in the batch. */
  N: number
}

/** Mistakes in a running average; `means` is the running average of the means, for that of the variances. */
export function runningMistakes(what: string, one: RunningCase, means?: Tensor): Mistakes {
  const { before, batch, momentum, epsilon, N } = one
  const moved = (value: Tensor): Tensor => add(mul(momentum, before), mul(1 - momentum, value))
  const mistakes: Mistakes = {
    [`${what} is what it was before: update it in train mode.`]: () => before,
    [`${what} is that of the latest batch alone, but should be momentum · old + (1 - momentum) · new.`]: () =>
      batch,
    [`${what} is (1 - momentum) · old + momentum · new, but momentum is the share of the old average that stays.`]:
      () => add(mul(1 - momentum, before), mul(momentum, batch)),
    [`${what} takes the new value without its share 1 - momentum.`]: () => add(mul(momentum, before), batch),
    [`${what} keeps the old average without its share momentum.`]: () =>
      add(before, mul(1 - momentum, batch)),
    [`${what} adds up all batches, but should be momentum · old + (1 - momentum) · new.`]: () =>
      add(before, batch),
    [`${what} is moved as if momentum is always 0.9: take momentum from the settings.`]: () =>
      add(mul(0.9, before), mul(0.1, batch)),
    [`${what} starts from 0 at every call: hand it on in params.`]: () => mul(1 - momentum, batch),
  }
  if (!means) return mistakes
  return {
    ...mistakes,
    [`${what} averages the standard deviation, but should average the variance.`]: () => moved(root(batch)),
    [`${what} averages the variance with epsilon in it: add epsilon only under the root.`]: () =>
      moved(add(batch, epsilon)),
    [`${what} averages a variance that is divided by N - 1, but the biased variance is divided by N.`]: () =>
      moved(mul(batch, N / Math.max(1, N - 1))),
    [`${what} is the average of the means, but should be that of the variances.`]: () => means,
  }
}
