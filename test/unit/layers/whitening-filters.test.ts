import { describe, expect, test } from 'vitest'
import { convForward, whiteningFilters } from '#kit/layers/index.ts'
import { matmul, mul, randn, Random, Tensor, zeros } from '#kit/tensor/index.ts'

const [N, C, H, W, size] = [20, 3, 9, 8, 2]
const D = C * size ** 2

/** Returns images whose neighbouring pixels and channels are alike, as in photographs. */
function alikeImages(dtype: 'float32' | 'float64'): Tensor {
  const images = randn([N, C, H, W], { random: new Random(4), dtype })
  for (let i = 1; i < images.size; i++) images.data[i] = 0.9 * images.data[i - 1] + 0.4 * images.data[i]
  return images
}

/** Returns the mean product of every two outputs of a convolution, over all places of all images. */
function meanProducts(x: Tensor, w: Tensor): Tensor {
  const F = w.shape[0]
  const { out } = convForward(x, w, zeros([F], x.dtype), { stride: 1, pad: 0 })
  const places = out.size / N / F
  let sum = zeros([F, F], x.dtype)
  for (let n = 0; n < N; n++) {
    const rows = new Tensor(out.data.slice(n * F * places, (n + 1) * F * places), [F, places])
    const product = matmul(rows, rows, { transposeB: true })
    sum = new Tensor(sum.data.map((value, i) => value + product.data[i]) as typeof sum.data, [F, F])
  }
  return mul(sum, 1 / (N * places))
}

describe.for(['float32', 'float64'] as const)('whitening filters in %s', (dtype) => {
  const x = alikeImages(dtype)
  const w = whiteningFilters(x, size, { epsilon: 1e-12 })
  const digits = dtype === 'float32' ? 3 : 8

  test('make patches uncorrelated, with a variance of 1', () => {
    expect(w.shape).toEqual([2 * D, C, size, size])
    expect(w.dtype).toBe(dtype)
    const products = meanProducts(x, w)
    for (let i = 0; i < 2 * D; i++) {
      for (let j = 0; j < 2 * D; j++) {
        const expected = i === j ? 1 : i % D === j % D ? -1 : 0
        expect(products.data[i * 2 * D + j]).toBeCloseTo(expected, digits)
      }
    }
  })

  test('come with both signs', () => {
    const half = w.size / 2
    w.data.slice(0, half).forEach((value, i) => expect(w.data[half + i]).toBe(-value))
  })

  test('begin with the direction of the largest variance, whose filter is the shortest', () => {
    const lengths = Array.from({ length: D }, (_, k) => Math.hypot(...w.data.slice(k * D, (k + 1) * D)))
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
  })

  test('leave directions alone in which epsilon is more than the variance', () => {
    const damped = whiteningFilters(x, size, { epsilon: 1e6 })
    expect(Math.max(...damped.data)).toBeLessThan(1.001e-3)
    expect(Math.hypot(...damped.data.slice(0, D))).toBeCloseTo(1e-3, 6)
  })
})

test('images that never change have filters, too', () => {
  const w = whiteningFilters(zeros([2, 1, 4, 4]), 2, { epsilon: 0.25 })
  for (let k = 0; k < 8; k++) expect(Math.hypot(...w.data.slice(4 * k, 4 * k + 4))).toBeCloseTo(2, 12)
})

test('images smaller than a patch are refused', () => {
  expect(() => whiteningFilters(zeros([2, 1, 1, 4]), 2, { epsilon: 0.1 })).toThrow(/^a 2 x 2 filter/)
})
