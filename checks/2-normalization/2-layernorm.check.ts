import { cause } from '#kit/course/causes/index.ts'
import { add, concat, mean, mul, randn, Random, sum, tensor, Tensor, variance } from '#kit/tensor/index.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { expectClose, expectTensor, expectThat, largest } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { goldenCases } from '../support/comparing/golden.ts'
import { scaledAndShifted, standardized } from '../support/definitions/normalization.ts'
import {
  expectNormGradients,
  expectOwnCache,
  gradientContext,
  gradientNames,
  normalizationCase,
} from '../support/cases/normalization.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('2-normalization/layernorm.ts', () => import('#work/2-normalization/layernorm.ts'))
const forward = graded(work, 'layernormForward', ['out', 'cache'])
const backward = graded(work, 'layernormBackward', ['dx', 'dgamma', 'dbeta'])

const layernormCase = normalizationCase(1)

/** Returns one example of a batch as a batch of its own. */
const row = (x: Tensor, n: number): Tensor =>
  new Tensor(x.data.slice(n * x.shape[1], (n + 1) * x.shape[1]), [1, x.shape[1]])

/** Returns (x - mean) / √(variance + epsilon), row by row. */
const standardizedRows = (x: Tensor, epsilon: number): Tensor =>
  standardized(x, mean(x, 1, { keepDims: true }), variance(x, 1, { keepDims: true }), epsilon)

todo('2.6', () => {
  check('agrees with PyTorch', (report) => {
    // The largest case comes first because it tells mistakes apart best.
    for (const { inputs, expected } of goldenCases('layernormForward').toReversed()) {
      const { out } = forward(inputs.x, inputs.gamma, inputs.beta, inputs.params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('with gamma 3 and beta 5, every example has mean 5 and standard deviation 3', (report) => {
    const x = add(mul(randn([3, 200], { random: new Random(1) }), tensor([[5], [1], [0.5]])), 12)
    const { out } = forward(x, tensor(Array(200).fill(3)), tensor(Array(200).fill(5)))
    expectTensor('out', out, x.shape)
    for (let n = 0; n < 3; n++) {
      const [m, std] = [mean(row(out, n)), Math.sqrt(variance(row(out, n)))]
      report.note(`example ${n}: mean ${m.toFixed(6)}, standard deviation ${std.toFixed(6)}`)
      expectThat(Math.abs(m - 5) < 1e-9, cause('layernormForward/example-mean', { n, mean: formatNumber(m) }))
      // epsilon makes it slightly smaller, by a relative 1e-5 / variance / 2.
      expectThat(
        Math.abs(std - 3) < 3e-4,
        cause('layernormForward/example-deviation', { n, deviation: formatNumber(std) }),
      )
    }
  })

  check('every element is gamma · (x - mean) / √(variance + epsilon) + beta', () => {
    forAll(layernormCase, ({ x, gamma, beta, params: { epsilon } }) => {
      const { out } = forward(x, gamma, beta, { epsilon })
      const expected = scaledAndShifted(standardizedRows(x, epsilon), gamma, beta)
      expectClose('out', out, expected, 1e-9)
    })
  })

  check('an example gets the same out, whatever else is in the batch', () => {
    forAll(layernormCase, ({ x, gamma, beta, params: { epsilon } }) => {
      const { out } = forward(x, gamma, beta, { epsilon })
      const alone = Array.from(
        { length: x.shape[0] },
        (_, n) => forward(row(x, n), gamma, beta, { epsilon }).out,
      )
      for (const part of alone) expectTensor('out', part, [1, x.shape[1]])
      expectClose('out of the batch, compared with its examples alone,', out, concat(alone), 1e-9)
    })
  })

  check('an example whose features are all equal gets beta', () => {
    const { out } = forward(
      tensor([
        [4, 4, 4],
        [0.1, 0.1, 0.1],
      ]),
      tensor([2, -3, 1]),
      tensor([0.5, 4, -1]),
    )
    expectClose(
      'out',
      out,
      tensor([
        [0.5, 4, -1],
        [0.5, 4, -1],
      ]),
      1e-9,
    )
  })
})

laterTodo('2.7', { work, after: ['2.6'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('layernormBackward').toReversed()) {
      const { cache } = forward(inputs.x, inputs.gamma, inputs.beta, inputs.params)
      const gradients = backward(inputs.dout, cache)
      const context = gradientContext(inputs)
      for (const name of gradientNames) {
        const error = expectClose(name, gradients[name], expected[name], 1e-9, context)
        report.relativeError(name, error, 1e-9)
      }
    }
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(
      layernormCase,
      ({ x, gamma, beta, dout, params: { epsilon } }) => {
        const evaluate = (...inputs: [Tensor, Tensor, Tensor]) => forward(...inputs, { epsilon }).out.data
        const gradients = backward(dout, forward(x, gamma, beta, { epsilon }).cache)
        expectNormGradients(report, gradients, { x, gamma, beta, dout }, evaluate)
      },
      { runs: 25 },
    )
  })

  check('dx of every example adds up to 0, and so does dx · normalized x', () => {
    forAll(layernormCase, ({ x, gamma, beta, dout }) => {
      const { dx } = backward(dout, forward(x, gamma, beta, { epsilon: 1e-13 }).cache)
      expectTensor('dx', dx, x.shape)
      const scale = Math.max(1, largest(dx.data), largest(gamma.data) * largest(dout.data))
      const along = { dx: dx, 'dx · normalized x': mul(dx, standardizedRows(x, 0)) }
      for (const [what, values] of Object.entries(along)) {
        for (const [n, total] of sum(values, 1).data.entries()) {
          expectThat(
            Math.abs(total) < 1e-9 * scale,
            cause('layernormBackward/does-not-add-up-to-zero', { what, n, total: formatNumber(total) }),
          )
        }
      }
    })
  })

  check('dx of an example does not depend on the others', () => {
    forAll(layernormCase, ({ x, gamma, beta, dout, params: { epsilon } }) => {
      const { dx } = backward(dout, forward(x, gamma, beta, { epsilon }).cache)
      const alone = Array.from(
        { length: x.shape[0] },
        (_, n) => backward(row(dout, n), forward(row(x, n), gamma, beta, { epsilon }).cache).dx,
      )
      for (const part of alone) expectTensor('dx', part, [1, x.shape[1]])
      expectTensor('dx', dx, x.shape)
      const difference = largest(dx.data.map((value, i) => value - concat(alone).data[i]))
      expectThat(
        difference <= 1e-9 * Math.max(1, largest(dx.data)),
        cause('layernormBackward/depends-on-batch', { difference: formatNumber(difference) }),
      )
    })
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const random = new Random(4)
    const [x, other, dout] = Array.from({ length: 3 }, () => randn([2, 5], { random }))
    const [gamma, beta] = Array.from({ length: 2 }, () => randn([5], { random }))
    const { cache } = forward(x, gamma, beta)
    const before = backward(dout, cache)
    forward(other, beta, gamma)
    expectOwnCache(before, backward(dout, cache))
  })
})
