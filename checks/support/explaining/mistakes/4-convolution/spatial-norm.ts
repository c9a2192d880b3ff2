import { cause } from '#kit/course/causes/index.ts'
import { add, div, map, mul, sub, sum, type Tensor } from '#kit/tensor/index.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import type { Context } from '../../index.ts'
import { fromElements } from '../../../definitions/from-elements.ts'

/** Returns the key of an element. Elements with the same key are normalized together. */
type Key = (n: number, c: number, i: number, j: number) => string

/** Wrong ways to divide images into parts. */
type WrongDivision =
  | 'channel-of-image'
  | 'channel-at-place'
  | 'row-of-channel'
  | 'pixel'
  | 'image'
  | 'batch'
  | 'group-over-images'
  | 'every-other-channel'
  | 'groups-of-groups'
  | 'place-of-group'
  | 'channel'

/** How a normalization of images divides them into parts, and wrong ways to do so. */
export interface Division {
  name: string
  right: Key
  wrong: Readonly<Partial<Record<WrongDivision, Key>>>
}

const wrongOnes = ({ wrong }: Division): [WrongDivision, Key][] =>
  Object.entries(wrong) as [WrongDivision, Key][]

/** The inputs of a normalization. */
export interface NormCase {
  x: Tensor
  gamma: Tensor
  beta: Tensor
  epsilon: number
}

/** The division of batch normalization: one mean and variance for each channel. */
export const byChannel: Division = {
  name: 'each channel, over all images, rows and columns',
  right: (_n, c) => `${c}`,
  wrong: {
    'channel-of-image': (n, c) => `${n} ${c}`,
    'channel-at-place': (_n, c, i, j) => `${c} ${i} ${j}`,
    'row-of-channel': (_n, c, i) => `${c} ${i}`,
    pixel: (n, _c, i, j) => `${n} ${i} ${j}`,
    image: (n) => `${n}`,
    batch: () => '',
  },
}

/**
 * Returns the division of group normalization: one mean and variance per group of neighbouring channels of each image.
 */
export const byGroup = (C: number, groups: number): Division => {
  const inGroup = C / groups
  return {
    name: 'each group of neighbouring channels of each image',
    right: (n, c) => `${n} ${Math.floor(c / inGroup)}`,
    wrong: {
      image: (n) => `${n}`,
      'channel-of-image': (n, c) => `${n} ${c}`,
      'group-over-images': (_n, c) => `${Math.floor(c / inGroup)}`,
      'every-other-channel': (n, c) => `${n} ${c % groups}`,
      'groups-of-groups': (n, c) => `${n} ${Math.floor(c / groups)}`,
      'place-of-group': (n, c, i, j) => `${n} ${Math.floor(c / inGroup)} ${i} ${j}`,
      channel: (_n, c) => `${c}`,
      batch: () => '',
    },
  }
}

/** Replaces every element of x by the value of a function of the element and all elements with the same key. */
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

/** Returns the number by which a deviation is divided. */
type Divisor = (variance: number, epsilon: number, count: number) => number
const std: Divisor = (variance, epsilon) => Math.sqrt(variance + epsilon)

const normalized = ({ x, epsilon }: NormCase, key: Key, divisor = std): Tensor =>
  withGroups(x, key, (value, all) => (value - average(all)) / divisor(varianceOf(all), epsilon, all.length))

const perChannel = (values: Tensor): Tensor => values.reshape([-1, 1, 1])

/** Returns what is known about a normalization of images, to explain a wrong one by name. */
export function normContext(one: NormCase, division: Division): Context {
  const { x, gamma, beta } = one
  const [, C] = x.shape
  const { right } = division
  const scaled = (values: Tensor, scale = perChannel(gamma), shift = perChannel(beta)): Tensor =>
    add(mul(values, scale), shift)
  const dividedBy = (divisor: Divisor) => () => scaled(normalized(one, right, divisor))
  /** The column of an element after `reshape([-1, C])`: column `flat % C`, which is not its channel. */
  const column = (index: readonly number[]): number =>
    offsetOf(x, ...(index as [number, number, number, number])) % C
  const reshaped = (): Tensor => {
    const values = normalized(one, (...index) => `${column(index)}`)
    return fromElements(
      x.shape,
      (...index) => gamma.data[column(index)] * values.data[offsetOf(x, ...index)] + beta.data[column(index)],
    )
  }
  const keys = wrongOnes(division).map(
    ([name, key]) =>
      [
        cause(`spatialNorm/by-${name}`, { right: division.name }),
        () => scaled(normalized(one, key)),
      ] as const,
  )
  return {
    terms: { beta: perChannel(beta) },
    mistakes: {
      ...Object.fromEntries(keys),
      'spatialNorm/reshaped-instead-of-transposed': reshaped,
      'spatialNorm/reshaped-then-transposed': () => {
        const values = reshaped()
        const [, , H, W] = x.shape
        return fromElements(x.shape, (n, c, i, j) => values.data[((n * H + i) * W + j) * C + c])
      },
      'spatialNorm/no-gamma': () => add(normalized(one, right), perChannel(beta)),
      'spatialNorm/gamma-beta-swapped': () =>
        scaled(normalized(one, right), perChannel(beta), perChannel(gamma)),
      'spatialNorm/first-gamma-beta': () => add(mul(normalized(one, right), gamma.data[0]), beta.data[0]),
      'spatialNorm/gamma-beta-by-group': () => {
        const groupOf = (c: number): number => Number(right(0, c, 0, 0).split(' ').at(-1))
        const [scale, shift] = [gamma, beta].map((values) =>
          fromElements([1, C, 1, 1], (_, c) => values.data[groupOf(c)]),
        )
        return scaled(normalized(one, right), scale, shift)
      },
      'spatialNorm/no-epsilon': dividedBy((variance) => Math.sqrt(variance)),
      'spatialNorm/epsilon-outside-root': dividedBy((variance, epsilon) => Math.sqrt(variance) + epsilon),
      'spatialNorm/epsilon-fixed': dividedBy((variance) => Math.sqrt(variance + 1e-5)),
      'spatialNorm/divided-by-variance': dividedBy((variance, epsilon) => variance + epsilon),
      'spatialNorm/unbiased-variance': dividedBy((variance, epsilon, count) =>
        Math.sqrt((variance * count) / (count - 1) + epsilon),
      ),
      'spatialNorm/multiplied-by-deviation': dividedBy(
        (variance, epsilon) => 1 / Math.sqrt(variance + epsilon),
      ),
      'spatialNorm/variance-of-squares': () =>
        scaled(
          withGroups(
            x,
            right,
            (value, all) =>
              (value - average(all)) / Math.sqrt(average(all.map((other) => other ** 2)) + one.epsilon),
          ),
        ),
      'spatialNorm/beta-scaled': () => mul(add(normalized(one, right), perChannel(beta)), perChannel(gamma)),
      'spatialNorm/mean-not-subtracted': () =>
        scaled(
          add(
            normalized(one, right),
            withGroups(x, right, (_, all) => average(all) / std(varianceOf(all), one.epsilon, 0)),
          ),
        ),
    },
  }
}

/** Returns what is known about the gradients of a normalization of images, to explain wrong ones by name. */
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
  /** Returns a function that computes dx by the formula with one part changed. */
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
  const keys = wrongOnes(division).map(
    ([name, key]) => [cause(`spatialNorm/dx-by-${name}`, { right: division.name }), dx({ key })] as const,
  )
  const constants = { N, C, 'H · W': H * W, 'N · H · W': N * H * W }
  return {
    dx: {
      constants,
      upstream: dout,
      mistakes: {
        ...Object.fromEntries(keys),
        'spatialNorm/dx-no-gamma': dx({ d: dout }),
        'spatialNorm/dx-no-mean-term': dx({ alongMean: 0 }),
        'spatialNorm/dx-no-deviation-term': dx({ alongHat: 0 }),
        'spatialNorm/dx-no-terms': dx({
          alongMean: 0,
          alongHat: 0,
        }),
        'spatialNorm/dx-mean-summed': dx({ alongMean: together }),
        'spatialNorm/dx-deviation-summed': dx({
          alongHat: together,
        }),
        'spatialNorm/dx-deviation-sign': dx({ alongHat: -1 }),
        'spatialNorm/dx-not-divided': dx({ root: 0 }),
        'spatialNorm/dx-passed-on': dx({
          alongMean: 0,
          alongHat: 0,
          root: 0,
        }),
        'spatialNorm/dx-multiplied': dx({ root: -1 }),
        'spatialNorm/dx-divided-by-variance': dx({ root: 2 }),
      },
    },
    dgamma: {
      constants,
      mistakes: {
        'spatialNorm/dgamma-is-dbeta': () => overImages(dout),
        'spatialNorm/dgamma-of-x': () => overImages(mul(dout, x)),
        'spatialNorm/dgamma-first-image': () => first(mul(dout, hat)),
        'spatialNorm/dgamma-over-channels': () => map(gamma, () => sum(mul(dout, hat))),
        'spatialNorm/dgamma-over-groups': () => perGroup(mul(dout, hat)),
      },
    },
    dbeta: {
      constants,
      mistakes: {
        'spatialNorm/dbeta-is-dgamma': () => overImages(mul(dout, hat)),
        'spatialNorm/dbeta-first-image': () => first(dout),
        'spatialNorm/dbeta-times-gamma': () => overImages(scaled),
        'spatialNorm/dbeta-over-channels': () => map(gamma, () => sum(dout)),
        'spatialNorm/dout-reshaped': () => sum(dout.reshape([-1, C]), 0),
        'spatialNorm/dbeta-over-groups': () => perGroup(dout),
      },
    },
  }
}
