import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, pad, transpose, zeros } from '#kit/tensor/index.ts'
import { at, fromFunction, plain, shapes, tensorOf, tensors } from './naive.ts'

describe('transpose', () => {
  const withOrder = tensors().chain((x) => {
    const axes = x.shape.map((_, axis) => axis)
    return fc.tuple(
      fc.constant(x),
      fc.shuffledSubarray(axes, { minLength: axes.length }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    )
  })

  test('moves every element to where its axes went, counted from either end', () => {
    fc.assert(
      fc.property(withOrder, ([x, order, fromBack]) => {
        const axes = order.map((axis, k) => (fromBack[k] ? axis - order.length : axis))
        const expected = fromFunction(
          order.map((axis) => x.shape[axis]),
          x.dtype,
          (index) =>
            at(
              x,
              x.shape.map((_, axis) => index[order.indexOf(axis)]),
            ),
        )
        expect(plain(transpose(x, axes))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('reverses the axes by default, and is a copy', () => {
    fc.assert(
      fc.property(tensors(), (x) => {
        const expected = fromFunction(x.shape.toReversed(), x.dtype, (index) => at(x, index.toReversed()))
        expect(plain(transpose(x))).toEqual(expected)
        expect(transpose(x).data.buffer).not.toBe(x.data.buffer)
      }),
    )
  })

  test.for<[number[], string]>([
    [[0], 'transpose: axes (0) must name every axis of (2, 3) exactly once'],
    [[1, 1], 'transpose: axes (1,1) must name every axis of (2, 3) exactly once'],
    [[1, -1], 'transpose: axes (1,-1) must name every axis of (2, 3) exactly once'],
    [[0, 1, 0], 'transpose: axes (0,1,0) must name every axis of (2, 3) exactly once'],
    [[0, 2], 'transpose: no axis 2 in shape (2, 3)'],
  ])('refuses the axes %j', ([axes, message]) => {
    expect(() => transpose(zeros([2, 3]), axes)).toThrow(new RangeError(message))
  })
})

describe('concat', () => {
  const cases = shapes
    .filter((shape) => shape.length > 0)
    .chain((shape) =>
      fc
        .tuple(fc.nat(shape.length - 1), fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }))
        .chain(([axis, lengths]) =>
          fc.tuple(
            fc.constantFrom(axis, axis - shape.length),
            fc.tuple(...lengths.map((length) => tensorOf(shape.with(axis, length)))),
          ),
        ),
    )

  test('puts the tensors one after another along any axis', () => {
    fc.assert(
      fc.property(cases, ([axis, parts]) => {
        const [first] = parts
        const along = (axis + first.shape.length) % first.shape.length
        // (which tensor, which place in it) for every place along the axis
        const places = parts.flatMap((x) => Array.from({ length: x.shape[along] }, (_, i) => [x, i] as const))
        const dtype = parts.every((x) => x.dtype === 'float32') ? 'float32' : 'float64'
        const expected = fromFunction(first.shape.with(along, places.length), dtype, (index) => {
          const [x, i] = places[index[along]]
          return at(x, index.with(along, i))
        })
        expect(plain(concat(parts, axis))).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('joins along the first axis by default', () => {
    expect(concat([zeros([1, 2]), zeros([3, 2])]).shape).toEqual([4, 2])
  })

  test.for<[number[][], number, string]>([
    [[], 0, 'concat: needs at least one tensor'],
    [
      [
        [2, 3],
        [2, 4],
      ],
      0,
      'concat: shapes (2, 3) and (2, 4) may only differ in axis 0',
    ],
    [[[2, 3], [2]], 1, 'concat: shapes (2, 3) and (2,) may only differ in axis 1'],
    [[[2], [2, 3]], 0, 'concat: shapes (2,) and (2, 3) may only differ in axis 0'],
    [[[2, 3]], 2, 'concat: no axis 2 in shape (2, 3)'],
    [[[], []], 0, 'concat: no axis 0 in shape ()'],
  ])('refuses %j along axis %d', ([parts, axis, message]) => {
    // prettier-ignore
    expect(() => concat(parts.map((shape) => zeros(shape)), axis)).toThrow(new RangeError(message)) // prettier-ignore
  })
})

describe('pad', () => {
  const cases = tensors().chain((x) =>
    fc.tuple(fc.constant(x), fc.tuple(...x.shape.map(() => fc.tuple(fc.nat(2), fc.nat(2))))),
  )

  test('puts a border around every axis', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(undefined, 0, -1.5, Infinity), ([x, widths], value) => {
        const shape = x.shape.map((length, axis) => length + widths[axis][0] + widths[axis][1])
        const expected = fromFunction(shape, x.dtype, (index) => {
          const source = index.map((i, axis) => i - widths[axis][0])
          return source.every((i, axis) => i >= 0 && i < x.shape[axis]) ? at(x, source) : (value ?? 0)
        })
        expect(plain(pad(x, widths, value))).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test.for<[[number, number][], string]>([
    [[[1, 1]], 'pad: shape (2, 3) needs 2 pairs of widths, not 1'],
    [
      [
        [1, 1],
        [0, -1],
      ],
      'pad: widths [[1,1],[0,-1]] must be integers of at least 0',
    ],
    [
      [
        [1, 1],
        [0.5, 0],
      ],
      'pad: widths [[1,1],[0.5,0]] must be integers of at least 0',
    ],
  ])('refuses the widths %j', ([widths, message]) => {
    // prettier-ignore
    expect(() => pad(zeros([2, 3]), widths)).toThrow(new RangeError(message))
  })
})
