import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { argmax, full, max, mean, sum, Tensor, tensor, variance, zeros } from '#kit/tensor/index.ts'
import { at, axesOf, fromFunction, indicesOf, nonEmptyShapes, plain, quarters, rounded, tensorOf, tensors, type Plain } from './naive.ts' // prettier-ignore

type Reduction = (values: number[]) => number

const naiveSum: Reduction = (values) => values.reduce((total, value) => total + value, 0)
const naiveMean: Reduction = (values) => naiveSum(values) / values.length
const naiveVariance: Reduction = (values) =>
  naiveMean(values.map((value) => (value - naiveMean(values)) ** 2))
const naiveMax: Reduction = (values) => values.reduce((best, value) => (value > best ? value : best))

/** Reduces, for every place of the result, all elements of `x` that belong to it. */
function naive(x: Tensor, reduction: Reduction, axes: readonly number[], keepDims: boolean): Plain {
  const reduced = axes.map((axis) => (axis + x.shape.length) % x.shape.length)
  const kept = x.shape.map((length, axis) => (reduced.includes(axis) ? 1 : length))
  const expected = fromFunction(kept, x.dtype, (place) =>
    reduction(
      indicesOf(x.shape)
        .filter((index) => index.every((i, axis) => reduced.includes(axis) || i === place[axis]))
        .map((index) => at(x, index)),
    ),
  )
  if (!keepDims) expected.shape = x.shape.filter((_, axis) => !reduced.includes(axis))
  return expected
}

const withAxes = (values: fc.Arbitrary<Tensor>) =>
  values.chain((x) => fc.tuple(fc.constant(x), axesOf(x.shape.length), fc.boolean()))

const nonEmpty = nonEmptyShapes.chain((shape) => tensorOf(shape, quarters))

/** Fails unless shape and type are equal and the values are equal up to `tolerance`. */
function expectClose(actual: Plain, expected: Plain, tolerance: number): void {
  expect({ ...actual, values: [] }).toEqual({ ...expected, values: [] })
  expect(actual.values).toHaveLength(expected.values.length)
  for (const [i, value] of expected.values.entries()) {
    expect(Math.abs(actual.values[i] - value)).toBeLessThanOrEqual(tolerance)
  }
}

describe('the naive loop agrees with', () => {
  test('sum, over every list of axes', () => {
    fc.assert(
      fc.property(withAxes(tensors(quarters)), ([x, axes, keepDims]) => {
        expect(plain(sum(x, axes, { keepDims }))).toEqual(naive(x, naiveSum, axes, keepDims))
        expect(sum(x)).toBe(naiveSum([...x.data]))
      }),
      { numRuns: 300 },
    )
  })

  test('max, over every list of axes', () => {
    fc.assert(
      fc.property(withAxes(nonEmpty), ([x, axes, keepDims]) => {
        expect(plain(max(x, axes, { keepDims }))).toEqual(naive(x, naiveMax, axes, keepDims))
        expect(max(x)).toBe(naiveMax([...x.data]))
      }),
      { numRuns: 300 },
    )
  })

  test('mean, over every list of axes', () => {
    fc.assert(
      fc.property(withAxes(nonEmpty), ([x, axes, keepDims]) => {
        expectClose(plain(mean(x, axes, { keepDims })), naive(x, naiveMean, axes, keepDims), 2e-6)
        expect(mean(x)).toBeCloseTo(naiveMean([...x.data]), 12)
      }),
    )
  })

  test('variance, over every list of axes', () => {
    fc.assert(
      fc.property(withAxes(nonEmpty), ([x, axes, keepDims]) => {
        const tolerance = x.dtype === 'float32' ? 1e-4 : 1e-11
        expectClose(
          plain(variance(x, axes, { keepDims })),
          naive(x, naiveVariance, axes, keepDims),
          tolerance,
        )
        expect(Math.abs(variance(x) - naiveVariance([...x.data]))).toBeLessThanOrEqual(tolerance)
      }),
    )
  })

  test('argmax, over one axis and over all', () => {
    fc.assert(
      fc.property(nonEmpty, fc.nat(), fc.boolean(), (x, position, fromBack) => {
        expect(argmax(x)).toBe([...x.data].indexOf(naiveMax([...x.data])))
        fc.pre(x.shape.length > 0)
        const axis = position % x.shape.length
        const expected = naive(x, (values) => values.indexOf(naiveMax(values)), [axis], false)
        expect(plain(argmax(x, fromBack ? axis - x.shape.length : axis))).toEqual({
          ...expected,
          dtype: 'float64',
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('reductions', () => {
  const functions = { sum, mean, variance, max }
  const names = ['sum', 'mean', 'variance', 'max'] as const

  test.for(names)('%s takes one axis as a number', (name) => {
    const x = tensor([[1, 5, 3], [4, 2, 9]]) // prettier-ignore
    expect(functions[name](x, -1)).toEqual(functions[name](x, [1]))
    expect(functions[name](x, 0).shape).toEqual([3])
  })

  test.for(names)('%s over no axes reduces nothing', (name) => {
    const x = tensor([[1, 5], [4, 2]]) // prettier-ignore
    const same = functions[name](x, [])
    expect(plain(same)).toEqual(name === 'variance' ? plain(zeros([2, 2])) : plain(x))
    expect(same.data.buffer).not.toBe(x.data.buffer)
  })

  test.for(names)('%s keeps the result broadcastable with keepDims', (name) => {
    expect(functions[name](zeros([2, 3, 4]), [0, -1], { keepDims: true }).shape).toEqual([1, 3, 1])
  })

  test('float32 is added up in float64 and rounded once', () => {
    const thousand = full([1000], 0.1, 'float32')
    const exact = 1000 * Math.fround(0.1)
    expect(sum(thousand)).toBeCloseTo(exact, 9)
    expect(sum(thousand, 0).data[0]).toBe(rounded(sum(thousand), 'float32'))
    expect(sum(full([1000, 2], 0.1, 'float32'), 0).data[0]).toBe(rounded(sum(thousand), 'float32'))
  })

  test('an empty sum is 0, and an empty mean is not a number', () => {
    expect(sum(zeros([0, 3]))).toBe(0)
    expect(plain(sum(zeros([0, 3]), 0))).toEqual({ shape: [3], dtype: 'float64', values: [0, 0, 0] })
    expect(mean(zeros([0]))).toBeNaN()
  })

  test('NaN wins over everything', () => {
    for (const values of [
      [1, NaN, Infinity],
      [NaN, 2, NaN],
      [0, 1, NaN],
    ]) {
      // prettier-ignore
      expect(max(tensor(values))).toBeNaN()
      expect(argmax(tensor(values))).toBe(values.findIndex(Number.isNaN))
      expect(max(tensor([values, [0, 0, 0]]), 0).data[values.findIndex(Number.isNaN)]).toBeNaN()
    }
    expect(max(full([3], -Infinity))).toBe(-Infinity)
    expect(argmax(full([3], -Infinity))).toBe(0)
  })

  test.for<[() => unknown, string]>([
    [() => sum(zeros([2, 3]), 2), 'sum: no axis 2 in shape (2, 3)'],
    [() => sum(zeros([2, 3]), -3), 'sum: no axis -3 in shape (2, 3)'],
    [() => mean(zeros([2, 3]), 0.5), 'sum: no axis 0.5 in shape (2, 3)'],
    [() => sum(zeros([2, 3]), [1, -1]), 'sum: axes (1,-1) name an axis of (2, 3) twice'],
    [() => max(zeros([0, 3]), 0), 'max: the tensor of shape (0, 3) is empty'],
    [() => max(zeros([0])), 'max: the tensor of shape (0,) is empty'],
    [() => argmax(zeros([0, 3]), 0), 'argmax: the tensor of shape (0, 3) is empty'],
    [() => argmax(zeros([3]), 1), 'argmax: no axis 1 in shape (3,)'],
  ])('%# fail with the name of the operation and the shape', ([reduction, message]) => {
    expect(reduction).toThrow(new RangeError(message))
  })
})
