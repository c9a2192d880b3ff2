import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as fast from '#kit/layers/index.ts'
import { loops, plainLoops } from '#kit/engine/loops/index.ts'
import { BufferPool, pad, randn, Random, Tensor } from '#kit/tensor/index.ts'
import * as plain from '../../../solutions/4-convolution/conv.ts'
import { convolutions, draw, relativeError, winogradConvolutions } from './cases.ts'
import { winograd } from '../../../kit/layers/conv/winograd.ts'
import { WinogradTiles } from '../../../kit/layers/conv/winograd-tiles.ts'

/** Returns the output and the gradients of one implementation. */
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
      const [x, w, b, dout] = inputs
      const { dw } = fast.convBackward(dout, fast.convForward(x, w, b, options).cache, { dx: false })
      expect(relativeError(dw, expected.dw), 'dw without dx').toBeLessThan(tolerance)
    }),
    { numRuns: 200 },
  )
})

test.for([
  {
    what: 'the first layer of the three-layer network',
    x: [2, 3, 32, 32],
    w: [4, 3, 7, 7],
    stride: 1,
    pad: 3,
  },
  { what: 'a filter as large as the image', x: [3, 2, 5, 4], w: [3, 2, 5, 4], stride: 2, pad: 0 },
  { what: '1 x 1 filters with gaps between them', x: [2, 5, 7, 4], w: [6, 5, 1, 1], stride: 3, pad: 0 },
  { what: 'a filter that is mostly in the border', x: [1, 2, 1, 2], w: [2, 2, 3, 4], stride: 1, pad: 2 },
] as const)('the fast convolution is the plain one for $what', ({ x, w, stride, pad: border }) => {
  const options = { stride, pad: border }
  const { outHeight, outWidth } = fast.convSizes(draw([x], 0)[0], draw([w], 0)[0], options)
  const inputs = draw([x, w, [w[0]], [x[0], w[0], outHeight, outWidth]], 1)
  const [actual, expected] = [run(fast, inputs, options), run(plain, inputs, options)]
  for (const name of ['out', 'dx', 'dw', 'db'] as const) {
    expect(relativeError(actual[name], expected[name]), `${name}`).toBeLessThan(1e-10)
  }
})

/** Returns the inputs of a strategy for a convolution. */
const inputsOf = (x: Tensor, w: Tensor, options: fast.FastConvOptions) => ({
  x,
  w,
  options,
  sizes: fast.convSizes(x, w, options),
})

/**
 * Returns the names of the results in which Winograd's minimal filtering and plain sums differ by more than rounding.
 */
function winogradErrors(inputs: Tensor[], options: Required<fast.FastConvOptions>): string[] {
  const [x, w] = inputs
  expect(winograd.suits(inputsOf(x, w, options))).toBe(true)
  const pool = new BufferPool()
  const ordinary = run(fast, inputs, options)
  const actual = pool.step(() => run(fast, inputs, options), [])
  expect(actual).toEqual(ordinary)
  pool.release()
  // The plain loops support only one pad for both ends. In float64, the fast convolution uses another implementation.
  const same = options.pad === options.padEnd
  const doubles = inputs.map((input) => input.astype('float64'))
  const expected = same ? run(plain, inputs, options) : run(fast, doubles, options)
  return (['out', 'dx', 'dw', 'db'] as const).filter((name) => {
    expect(ordinary[name].shape, `${name}`).toEqual(expected[name].shape)
    expect(ordinary[name].dtype, `${name}`).toBe('float32')
    return !(relativeError(ordinary[name], expected[name]) < 1e-4)
  })
}

/** Whether there are only plain loops, so that Winograd's minimal filtering is never used. */
const onlyPlain = loops === plainLoops

test.skipIf(onlyPlain)("Winograd's minimal filtering gives what the plain loops give", () => {
  fc.assert(
    fc.property(winogradConvolutions, ({ shapes, options, seed }) => {
      expect(winogradErrors(draw(shapes, seed, 'float32'), options)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test.skipIf(onlyPlain)('so it does for more images than it computes together', () => {
  const inputs = draw([[5, 16, 31, 22], [80, 16, 3, 3], [80], [5, 80, 30, 21]], 9, 'float32')
  const [x, w] = inputs
  const options = { stride: 1, pad: 1, padEnd: 0 }
  expect(new WinogradTiles(fast.convSizes(x, w, options)).images).toBeLessThan(5)
  expect(winogradErrors(inputs, options)).toEqual([])
})

test.for([
  [3, 4],
  [6, 6],
  [7, 4],
  [12, 6],
  [15, 4],
  [30, 6],
  [32, 4],
])(
  'its tiles take the fewest multiplications: an output of side %i has tiles of side %i',
  ([side, expected]) => {
    const [x, w] = draw([[1, 16, side + 2, side + 2], [16, 16, 3, 3]], 0, 'float32') // prettier-ignore
    expect(new WinogradTiles(fast.convSizes(x, w, { stride: 1, pad: 0 })).size).toBe(expected)
  },
)

test.skipIf(onlyPlain).for([6, 7])(
  'its rounding errors are small even with many channels, for outputs of side %i',
  (side) => {
    const shapes = [[2, 256, side, side], [256, 256, 3, 3], [256], [2, 256, side, side]]
    const inputs = draw(shapes, 11, 'float32')
    const options = { stride: 1, pad: 1, padEnd: 1 }
    const doubles = inputs.map((input) => input.astype('float64'))
    const [actual, expected] = [run(fast, inputs, options), run(fast, doubles, options)]
    for (const name of ['out', 'dx', 'dw'] as const) {
      expect(relativeError(actual[name], expected[name]), name).toBeLessThan(3e-5)
    }
  },
)

test.for([
  ['float64', [2, 16, 6, 5], [16, 16, 3, 3], 1],
  ['float32', [2, 15, 6, 5], [16, 15, 3, 3], 1],
  ['float32', [2, 16, 6, 5], [18, 16, 3, 3], 1],
  ['float32', [2, 16, 6, 5], [16, 16, 3, 2], 1],
  ['float32', [2, 16, 7, 5], [16, 16, 3, 3], 2],
] as const)(
  'it leaves %s, %o with filters %o and stride %i to row expansion',
  ([dtype, image, filters, stride]) => {
    const [x, w] = draw([image, filters], 10, dtype)
    expect(winograd.suits(inputsOf(x, w, { stride, pad: 1 }))).toBe(false)
  },
)

test.skipIf(onlyPlain)(
  'it leaves everything to row expansion where there are only the plain loops',
  async () => {
    vi.stubEnv('CNN_ENGINE', 'plain')
    vi.resetModules()
    const { winograd: onPlainLoops } = await import('../../../kit/layers/conv/winograd.ts')
    vi.unstubAllEnvs()
    const [x, w] = draw(
      [
        [2, 16, 6, 5],
        [16, 16, 3, 3],
      ],
      10,
      'float32',
    )
    const inputs = inputsOf(x, w, { stride: 1, pad: 1 })
    expect([winograd.suits(inputs), onPlainLoops.suits(inputs)]).toEqual([true, false])
  },
)

test('no input is changed', () => {
  for (const [dtype, C, F] of [
    ['float64', 3, 4],
    ['float32', 16, 16],
  ] as const) {
    const inputs = draw([[2, C, 6, 5], [F, C, 3, 3], [F], [2, F, 6, 5]], 2, dtype)
    const copies = inputs.map((input) => input.clone())
    run(fast, inputs, { stride: 1, pad: 1 })
    expect(inputs).toEqual(copies)
  }
})

test('sizes that do not fit are the same error from both, and it names them', () => {
  const [x, w, b] = draw([[1, 3, 6, 5], [2, 3, 3, 4], [2]], 3)
  for (const { convForward } of [fast, plain]) {
    expect(() => convForward(x, w, b, { stride: 2, pad: 1 })).toThrow(
      new RangeError(
        'a 3 x 4 filter with stride 2 and pad 1 does not fit an input of 6 x 5: the output would have 3.5 rows and 2.5 columns',
      ),
    )
    expect(() => convForward(x, w, b, { stride: 1, pad: -1 })).toThrow(
      /whole numbers of at least 1, and pad of at least 0/,
    )
    expect(() => convForward(x, w, b, { stride: 0, pad: 1 })).toThrow(/whole numbers of at least 1/)
    expect(() => convForward(x, draw([[2, 4, 3, 3]], 4)[0], b, { stride: 1, pad: 1 })).toThrow(
      new RangeError(
        'filters of shape (2, 4, 3, 3) expect 4 channels, but images of shape (1, 3, 6, 5) have 3',
      ),
    )
    expect(() => convForward(x.reshape([3, 6, 5]), w, b, { stride: 1, pad: 1 })).toThrow(
      /the images of a convolution must have four axes, but their shape is \(3, 6, 5\)/,
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
  { C: 3, dtype: 'float64', options: { stride: 1, pad: 1 } },
  { C: 3, dtype: 'float64', options: { stride: 2, pad: 0 } },
  { C: 16, dtype: 'float32', options: { stride: 1, pad: 1 } },
] as const)('the gradients of the filters are the same without that of x, %o', ({ C, dtype, options }) => {
  const shapes = [[2, C, 7, 5], [16, C, 3, 3], [16]]
  const [x, w, b] = draw(shapes, 8, dtype)
  const { outHeight, outWidth } = fast.convSizes(x, w, options)
  const [dout] = draw([[2, 16, outHeight, outWidth]], 9, dtype)
  const { cache } = fast.convForward(x, w, b, options)
  const [all, some] = [fast.convBackward(dout, cache), fast.convBackward(dout, cache, { dx: false })]
  expect(some.dx).toBeUndefined()
  expect(relativeError(some.dw, all.dw)).toBeLessThan(1e-12)
  expect(some.db).toEqual(all.db)
})
