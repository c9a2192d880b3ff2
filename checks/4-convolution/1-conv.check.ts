import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { add, linspace, mul, ones, randn, Random, sub, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { caseOf, referenceConvs } from '../support/cases/conv-cases.ts'
import { expectClose, expectNumber, expectTensor } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatIndex } from '../support/comparing/format.ts'
import { golden, goldenCases, readReference } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { convCase, cropped, dot, expectRangeError, type ConvCase } from '../support/cases/images.ts'
import { definedConv } from '../support/definitions/convolution.ts'
import { fromElements } from '../support/definitions/from-elements.ts'
import type { Report } from '../support/running/report.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('4-convolution/conv.ts', () => import('#work/4-convolution/conv.ts'))
const convForward = graded(work, 'convForward', ['out', 'cache'])
const convBackward = graded(work, 'convBackward', ['dx', 'dw', 'db'])

const gradientNames = ['dx', 'dw', 'db'] as const
type Gradient = (typeof gradientNames)[number]
const anyConv = convCase()

/** Returns by what a gradient is easily divided. */
const countsOf = ({ w: { shape }, dout }: ConvCase): Record<string, number> => {
  const [N, F, outHeight, outWidth] = dout.shape
  return {
    N,
    C: shape[1],
    F,
    'outHeight · outWidth': outHeight * outWidth,
    'N · outHeight · outWidth': N * outHeight * outWidth,
  }
}

/** Fails unless the gradients of a case are the expected ones. */
function expectGradients(report: Report, one: ConvCase, expected: Record<Gradient, Tensor>): void {
  const { x, w, b, dout, options } = one
  const gradients = convBackward(dout, convForward(x, w, b, options).cache)
  const constants = countsOf(one)
  for (const name of gradientNames) {
    const error = expectClose(name, gradients[name], expected[name], 1e-9, { constants })
    report.relativeError(name, error, 1e-9)
  }
}

const noBias = (w: Tensor): Tensor => zeros([w.shape[0]])

todo('4.1', () => {
  check('agrees with the table published by CS231n', (report) => {
    const x = linspace(-0.1, 0.5, 96).reshape([2, 3, 4, 4])
    const w = linspace(-0.2, 0.3, 144).reshape([3, 3, 4, 4])
    const b = linspace(-0.1, 0.2, 3)
    const options = { stride: 2, pad: 1 }
    const { out } = convForward(x, w, b, options)
    const expected = golden(readReference('cs231n').conv_forward)
    report.relativeError('out', expectClose('out', out, expected, 1e-9), 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('convForward')) {
      const { inputs, expected } = one
      const { out } = convForward(inputs.x, inputs.w, inputs.b, inputs.params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('agrees with reference values when nothing is square', (report) => {
    for (const one of referenceConvs()) {
      const { out } = convForward(one.x, one.w, one.b, one.options)
      const expected = golden(one.expected.out)
      report.relativeError('out', expectClose('out', out, expected, 1e-9), 1e-9)
    }
  })

  check('every output is the sum of the products of a filter and what lies under it, plus the bias', () => {
    forAll(anyConv, (one) => {
      const { x, w, b, options } = one
      const { out } = convForward(x, w, b, options)
      expectClose('out', out, definedConv(x, w, b, options), 1e-12)
    })
  })

  check('a filter with a single 1 copies the pixels that lie under it', () => {
    forAll(anyConv, ({ x, w, options }) => {
      const { stride, pad } = options
      const [F, C, height, width] = w.shape
      for (let k = 0; k < w.size / F; k++) {
        const [c, p, q] = [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width]
        const filter = zeros([1, C, height, width])
        filter.data[k] = 1
        const { out } = convForward(x, filter, zeros([1]), options)
        const [, , H, W] = x.shape
        const rows = (H + 2 * pad - height) / stride + 1
        const columns = (W + 2 * pad - width) / stride + 1
        const expected = fromElements([x.shape[0], 1, rows, columns], (n, _, i, j) => {
          const [row, column] = [i * stride + p - pad, j * stride + q - pad]
          return row < 0 || row >= H || column < 0 || column >= W ? 0 : x.data[offsetOf(x, n, c, row, column)]
        })
        expectClose(`out for a filter with its only 1 at [0, ${c}, ${p}, ${q}]`, out, expected, 0)
      }
    })
  })

  check('each bias is added to all outputs of its own filter', () => {
    forAll(anyConv, ({ x, w, b, options }) => {
      const [biased, plain] = [b, noBias(w)].map((bias) => convForward(x, w, bias, options).out)
      expectTensor('out', biased, plain.shape)
      const expected = add(zeros(plain.shape), b.reshape([-1, 1, 1]))
      expectClose('out(b) - out(0)', sub(biased, plain), expected, 1e-12)
    })
  })

  check('is linear in the images and in the filters', () => {
    forAll(anyConv, ({ x, w, options }) => {
      const conv = (images: Tensor, filters: Tensor) => convForward(images, filters, noBias(w), options).out
      const [y, v] = [x, w].map(({ shape }) => fromElements(shape, (_, c, i, j) => c + i - 2 * j))
      const expect = (what: string, out: Tensor, expected: Tensor, name: string): void =>
        void expectClose(what, out, expected, 1e-12, { onlyCause: cause('convForward/not-linear', { name }) })
      expect('out for x + y', conv(add(x, y), w), add(conv(x, w), conv(y, w)), 'x')
      expect('out for w + v', conv(x, add(w, v)), add(conv(x, w), conv(x, v)), 'w')
      expect('out for -2 · x', conv(mul(x, -2), w), mul(conv(x, w), -2), 'x')
    })
  })

  check('if the image moves by one stride, the output moves by one pixel', () => {
    forAll(convCase(undefined, fc.constant(0), 2), ({ x, w, b, options }) => {
      const { stride } = options
      const conv = (images: Tensor) => convForward(images, w, b, options).out
      const whole = conv(x)
      for (const [what, rows, columns] of [
        ['rows', 1, 0],
        ['columns', 0, 1],
      ] as const) {
        const moved = conv(cropped(x, [rows * stride, columns * stride], [0, 0]))
        const expected = cropped(whole, [rows, columns], [0, 0])
        const onlyCause = cause('convForward/does-not-move', { what })
        expectClose(`out without the first stride ${what} of x`, moved, expected, 1e-12, { onlyCause })
      }
    })
  })

  check('a filter that does not fit exactly is an error that names the sizes', () => {
    const conv = (H: number, W: number, height: number, width: number, stride: number, pad: number) =>
      convForward(ones([1, 1, H, W]), ones([1, 1, height, width]), ones([1]), { stride, pad })
    conv(4, 6, 2, 3, 1, 0)
    for (const [H, W, height, width, stride, pad] of [
      [4, 5, 2, 2, 2, 0],
      [5, 4, 2, 2, 2, 0],
      [6, 5, 3, 3, 2, 1],
      [2, 7, 3, 2, 1, 0],
      [7, 2, 1, 5, 1, 1],
    ]) {
      expectRangeError(
        `A ${height} x ${width} filter with stride ${stride} and pad ${pad} on an image of ${H} x ${W}`,
        () => conv(H, W, height, width, stride, pad),
        [`${H} x ${W}`, `${height} x ${width}`, `stride ${stride}`, `pad ${pad}`],
      )
    }
  })
})

laterTodo('4.2', { work, after: ['4.1'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('convBackward')) expectGradients(report, caseOf(one), one.expected)
  })

  check('agrees with reference values when nothing is square', (report) => {
    for (const { expected, ...one } of referenceConvs()) {
      const [dx, dw, db] = gradientNames.map((name) => golden(expected[name]))
      expectGradients(report, one, { dx, dw, db })
    }
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(
      anyConv,
      (one) => {
        const { x, w, b, dout, options } = one
        const context = { constants: countsOf(one) }
        const { dx, dw, db } = convBackward(dout, convForward(x, w, b, options).cache)
        const weights = dout.data
        const at = (images: Tensor, filters: Tensor, biases: Tensor) =>
          convForward(images, filters, biases, options).out.data
        const ofdx = { weights, evaluate: (t: Tensor) => at(t, w, b) }
        expectGradient(report, 'dx', dx, x, ofdx, undefined, context)
        const ofdw = { weights, evaluate: (t: Tensor) => at(x, t, b) }
        expectGradient(report, 'dw', dw, w, ofdw, undefined, context)
        const ofdb = { weights, evaluate: (t: Tensor) => at(x, w, t) }
        expectGradient(report, 'db', db, b, ofdb, undefined, context)
      },
      { runs: 20 },
    )
  })

  check('db is the sum of dout over images, rows and columns', () => {
    forAll(anyConv, ({ x, w, b, dout, options }) => {
      const { db } = convBackward(dout, convForward(x, w, b, options).cache)
      expectClose('db', db, sum(dout, [0, 2, 3]), 1e-12)
    })
  })

  check('without bias, <conv(x), dout> = <x, dx> = <w, dw>, because a convolution is linear', () => {
    forAll(anyConv, ({ x, w, dout, options }) => {
      const { out, cache } = convForward(x, w, noBias(w), options)
      const { dx, dw } = convBackward(dout, cache)
      expectTensor('dx', dx, x.shape)
      expectTensor('dw', dw, w.shape)
      const product = dot(definedConv(x, w, noBias(w), options), dout)
      expectTensor('out', out, dout.shape)
      expectNumber('the sum of x · dx', dot(x, dx), product, 1e-12)
      expectNumber('the sum of w · dw', dot(w, dw), product, 1e-12)
    })
  })

  check('a single 1 in dout copies the filter to dx, and the pixels under it to dw', () => {
    forAll(anyConv, ({ x, w, b, dout, options }) => {
      const [, F, rows, columns] = dout.shape
      const place = [1 % F, rows - 1, Math.floor(columns / 2)]
      const single = fromElements(dout.shape, (n, f, i, j) =>
        Number(n === 0 && [f, i, j].every((index, k) => index === place[k])),
      )
      const { dx, dw } = convBackward(single, convForward(x, w, b, options).cache)
      const [f, top, left] = [place[0], place[1] * options.stride, place[2] * options.stride]
      const [, C, height, width] = w.shape
      const [dxExpected, dwExpected] = [zeros(x.shape), zeros(w.shape)]
      for (let k = 0; k < C * height * width; k++) {
        const [c, p, q] = [Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width]
        const [row, column] = [top + p - options.pad, left + q - options.pad]
        if (row < 0 || row >= x.shape[2] || column < 0 || column >= x.shape[3]) continue
        const [pixel, weight] = [offsetOf(x, 0, c, row, column), offsetOf(w, f, c, p, q)]
        dxExpected.data[pixel] = w.data[weight]
        dwExpected.data[weight] = x.data[pixel]
      }
      const where = `with the only 1 of dout at ${formatIndex(offsetOf(dout, 0, f, place[1], place[2]), dout.shape)}`
      expectClose(`dx ${where}`, dx, dxExpected, 0)
      expectClose(`dw ${where}`, dw, dwExpected, 0)
    })
  })

  check('the gradients are linear in the upstream gradient', () => {
    forAll(anyConv, ({ x, w, b, dout, options }) => {
      const { cache } = convForward(x, w, b, options)
      const once = convBackward(dout, cache)
      const twice = convBackward(mul(dout, -2), cache)
      for (const name of gradientNames) {
        expectClose(`${name} for -2 · dout`, twice[name], mul(once[name], -2), 1e-12, {
          onlyCause: cause('linear/in-dout', { name }),
        })
      }
    })
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const random = new Random(1)
    const draw = (...shape: number[]): Tensor => randn(shape, { random })
    const [w, b, dout] = [draw(3, 2, 2, 3), draw(3), draw(2, 3, 3, 2)]
    const { cache } = convForward(draw(2, 2, 4, 4), w, b, { stride: 1, pad: 0 })
    const before = convBackward(dout, cache)
    convForward(draw(1, 1, 5, 6), draw(2, 1, 3, 2), draw(2), { stride: 2, pad: 1 })
    const after = convBackward(dout, cache)
    for (const name of gradientNames) {
      expectClose(`${name} after another forward pass`, after[name], before[name], 0)
    }
  })
})
