import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatShape,
  full,
  linspace,
  ones,
  randn,
  Random,
  sameShape,
  sizeOf,
  Tensor,
  tensor,
  zeros,
  zerosLike,
  type NestedNumbers,
} from '#kit/tensor/index.ts'
import { at, dtypes, fromFunction, indicesOf, plain, rounded, shapes, tensorOf, tensors } from './naive.ts'

describe('a tensor', () => {
  test('keeps its data, and a shape of its own', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6)
    const shape = [2, 3]
    const x = new Tensor(data, shape)
    shape[0] = 9
    expect(x.data).toBe(data)
    expect(x.shape).toEqual([2, 3])
    expect(x.size).toBe(6)
    expect(x.dtype).toBe('float32')
    expect(zeros([]).dtype).toBe('float64')
  })

  test.for<[string, () => unknown, RegExp]>([
    [
      'too few elements',
      () => new Tensor(new Float64Array(5), [2, 3]),
      /^Tensor: shape \(2, 3\) holds 6 elements, but data has 5$/,
    ],
    [
      'a negative size',
      () => new Tensor(new Float64Array(6), [-2, -3]),
      /^Tensor: the sizes in shape \(-2, -3\) must be/,
    ],
    [
      'a size that is no integer',
      () => new Tensor(new Float64Array(1), [0.5, 2]),
      /^Tensor: the sizes in shape \(0.5, 2\)/,
    ],
    [
      'plain numbers for data',
      () => new Tensor([1, 2] as never, [2]),
      /^Tensor: data must be a Float32Array or a Float64Array$/,
    ],
    ['a negative number of zeros', () => zeros([-1]), /^zeros: the sizes in shape \(-1,\) must be integers/],
    ['half a one', () => ones([0.5]), /^full: the sizes in shape \(0.5,\) must be integers/],
  ])('is refused with %s', ([, make, message]) => {
    // prettier-ignore
    expect(make).toThrow(message)
  })

  test('of another shape is a view: both write to the same elements', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
          .chain(([n, m]) => tensorOf([n, m])),
        (x) => {
          const view = x.reshape([-1])
          expect(plain(view)).toEqual({ ...plain(x), shape: [x.size] })
          expect(view.data).toBe(x.data)
          view.data[0] = 42
          expect(at(x, [0, 0])).toBe(42)
        },
      ),
    )
  })

  test('gives the axis -1 what is left over', () => {
    fc.assert(
      fc.property(shapes, fc.nat(3), (shape, position) => {
        const x = zeros(shape)
        const axis = Math.min(position, shape.length - 1)
        fc.pre(shape.length > 0 && x.size > 0)
        expect(x.reshape(shape.with(axis, -1)).shape).toEqual(shape)
      }),
    )
    expect(zeros([0, 3]).reshape([-1, 3]).shape).toEqual([0, 3])
  })

  test.for([[[4]], [[-1, 4]], [[-1, -1]], [[-2, -3]], [[2.5, -1]], [[0, -1]]])(
    'is not reshaped to %j',
    ([shape]) => {
      expect(() => zeros([2, 3]).reshape(shape)).toThrow(
        new RangeError(`reshape: cannot make ${formatShape(shape)} out of (2, 3)`),
      )
    },
  )

  test('shares nothing with its clone, nor with itself as another type', () => {
    fc.assert(
      fc.property(tensors(), dtypes, (x, dtype) => {
        expect(plain(x.clone())).toEqual(plain(x))
        expect(x.clone().data.buffer).not.toBe(x.data.buffer)
        expect(plain(x.astype(dtype))).toEqual(
          fromFunction(x.shape, dtype, (index) => rounded(at(x, index), x.dtype)),
        )
        expect(x.astype(dtype).data.buffer).not.toBe(x.data.buffer)
      }),
    )
  })

  test('becomes nested arrays, and nested arrays become a tensor', () => {
    fc.assert(
      fc.property(tensors(), (x) => {
        const nested = x.toNested()
        for (const index of indicesOf(x.shape)) {
          const element = index.reduce<NestedNumbers>(
            (level, i) => (level as readonly NestedNumbers[])[i],
            nested,
          )
          expect(element).toBe(at(x, index))
        }
        // Below an empty axis, nested arrays cannot show the length of the next one.
        fc.pre(x.size > 0)
        expect(plain(tensor(nested, x.dtype))).toEqual(plain(x))
      }),
    )
    expect(zeros([2, 0]).toNested()).toEqual([[], []])
    expect(tensor([[], []]).shape).toEqual([2, 0])
    expect(plain(tensor(3))).toEqual({ shape: [], dtype: 'float64', values: [3] })
  })

  test.for<NestedNumbers>([
    [[1, 2], [3]],
    [[1], 2],
    [1, [2]],
    [[], 1],
    [[[1]], [[1, 2]]],
  ])('is not made from ragged arrays %j', (nested) => {
    expect(() => tensor(nested)).toThrow(
      /^tensor: the nested arrays have different lengths; the first ones give shape \(/,
    )
  })
})

describe('making tensors', () => {
  test('filled with one number', () => {
    fc.assert(
      fc.property(shapes, dtypes, fc.double(), (shape, dtype, value) => {
        expect(plain(full(shape, value, dtype))).toEqual(fromFunction(shape, dtype, () => value))
        expect(plain(zeros(shape, dtype))).toEqual(fromFunction(shape, dtype, () => 0))
        expect(plain(ones(shape, dtype))).toEqual(fromFunction(shape, dtype, () => 1))
        expect(plain(zerosLike(ones(shape, dtype)))).toEqual(plain(zeros(shape, dtype)))
      }),
    )
    expect(full([1], 1).dtype).toBe('float64')
  })

  test('evenly spaced, with both ends exactly', () => {
    const ends = fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((end) => end + 0)
    fc.assert(
      fc.property(ends, ends, fc.integer({ min: 2, max: 50 }), (start, end, count) => {
        const { data, shape } = linspace(start, end, count)
        expect(shape).toEqual([count])
        expect(data[0]).toBe(start)
        expect(data[count - 1]).toBe(end)
        for (let i = 0; i < count; i++) {
          expect(Math.abs(data[i] - (start + ((end - start) / (count - 1)) * i))).toBeLessThan(1e-9)
        }
      }),
    )
    expect([...linspace(2, 5, 1).data]).toEqual([2])
    expect(linspace(2, 5, 0).shape).toEqual([0])
    expect(plain(linspace(0, 1, 3, 'float32'))).toEqual({ shape: [3], dtype: 'float32', values: [0, 0.5, 1] })
  })

  test('of normal numbers draws them one after another', () => {
    fc.assert(
      fc.property(shapes, dtypes, fc.nat(), (shape, dtype, seed) => {
        const random = new Random(seed)
        const drawn = randn(shape, { random: new Random(seed), scale: 0.5, dtype })
        expect(plain(drawn)).toEqual(fromFunction(shape, dtype, () => 0.5 * random.normal()))
      }),
    )
    expect(randn([2], { random: new Random(1) }).data).toEqual(
      Float64Array.from(
        { length: 2 },
        (
          (random) => () =>
            random.normal()
        )(new Random(1)),
      ),
    )
  })
})

test('habits from other libraries get a sentence that says what to write instead', () => {
  const x = zeros([2, 3]) as never as number & Tensor
  expect(() => x + x).toThrow('Operators such as + do not work on tensors: use add, sub, mul or div')
  expect(() => x * 2).toThrow('Operators such as +')
  expect(`${x}`).toBe('Tensor (2, 3)')
  expect(() => x.reshape(...([6, 1] as unknown as [number[]]))).toThrow('as in reshape([2, 3])')
  expect(() => zeros(2 as never)).toThrow('zeros: a shape must be an array, as in zeros([2, 3])')
})

test('shapes are counted, compared and written as people do', () => {
  fc.assert(
    fc.property(shapes, shapes, (a, b) => {
      expect(sizeOf(a)).toBe(indicesOf(a).length)
      expect(sameShape(a, b)).toBe(a.join() === b.join() && a.length === b.length)
      expect(sameShape(a, [...a])).toBe(true)
    }),
  )
  expect([[], [5], [2, 3], [2, 3, 4]].map(formatShape)).toEqual(['()', '(5,)', '(2, 3)', '(2, 3, 4)'])
})
