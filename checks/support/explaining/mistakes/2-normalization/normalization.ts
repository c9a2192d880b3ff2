import { cause } from '#kit/course/causes/index.ts'
import { add, div, map, mean, mul, sub, sum, variance, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../../index.ts'

/** The results of known mistakes, by their causes. */
export type Mistakes = Record<string, () => Tensor>

/** Returns a context whose mistakes are computed only when an answer is wrong. */
export const lazyMistakes = (mistakes: () => Mistakes): Context => ({
  get mistakes() {
    return mistakes()
  },
})

/** The inputs of a normalization: x, (N, D), and its settings. It averages over the axis. */
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

/**
 * Returns the results of mistakes after x has been shifted and before it is divided, for any mode of any normalization.
 */
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
    'norm/no-gamma': () => add(normalized, beta),
    'norm/no-beta': () => mul(gamma, normalized),
    'norm/no-gamma-beta': () => normalized,
    'norm/beta-scaled': () => mul(gamma, add(normalized, beta)),
    'norm/gamma-beta-swapped': () => add(mul(beta, normalized), gamma),
    'norm/divided-by-gamma': () => add(div(normalized, gamma), beta),
    'norm/first-gamma': () => add(mul(gamma.data[0], normalized), beta),
    'norm/mean-not-subtracted': () => out(div(x, std)),
    'norm/mean-added': () => out(div(add(x, shift), std)),
    'norm/not-divided': () => out(deviation),
    'norm/divided-by-variance': () => out(div(deviation, add(spread, epsilon))),
    'norm/no-epsilon': () => out(div(deviation, root(spread))),
    'norm/epsilon-outside-root': () => out(div(deviation, add(root(spread), epsilon))),
    'norm/epsilon-twice': () => out(div(deviation, add(std, epsilon))),
    'norm/epsilon-fixed': () => out(div(deviation, root(add(spread, 1e-5)))),
    'norm/out-is-x': () => x,
  }
}

/** Returns the results of mistakes in the forward pass of a normalization that uses the statistics of x. */
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
    [cause('norm/unbiased-variance', { count })]: () =>
      out(shift, div(sum(squared(deviation), axis, keep), Math.max(1, x.shape[axis] - 1))),
    [cause('norm/variance-summed', { count })]: () => out(shift, sum(squared(deviation), axis, keep)),
    'norm/variance-of-squares': () => out(shift, mean(squared(x), axis, keep)),
    'norm/variance-of-absolutes': () => out(shift, mean(map(deviation, Math.abs), axis, keep)),
    [cause('norm/other-axis', { wrong, right, axis })]: () =>
      out(mean(x, other, keep), variance(x, other, keep)),
    [cause('norm/mean-over-other-axis', { wrong, right, axis })]: () => {
      const wrongly = sub(x, mean(x, other, keep))
      return out(mean(x, other, keep), mean(squared(wrongly), axis, keep))
    },
    [cause('norm/variance-over-other-axis', { wrong, right, axis })]: () =>
      out(shift, variance(x, other, keep)),
    'norm/one-mean-for-all': () => out(allMean, allVariance),
  }
}

/** The running averages of batch normalization. */
export interface Averages {
  runningMean: Tensor
  runningVar: Tensor
}

/** Returns the results of mistakes in train mode. `after` are the running averages updated by this batch. */
export function trainMistakes(one: NormalizationCase, before?: Averages, after?: Averages): Mistakes {
  const { x, gamma, beta, epsilon } = one
  const normalizedWith = (averages: Averages | undefined, which: string): Mistakes =>
    averages
      ? {
          [cause('norm/train-uses-running', { which })]: () => {
            const std = root(add(averages.runningVar, epsilon))
            return add(mul(gamma, div(sub(x, averages.runningMean), std)), beta)
          },
        }
      : {}
  return {
    ...forwardMistakes(one),
    ...normalizedWith(before, ''),
    ...normalizedWith(after, ', already updated with this batch'),
  }
}

/** Returns the results of mistakes of batch normalization in test mode. */
export function testMistakes(one: NormalizationCase, runningMean: Tensor, runningVar: Tensor): Mistakes {
  const { x, gamma, beta, epsilon } = one
  const [batchMean, batchVar] = [mean(x, 0), variance(x, 0)]
  const N = x.shape[0]
  const out = (m: Tensor, v: Tensor): Tensor => add(mul(gamma, div(sub(x, m), root(add(v, epsilon)))), beta)
  return {
    ...scalingMistakes(one, runningMean, runningVar),
    'norm/test-uses-batch': () => out(batchMean, batchVar),
    'norm/test-uses-batch-mean': () => out(batchMean, runningVar),
    'norm/test-uses-batch-variance': () => out(runningMean, batchVar),
    'norm/test-unbiased': () => out(runningMean, mul(runningVar, N / Math.max(1, N - 1))),
  }
}

/** The values that update a running average. */
export interface RunningCase {
  /** The running average before the batch. */
  before: Tensor
  /** The mean or the biased variance of the batch. */
  batch: Tensor
  momentum: number
  epsilon: number
  /** The number of examples in the batch. */
  N: number
}

/** Returns the results of mistakes in a running average. For that of the variances, `means` is the one of the means. */
export function runningMistakes(what: string, one: RunningCase, means?: Tensor): Mistakes {
  const { before, batch, momentum, epsilon, N } = one
  const moved = (value: Tensor): Tensor => add(mul(momentum, before), mul(1 - momentum, value))
  const mistakes: Mistakes = {
    [cause('running/unchanged', { what })]: () => before,
    [cause('running/latest-only', { what })]: () => batch,
    [cause('running/momentum-swapped', { what })]: () => add(mul(1 - momentum, before), mul(momentum, batch)),
    [cause('running/new-without-share', { what })]: () => add(mul(momentum, before), batch),
    [cause('running/old-without-share', { what })]: () => add(before, mul(1 - momentum, batch)),
    [cause('running/added-up', { what })]: () => add(before, batch),
    [cause('running/fixed-momentum', { what })]: () => add(mul(0.9, before), mul(0.1, batch)),
    [cause('running/starts-from-zero', { what })]: () => mul(1 - momentum, batch),
  }
  if (!means) return mistakes
  return {
    ...mistakes,
    [cause('running/of-deviation', { what })]: () => moved(root(batch)),
    [cause('running/with-epsilon', { what })]: () => moved(add(batch, epsilon)),
    [cause('running/unbiased', { what })]: () => moved(mul(batch, N / Math.max(1, N - 1))),
    [cause('running/of-means', { what })]: () => means,
  }
}
