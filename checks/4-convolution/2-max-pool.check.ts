import { cause } from '#kit/course/causes/index.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import type { PoolOptions } from '#kit/layers/output-size.ts'
import { linspace, map, mul, ones, randn, Random, sum, type Tensor } from '#kit/tensor/index.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatIndex, formatNumber } from '../support/comparing/format.ts'
import { golden, goldenCases, readReference, wave } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { expectRangeError, image, poolCase, withTies, type PoolCase } from '../support/cases/images.ts'
import { definedMaxPool, windowOf } from '../support/definitions/max-pool.ts'
import { fromElements } from '../support/definitions/from-elements.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('4-convolution/max-pool.ts', () => import('#work/4-convolution/max-pool.ts'))
const maxPoolForward = graded(work, 'maxPoolForward', ['out', 'cache'])
const maxPoolBackward = graded(work, 'maxPoolBackward', ['dx'])

const twoByTwo = { poolHeight: 2, poolWidth: 2, stride: 2 }

/** Returns the overlapping pooling of the extra reference values. */
function referencePool() {
  const expected = readReference('extra').pool_3x2_s1_overlap
  const options = { poolHeight: 3, poolWidth: 2, stride: 1 }
  return { x: wave([1, 2, 4, 5], -1, 1, 7), dout: wave([1, 2, 2, 4], -1, 1, 7), options, expected }
}

todo('4.3', () => {
  check('agrees with the table published by CS231n', (report) => {
    const x = linspace(-0.3, 0.4, 96).reshape([2, 3, 4, 4])
    const { out } = maxPoolForward(x, twoByTwo)
    const expected = golden(readReference('cs231n').max_pool_forward)
    report.relativeError('out', expectClose('out', out, expected, 1e-9), 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('maxPoolForward')) {
      const { out } = maxPoolForward(inputs.x, inputs.params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('agrees with reference values for windows that overlap', () => {
    const { x, options, expected } = referencePool()
    expectClose('out', maxPoolForward(x, options).out, golden(expected.out), 1e-9)
  })

  check('every output is the largest pixel in its window, for any sizes', () => {
    forAll(poolCase, (one) => {
      const { x, options } = one
      expectClose('out', maxPoolForward(x, options).out, definedMaxPool(x, options), 0)
    })
  })

  check('the maximum of negative numbers is negative', () => {
    const x = image([
      [-4, -3],
      [-2, -9],
    ])
    const { out } = maxPoolForward(x, twoByTwo)
    expectClose('out for a window of -4, -3, -2, -9', out, image([[-2]]), 0)
  })

  check('a window that does not fit exactly is an error that names the sizes', () => {
    const pool = (H: number, W: number, poolHeight: number, poolWidth: number, stride: number) =>
      maxPoolForward(ones([1, 1, H, W]), { poolHeight, poolWidth, stride })
    pool(4, 6, 2, 3, 1)
    for (const [H, W, height, width, stride] of [
      [4, 5, 2, 2, 2],
      [5, 4, 2, 2, 2],
      [6, 7, 3, 2, 2],
      [2, 7, 3, 2, 1],
    ]) {
      expectRangeError(
        `A ${height} x ${width} window with stride ${stride} on an image of ${H} x ${W}`,
        () => pool(H, W, height, width, stride),
        [`${H} x ${W}`, `${height} x ${width}`, `stride ${stride}`],
      )
    }
  })
})

laterTodo('4.4', { work, after: ['4.3'] }, () => {
  const backward = (x: Tensor, dout: Tensor, options: PoolOptions): Tensor =>
    maxPoolBackward(dout, maxPoolForward(x, options).cache).dx
  const gradient = ({ x, dout, options }: PoolCase): Tensor => backward(x, dout, options)
  const pixelsIn = ({ poolHeight, poolWidth }: PoolOptions): Record<string, number> => ({
    'poolHeight · poolWidth': poolHeight * poolWidth,
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('maxPoolBackward')) {
      const one = { x: inputs.x, dout: inputs.dout, options: inputs.params }
      const error = expectClose('dx', gradient(one), expected.dx, 1e-9, { constants: pixelsIn(one.options) })
      report.relativeError('dx', error, 1e-9)
    }
  })

  check('agrees with reference values for windows that overlap', () => {
    const { expected, ...one } = referencePool()
    expectClose('dx', gradient(one), golden(expected.dx), 1e-9, { constants: pixelsIn(one.options) })
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(poolCase, (one) => {
      const { x, dout, options } = one
      const evaluate = (pixels: Tensor) => maxPoolForward(pixels, options).out.data
      const measured = { weights: dout.data, evaluate }
      expectGradient(report, 'dx', gradient(one), x, measured, undefined, {
        constants: pixelsIn(one.options),
      })
    })
  })

  check('a pixel that is the maximum of two windows gets the gradients of both', () => {
    const dx = backward(image([[1, 5, 2]]), image([[10, 7]]), { poolHeight: 1, poolWidth: 2, stride: 1 })
    expectClose('dx for x = [1, 5, 2], windows of two and dout = [10, 7]', dx, image([[0, 17, 0]]), 0)
  })

  check('if a window has several equal maxima, exactly one gets the gradient', () => {
    const x = image([
      [3, 1],
      [3, 3],
    ])
    const atTies = backward(x, image([[6]]), twoByTwo)
    expectTensor('dx', atTies, x.shape)
    for (const [mistake, share] of [
      ['maxPoolBackward/ties-all', 6],
      ['maxPoolBackward/ties-divided', 2],
    ] as const) {
      expectThat(String(atTies.data) !== String([share, 0, share, share]), mistake)
    }
    forAll(poolCase, (one) => {
      // The windows do not overlap, so each pixel belongs to at most one.
      const { poolHeight, poolWidth } = one.options
      const options = { poolHeight, poolWidth, stride: Math.max(poolHeight, poolWidth) }
      const { stride } = options
      const [N, C, rows, columns] = one.dout.shape
      const shape = [N, C, (rows - 1) * stride + poolHeight, (columns - 1) * stride + poolWidth]
      const zerosAndOnes = fromElements(shape, (n, c, i, j) =>
        Number(one.x.data[(n + c + 3 * i + j) % one.x.size] > 0),
      )
      const dout = map(one.dout, (_, k) => k + 1)
      const dx = backward(zerosAndOnes, dout, options)
      expectTensor('dx', dx, shape)
      fromElements(dout.shape, (...index) => {
        const pixels = windowOf(zerosAndOnes, options, index)
        const upstream = dout.data[offsetOf(dout, index[0], index[1], index[2], index[3])]
        const where = {
          index: index.join(', '),
          pixels: list(zerosAndOnes, pixels),
          gradients: list(dx, pixels),
        }
        const fed = pixels.filter((pixel) => dx.data[pixel] !== 0)
        expectThat(
          fed.length === 1 && dx.data[fed[0]] === upstream,
          cause('maxPoolBackward/shared-at-tie', { ...where, upstream: formatNumber(upstream) }),
        )
        const largest = Math.max(...pixels.map((pixel) => zerosAndOnes.data[pixel]))
        expectThat(
          zerosAndOnes.data[fed[0]] === largest,
          cause('maxPoolBackward/not-the-maximum', { ...where, pixel: formatIndex(fed[0], shape) }),
        )
        return 0
      })
    })
  })

  check('no gradient is lost or added: dx sums to the sum of dout, even if maxima are equal', () => {
    forAll(poolCase, (one) => {
      for (const { x, dout, options } of [one, withTies(one)]) {
        const dx = backward(x, dout, options)
        expectTensor('dx', dx, x.shape)
        expectNumber('the sum of dx', sum(dx), sum(dout), 1e-12)
      }
    })
  })

  check('the gradient is linear in the upstream gradient', () => {
    forAll(poolCase, ({ x, dout, options }) => {
      const once = backward(x, dout, options)
      expectClose('dx for -2 · dout', backward(x, mul(dout, -2), options), mul(once, -2), 1e-12, {
        onlyCause: cause('linear/in-dout', { name: 'dx' }),
      })
    })
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const random = new Random(2)
    const [x, other] = [0, 1].map(() => randn([2, 3, 4, 6], { random }))
    const dout = randn([2, 3, 2, 3], { random })
    const { cache } = maxPoolForward(x, twoByTwo)
    const before = maxPoolBackward(dout, cache).dx
    maxPoolForward(other, { poolHeight: 2, poolWidth: 3, stride: 1 })
    expectClose('dx after another forward pass', maxPoolBackward(dout, cache).dx, before, 0)
  })
})

const list = (x: Tensor, pixels: readonly number[]): string =>
  pixels.map((pixel) => formatNumber(x.data[pixel])).join(', ')
