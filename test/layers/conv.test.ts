import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as fast from '#kit/layers/index.ts'
import { BufferPool, pad, randn, Random, Tensor } from '#kit/tensor/index.ts'
import * as plain from '../../solutions/4-convolution/conv.ts'
import { convolutions, draw, relativeError } from './cases.ts'

/** The output and the gradients of one implementation. */
function run(
  { convForward, convBackward }: typeof fast | typeof plain,
  [x, w, b, dout]: Tensor[],
  options: fast.FastConvOptions,
): Record<'out' | 'dx' | 'dw' | 'db', Tensor> {
  const { out, cache } = convForward(x, w, b, options)
  return { out, ...convBackward(dout, cache as never) }
}

test.for([
  ['float64', 1e-10],
  ['float32', 1e-4],
] as const)('the fast convolution is the plain one, in %s', ([dtype, tolerance]) => {
  fc.assert(
    fc.property(convolutions, ({ shapes, options, seed }) => {
      const inputs = draw(shapes, seed, dtype)
      const pool = new BufferPool()
      const ordinary = run(fast, inputs, options)
      const actual = pool.step(() => run(fast, inputs, options), [])
      const expected = run(plain, inputs, options)
      expect(actual).toEqual(ordinary)
      pool.release()
      for (const name of ['out', 'dx', 'dw', 'db'] as const) {
        expect(actual[name].shape, `${name}`).toEqual(expected[name].shape)
        expect(actual[name].dtype, `${name}`).toBe(dtype)
        expect(relativeError(actual[name], expected[name]), `${name}`).toBeLessThan(tolerance)
      }
    }),
    { numRuns: 200 },
  )
})

test.for([
  [
    'the first layer of the three-layer network',
    [
      [2, 3, 32, 32],
      [4, 3, 7, 7],
    ],
    { stride: 1, pad: 3 },
  ],
  [
    'a filter as large as the image',
    [
      [3, 2, 5, 4],
      [3, 2, 5, 4],
    ],
    { stride: 2, pad: 0 },
  ],
  [
    '1 x 1 filters with gaps between them',
    [
      [2, 5, 7, 4],
      [6, 5, 1, 1],
    ],
    { stride: 3, pad: 0 },
  ],
  [
    'a filter that is mostly in the border',
    [
      [1, 2, 1, 2],
      [2, 2, 3, 4],
    ],
    { stride: 1, pad: 2 },
  ],
] as const)('the fast convolution is the plain one for %s', ([, [x, w], options]) => {
  const { outHeight, outWidth } = fast.convSizes(draw([x], 0)[0], draw([w], 0)[0], options)
  const inputs = draw([x, w, [w[0]], [x[0], w[0], outHeight, outWidth]], 1)
  const [actual, expected] = [run(fast, inputs, options), run(plain, inputs, options)]
  for (const name of ['out', 'dx', 'dw', 'db'] as const) {
    expect(relativeError(actual[name], expected[name]), `${name}`).toBeLessThan(1e-10)
  }
})

test('no input is changed', () => {
  const inputs = draw([[2, 3, 6, 5], [4, 3, 3, 2], [4], [2, 4, 6, 6]], 2)
  const copies = inputs.map((input) => input.clone())
  run(fast, inputs, { stride: 1, pad: 1 })
  expect(inputs).toEqual(copies)
})

test('sizes that do not fit are the same error from both, and it names them', () => {
  const [x, w, b] = draw([[1, 3, 6, 5], [2, 3, 3, 4], [2]], 3)
  for (const { convForward } of [fast, plain]) {
    expect(() => convForward(x, w, b, { stride: 2, pad: 1 })).toThrow(
      new RangeError(
        'a 3 x 4 filter with stride 2 and pad 1 does not fit an input of 6 x 5: it would give 3.5 rows and 2.5 columns',
      ),
    )
    expect(() => convForward(x, w, b, { stride: 1, pad: -1 })).toThrow(
      /whole numbers from 1 up, pad from 0 up/,
    )
    expect(() => convForward(x, w, b, { stride: 0, pad: 1 })).toThrow(/whole numbers from 1 up/)
    expect(() => convForward(x, draw([[2, 4, 3, 3]], 4)[0], b, { stride: 1, pad: 1 })).toThrow(
      new RangeError(
        'filters of shape (2, 4, 3, 3) look at 4 channels, but images of shape (1, 3, 6, 5) have 3',
      ),
    )
    expect(() => convForward(x.reshape([3, 6, 5]), w, b, { stride: 1, pad: 1 })).toThrow(
      /the images of a convolution must have four axes, but have shape \(3, 6, 5\)/,
    )
  }
})

test('two passes do not share memory', () => {
  const [x, w, b] = draw([[1, 2, 4, 3], [2, 2, 3, 3], [2]], 5)
  const first = fast.convForward(x, w, b, { stride: 1, pad: 1 })
  const before = first.out.clone()
  fast.convForward(randn(x.shape, { random: new Random(6) }), w, b, { stride: 1, pad: 1 })
  expect(first.out).toEqual(before)
})

test('another border at the end is that of an image with zeros added there', () => {
  const [x, w, b, dout] = draw([[2, 3, 6, 8], [4, 3, 3, 3], [4], [2, 4, 3, 4]], 7)
  const padded = pad(x, [[0, 0], [0, 0], [1, 0], [1, 0]]) // prettier-ignore
  const actual = run(fast, [x, w, b, dout], { stride: 2, pad: 1, padEnd: 0 })
  const expected = run(plain, [padded, w, b, dout], { stride: 2, pad: 0 })
  for (const name of ['out', 'dw', 'db'] as const) {
    expect(relativeError(actual[name], expected[name]), `${name}`).toBeLessThan(1e-10)
  }
  const inner = [0, 1, 2, 3, 4, 5].map((n) => expected.dx.data.slice(n * 63).filter((_, i) => i < 63 && i >= 9 && i % 9 > 0)) // prettier-ignore
  expect(relativeError(actual.dx, new Tensor(Float64Array.from(inner.flatMap((plane) => [...plane])), x.shape))).toBeLessThan(1e-10) // prettier-ignore
})

test.for([
  { stride: 1, pad: 1 },
  { stride: 2, pad: 0 },
])('the gradients of the filters are the same without that of x, %o', (options) => {
  const { outHeight, outWidth } = fast.convSizes(
    draw([[2, 3, 7, 5]], 0)[0],
    draw([[4, 3, 3, 3]], 0)[0],
    options,
  )
  const [x, w, b, dout] = draw([[2, 3, 7, 5], [4, 3, 3, 3], [4], [2, 4, outHeight, outWidth]], 8)
  const { cache } = fast.convForward(x, w, b, options)
  const [all, some] = [fast.convBackward(dout, cache), fast.convBackward(dout, cache, { dx: false })]
  expect(some.dx).toBeUndefined()
  expect(relativeError(some.dw, all.dw)).toBeLessThan(1e-12)
  expect(some.db).toEqual(all.db)
})
