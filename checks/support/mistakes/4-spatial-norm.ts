import { add, div, map, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import type { Context } from '../explain/index.ts'
import { fromElements } from '../images.ts'

/** What the same mean and variance belong to: elements with the same key are normalized together. */
type Key = (n: number, c: number, i: number, j: number) => string

/** How a normalization of images divides them up, and how it could by mistake, by a name for each. */
export interface Division {
  name: string
  right: Key
  wrong: Readonly<Record<string, Key>>
}

/** The inputs of a normalization. */
export interface NormCase {
  x: Tensor
  gamma: Tensor
  beta: Tensor
  epsilon: number
}

/** Batch normalization: one mean and variance for each channel. */
export const byChannel: Division = {
  name: 'each channel, over all images, rows and columns',
  right: (_n, c) => `${c}`,
  wrong: {
    'each channel of each image': (n, c) => `${n} ${c}`,
    'each channel at each place': (_n, c, i, j) => `${c} ${i} ${j}`,
    'each row of each channel': (_n, c, i) => `${c} ${i}`,
    'each pixel, over its channels': (n, _c, i, j) => `${n} ${i} ${j}`,
    'each image': (n) => `${n}`,
    'the whole batch': () => '',
  },
}

/** Group normalization: one mean and variance for each group of neighbouring channels of each image. */
export const byGroup = (C: number, groups: number): Division => {
  const inGroup = C / groups
  return {
    name: 'each group of neighbouring channels of each image',
    right: (n, c) => `${n} ${Math.floor(c / inGroup)}`,
    wrong: {
      'each image': (n) => `${n}`,
      'each channel of each image': (n, c) => `${n} ${c}`,
      'each group, over all images': (_n, c) => `${Math.floor(c / inGroup)}`,
      'every groups-th channel (0, groups, 2 · groups, ...)': (n, c) => `${n} ${c % groups}`,
      'groups of `groups` channels (instead of C / groups)': (n, c) => `${n} ${Math.floor(c / groups)}`,
      'each place of each group': (n, c, i, j) => `${n} ${Math.floor(c / inGroup)} ${i} ${j}`,
      'each channel, over all images': (_n, c) => `${c}`,
      'the whole batch': () => '',
    },
  }
}

/** x with every element replaced by what a function says of it and of all elements with the same key. */
function withGroups(x: Tensor, key: Key, value: (element: number, all: readonly number[]) => number): Tensor {
  const members = new Map<string, number[]>()
  fromElements(x.shape, (...index) => {
    const name = key(...index)
    if (!members.has(name)) members.set(name, [])
    return members.get(name)!.push(x.data[offsetOf(x, ...index)])
  })
  return fromElements(x.shape, (...index) =>
    value(x.data[offsetOf(x, ...index)], members.get(key(...index))!),
  )
}

const average = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length

const varianceOf = (values: readonly number[]): number => {
  const mean = average(values)
  return average(values.map((value) => (value - mean) ** 2))
}

const means = (x: Tensor, key: Key): Tensor => withGroups(x, key, (_, all) => average(all))

/** By what a deviation is divided. */
type Divisor = (variance: number, epsilon: number, count: number) => number
const std: Divisor = (variance, epsilon) => Math.sqrt(variance + epsilon)

const normalized = ({ x, epsilon }: NormCase, key: Key, divisor = std): Tensor =>
  withGroups(x, key, (value, all) => (value - average(all)) / divisor(varianceOf(all), epsilon, all.length))

const perChannel = (values: Tensor): Tensor => values.reshape([-1, 1, 1])

const notThose = (what: string, wrong: string, { name }: Division): string =>
  `${what} those of ${wrong}, but should be those of ${name}.`

/** What is known of a normalization of images, to explain a wrong one by name. */
export function normContext(one: NormCase, division: Division): Context {
  const { x, gamma, beta } = one
  const [, C] = x.shape
  const { right } = division
  const scaled = (values: Tensor, scale = perChannel(gamma), shift = perChannel(beta)): Tensor =>
    add(mul(values, scale), shift)
  const dividedBy = (divisor: Divisor) => () => scaled(normalized(one, right, divisor))
  /** As `reshape([-1, C])` sees the numbers: column `flat % C` is no channel. */
  const column = (index: readonly number[]): number =>
    offsetOf(x, ...(index as [number, number, number, number])) % C
  const reshaped = (): Tensor => {
    const values = normalized(one, (...index) => `${column(index)}`)
    return fromElements(
      x.shape,
      (...index) => gamma.data[column(index)] * values.data[offsetOf(x, ...index)] + beta.data[column(index)],
    )
  }
  const keys = Object.entries(division.wrong).map(
    ([name, key]) =>
      [notThose('The mean and variance are', name, division), () => scaled(normalized(one, key))] as const,
  )
  return {
    terms: { beta: perChannel(beta) },
    mistakes: {
      ...Object.fromEntries(keys),
      'x is reshaped to (N · H · W, C) where it should be transposed first: its channels are not its last axis.':
        reshaped,
      'x is reshaped to (N · H · W, C), and out transposed back: transpose x first, its channels are not its last axis.':
        () => {
          const values = reshaped()
          const [, , H, W] = x.shape
          return fromElements(x.shape, (n, c, i, j) => values.data[((n * H + i) * W + j) * C + c])
        },
      'gamma is missing: every channel is multiplied by its own.': () =>
        add(normalized(one, right), perChannel(beta)),
      'gamma and beta are swapped.': () =>
        scaled(normalized(one, right), perChannel(beta), perChannel(gamma)),
      'Every channel has the first gamma and beta, but each has its own.': () =>
        add(mul(normalized(one, right), gamma.data[0]), beta.data[0]),
      'gamma and beta are chosen by the group, but each channel has its own.': () => {
        const groupOf = (c: number): number => Number(right(0, c, 0, 0).split(' ').at(-1))
        const [scale, shift] = [gamma, beta].map((values) =>
          fromElements([1, C, 1, 1], (_, c) => values.data[groupOf(c)]),
        )
        return scaled(normalized(one, right), scale, shift)
      },
      'epsilon is missing: it is added to the variance, inside the root.': dividedBy((variance) =>
        Math.sqrt(variance),
      ),
      'epsilon is added outside of the root; it belongs to the variance, inside.': dividedBy(
        (variance, epsilon) => Math.sqrt(variance) + epsilon,
      ),
      'epsilon is always 1e-5, but the settings say what it is.': dividedBy((variance) =>
        Math.sqrt(variance + 1e-5),
      ),
      'The deviation is divided by the variance; divide by its root.': dividedBy(
        (variance, epsilon) => variance + epsilon,
      ),
      'The variance is divided by the number of elements less one; it should be the biased one.': dividedBy(
        (variance, epsilon, count) => Math.sqrt((variance * count) / (count - 1) + epsilon),
      ),
      'The deviation is multiplied by the standard deviation, but should be divided by it.': dividedBy(
        (variance, epsilon) => 1 / Math.sqrt(variance + epsilon),
      ),
      'The variance is the mean of the squares; subtract the mean before you square.': () =>
        scaled(
          withGroups(
            x,
            right,
            (value, all) =>
              (value - average(all)) / Math.sqrt(average(all.map((other) => other ** 2)) + one.epsilon),
          ),
        ),
      'beta is multiplied by gamma: add it last.': () =>
        mul(add(normalized(one, right), perChannel(beta)), perChannel(gamma)),
      'The mean is not subtracted.': () =>
        scaled(
          add(
            normalized(one, right),
            withGroups(x, right, (_, all) => average(all) / std(varianceOf(all), one.epsilon, 0)),
          ),
        ),
    },
  }
}

/** What is known of the gradients of a normalization of images, to explain wrong ones by name. */
export function normGradientContexts(
  one: NormCase,
  dout: Tensor,
  division: Division,
): Record<'dx' | 'dgamma' | 'dbeta', Context> {
  const { x, gamma } = one
  const [N, C, H, W] = x.shape
  const { right } = division
  const hat = normalized(one, right)
  const roots = withGroups(x, right, (_, all) => std(varianceOf(all), one.epsilon, 0))
  const scaled = mul(dout, perChannel(gamma))
  const together = withGroups(x, right, (_, all) => all.length).data[0]
  /** dx by the formula, with one part of it changed. */
  const dx =
    ({ d = scaled, key = right, alongMean = 1, alongHat = 1, root = 1 }) =>
    () => {
      const [throughMean, throughStd] = [means(d, key), mul(hat, means(mul(d, hat), key))]
      const inside = sub(sub(d, mul(alongMean, throughMean)), mul(alongHat, throughStd))
      return div(
        inside,
        map(roots, (value) => value ** root),
      )
    }
  const overImages = (values: Tensor): Tensor => sum(values, [0, 2, 3])
  const first = (values: Tensor): Tensor =>
    overImages(fromElements(x.shape, (n, c, i, j) => (n === 0 ? values.data[offsetOf(x, n, c, i, j)] : 0)))
  const perGroup = (values: Tensor): Tensor =>
    overImages(
      mul(
        withGroups(
          values,
          (_n, c) => right(0, c, 0, 0),
          (_, all) => all.reduce((total, value) => total + value, 0),
        ),
        1 / (N * H * W),
      ),
    )
  const keys = Object.entries(division.wrong).map(
    ([name, key]) => [notThose('The means in dx are', name, division), dx({ key })] as const,
  )
  const constants = { N, C, 'H · W': H * W, 'N · H · W': N * H * W }
  return {
    dx: {
      constants,
      upstream: dout,
      mistakes: {
        ...Object.fromEntries(keys),
        'dx lacks gamma: the upstream gradient of the normalized x is dout · gamma.': dx({ d: dout }),
        'dx lacks a term: x also acts through the mean.': dx({ alongMean: 0 }),
        'dx lacks a term: x also acts through the standard deviation.': dx({ alongHat: 0 }),
        'dx lacks two terms: x also acts through the mean and the standard deviation.': dx({
          alongMean: 0,
          alongHat: 0,
        }),
        'dx sums where it should average: the mean of dout · gamma.': dx({ alongMean: together }),
        'dx sums where it should average: the mean of dout · gamma times the normalized x.': dx({
          alongHat: together,
        }),
        'dx has the wrong sign at the term of the standard deviation.': dx({ alongHat: -1 }),
        'dx is not divided by the standard deviation.': dx({ root: 0 }),
        'dx is dout · gamma, passed on as it is: x also acts through the mean and the standard deviation.':
          dx({
            alongMean: 0,
            alongHat: 0,
            root: 0,
          }),
        'dx is multiplied by the standard deviation, but should be divided by it.': dx({ root: -1 }),
        'dx is divided by the variance, but should be divided by its root.': dx({ root: 2 }),
      },
    },
    dgamma: {
      constants,
      mistakes: {
        'dgamma is dbeta: multiply dout by the normalized x before you sum.': () => overImages(dout),
        'dgamma sums dout · x, but gamma multiplies the normalized x.': () => overImages(mul(dout, x)),
        'dgamma comes of the first image alone: sum over the images.': () => first(mul(dout, hat)),
        'dgamma is the sum of all channels, but each has a gamma of its own.': () =>
          map(gamma, () => sum(mul(dout, hat))),
        'dgamma is summed over each group, but each channel has a gamma of its own.': () =>
          perGroup(mul(dout, hat)),
      },
    },
    dbeta: {
      constants,
      mistakes: {
        'dbeta is dgamma: beta is only added, so sum dout alone.': () => overImages(mul(dout, hat)),
        'dbeta comes of the first image alone: sum over the images.': () => first(dout),
        'dbeta is multiplied by gamma, but beta comes after gamma.': () => overImages(scaled),
        'dbeta is the sum of all channels, but each has a beta of its own.': () =>
          map(gamma, () => sum(dout)),
        'dout is reshaped to (N · H · W, C) where it should be transposed first: its channels are not its last axis.':
          () => sum(dout.reshape([-1, C]), 0),
        'dbeta is summed over each group, but each channel has a beta of its own.': () => perGroup(dout),
      },
    },
  }
}
