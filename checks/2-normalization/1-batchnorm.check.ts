import { cause } from '#kit/course/causes/index.ts'
import {
  add,
  concat,
  map,
  mean,
  mul,
  randn,
  Random,
  sum,
  Tensor,
  tensor,
  variance,
  zeros,
} from '#kit/tensor/index.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { goldenParams, test, train, trainedReference } from '../support/cases/batchnorm.ts'
import { expectClose, expectTensor, expectThat, largest } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { golden, goldenCases, wave } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { runningAverage, scaledAndShifted, standardized } from '../support/definitions/normalization.ts'
import {
  expectNormGradients,
  expectOwnCache,
  gradientContext,
  gradientNames,
  normalizationCase,
} from '../support/cases/normalization.ts'
import { readersDuring } from '../support/running/record-readers.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('2-normalization/batchnorm.ts', () => import('#work/2-normalization/batchnorm.ts'))
/** The forward pass in train mode, which may write only the running averages. */
const forward = graded(
  work,
  'batchnormForward',
  ['out', 'cache'],
  ['argument 4.runningMean', 'argument 4.runningVar'],
)
/** The forward pass in test mode, which may not write anything. */
const forwardInTest = graded(work, 'batchnormForward', ['out'])
const steps = graded(work, 'batchnormBackwardSteps', ['dnormalized', 'dvariance', 'dmean'])
const backward = graded(work, 'batchnormBackward', ['dx', 'dgamma', 'dbeta'])
const backwardAlt = graded(work, 'batchnormBackwardAlt', ['dx', 'dgamma', 'dbeta'])

const batchnormCase = normalizationCase(0)

/** Returns one column [x, 0, -x], whose biased variance is 2/3 · x², with gamma 1 and beta 0. */
const column = (x: number, epsilon: number) =>
  ({ x: tensor([[x], [0], [-x]]), gamma: tensor([1]), beta: tensor([0]), epsilon }) as const

todo('2.1', () => {
  check('the variance is the mean of the squares: divided by N, not by N - 1', () => {
    const one = column(6, 1e-12)
    const { out } = forward(one.x, one.gamma, one.beta, train({ epsilon: one.epsilon }))
    const expected = mul(one.x, 1 / Math.sqrt(24))
    expectClose('out for the column [6, 0, -6], whose variance is 24,', out, expected, 1e-9)
  })

  check('epsilon is added to the variance, inside the root', () => {
    const one = column(3, 10)
    const { out } = forward(one.x, one.gamma, one.beta, train({ epsilon: one.epsilon }))
    const expected = tensor([[0.75], [0], [-0.75]])
    expectClose('out for the column [3, 0, -3] with epsilon = 10', out, expected, 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    // The largest case comes first because it tells mistakes apart best.
    for (const one of goldenCases('batchnormForward.train').toReversed()) {
      const { inputs, expected } = one
      const { x } = inputs
      const params = train(goldenParams(one))
      const { out } = forward(x, inputs.gamma, inputs.beta, params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
      for (const name of ['runningMean', 'runningVar'] as const) {
        const error = expectClose(`params.${name}`, params[name], expected[name], 1e-9)
        report.relativeError(`params.${name}`, error, 1e-9)
      }
    }
  })

  check('agrees with reference values in the second training step', () => {
    const { out, params, reference } = trainedReference(forward)
    expectClose('out', out, golden(reference.out_step2), 1e-9)
    expectClose('params.runningMean', params.runningMean, golden(reference.running_mean), 1e-9)
    expectClose('params.runningVar', params.runningVar, golden(reference.running_var), 1e-9)
  })

  check('the columns of out have mean beta and standard deviation |gamma|', (report) => {
    const x = add(mul(randn([200, 3], { random: new Random(1) }), tensor([5, 1, 0.5])), tensor([12, -3, 0]))
    const [gamma, beta] = [tensor([1, -2, 3]), tensor([11, 12, 13])]
    const { out } = forward(x, gamma, beta, train())
    expectTensor('out', out, x.shape)
    const [means, variances] = [mean(out, 0), variance(out, 0)]
    for (let d = 0; d < 3; d++) {
      const [m, std] = [means.data[d], Math.sqrt(variances.data[d])]
      report.note(`column ${d}: mean ${m.toFixed(6)}, standard deviation ${std.toFixed(6)}`)
      expectThat(
        Math.abs(m - beta.data[d]) < 1e-9,
        cause('batchnormForward/column-mean', { d, mean: formatNumber(m), beta: beta.data[d] }),
      )
      // epsilon makes it slightly smaller, by a relative 1e-5 / variance / 2.
      expectThat(
        Math.abs(std - Math.abs(gamma.data[d])) < 3e-4,
        cause('batchnormForward/column-deviation', { d, deviation: formatNumber(std), gamma: gamma.data[d] }),
      )
    }
  })

  check('every element is gamma · (x - mean) / √(variance + epsilon) + beta', () => {
    forAll(batchnormCase, ({ x, gamma, beta, params }) => {
      const normalized = standardized(x, mean(x, 0), variance(x, 0), params.epsilon)
      const { out } = forward(x, gamma, beta, train(params))
      expectClose('out', out, scaledAndShifted(normalized, gamma, beta), 1e-9)
    })
  })

  check('the running averages move by the share 1 - momentum towards each batch', () => {
    forAll(batchnormCase, ({ x, gamma, beta, dout, params: settings }) => {
      let [runningMean, runningVar] = [mean(dout, 0), add(variance(dout, 0), 0.5)]
      // The function may write to the tensors it gets, so it gets clones.
      const params = train({ ...settings, runningMean: runningMean.clone(), runningVar: runningVar.clone() })
      for (const batch of [x, mul(x, -2), add(x, 1)]) {
        forward(batch, gamma, beta, params)
        runningMean = runningAverage(runningMean, mean(batch, 0), settings.momentum)
        runningVar = runningAverage(runningVar, variance(batch, 0), settings.momentum)
        expectClose('params.runningMean', params.runningMean, runningMean, 1e-9)
        expectClose('params.runningVar', params.runningVar, runningVar, 1e-9)
      }
    })
  })

  check('the running averages start from 0', () => {
    forAll(batchnormCase, ({ x, gamma, beta, params: settings }) => {
      const params = train(settings)
      forward(x, gamma, beta, params)
      const moved = (batch: Tensor): Tensor => runningAverage(zeros(gamma.shape), batch, settings.momentum)
      expectClose('params.runningMean', params.runningMean, moved(mean(x, 0)), 1e-9)
      expectClose('params.runningVar', params.runningVar, moved(variance(x, 0)), 1e-9)
    })
  })

  check('the running averages do not influence out', () => {
    forAll(batchnormCase, ({ x, gamma, beta, dout, params }) => {
      const once = forward(x, gamma, beta, train(params)).out
      const [runningMean, runningVar] = [mean(dout, 0), add(variance(dout, 0), 5)]
      const again = forward(x, gamma, beta, train({ ...params, runningMean, runningVar })).out
      expectClose('out with other running averages', again, once, 0, {
        onlyCause: 'batchnormForward/train-uses-running',
      })
    })
  })

  check('scaling and shifting a column of x changes nothing', () => {
    forAll(batchnormCase, ({ x, gamma, beta }) => {
      const { out } = forward(x, gamma, beta, train({ epsilon: 1e-13 }))
      expectTensor('out', out, x.shape)
      const moved = forward(add(mul(x, 7), 30), gamma, beta, train({ epsilon: 1e-13 })).out
      expectClose('out for 7 · x + 30', moved, out, 1e-9)
    })
  })

  check('a constant column, or a batch of one, gives beta', () => {
    const [gamma, beta] = [tensor([2, -3]), tensor([0.5, 4])]
    const [row, expected] = [tensor([[7, 0.1]]), tensor([[0.5, 4]])]
    const constant = forward(concat([row, row, row]), gamma, beta, train()).out
    expectClose('out for constant columns', constant, concat([expected, expected, expected]), 1e-9)
    const { out } = forward(tensor([[7, -2]]), gamma, beta, train())
    expectClose('out for a batch of one', out, expected, 1e-9)
  })
})

laterTodo('2.2', { work, after: ['2.1'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('batchnormForward.test').toReversed()) {
      const { inputs, expected } = one
      const { out } = forwardInTest(inputs.x, inputs.gamma, inputs.beta, test(goldenParams(one)))
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('every element is normalized with the running averages, which stay as they are', () => {
    forAll(batchnormCase, ({ x, gamma, beta, dout, params: { epsilon } }) => {
      const [runningMean, runningVar] = [mean(dout, 0), add(variance(dout, 0), 0.5)]
      // Several calls in a row: anything that one of them wrote would show up in the next.
      const params = test({ epsilon, runningMean, runningVar })
      for (const batch of [x, mul(x, 3), x]) {
        const normalized = standardized(batch, runningMean, runningVar, epsilon)
        const { out } = forwardInTest(batch, gamma, beta, params)
        expectClose('out', out, scaledAndShifted(normalized, gamma, beta), 1e-9)
      }
    })
  })

  check('an example gets the same out, whatever else is in the batch', () => {
    forAll(batchnormCase, ({ x, gamma, beta, dout, params: { epsilon } }) => {
      const params = test({ epsilon, runningMean: mean(dout, 0), runningVar: add(variance(dout, 0), 0.5) })
      const alone = forwardInTest(x, gamma, beta, params).out
      const together = forwardInTest(concat([x, mul(x, -5)]), gamma, beta, params).out
      expectTensor('out', together, [2 * x.shape[0], x.shape[1]])
      const first = new Tensor(together.data.slice(0, x.size), x.shape)
      expectTensor('out', alone, x.shape)
      expectClose('out of the same examples in a larger batch', first, alone, 1e-9, {
        onlyCause: 'batchnormForward/test-depends-on-batch',
      })
    })
  })

  check('after many batches, test mode gives nearly the same as train mode', (report) => {
    const random = new Random(2)
    const params = train()
    const batch = (): Tensor => add(mul(randn([200, 2], { random }), tensor([3, 0.5])), tensor([-4, 2]))
    for (let i = 0; i < 80; i++) forward(batch(), tensor([1, 1]), zeros([2]), params)
    const { out } = forwardInTest(batch(), tensor([1, 1]), zeros([2]), test(params))
    expectTensor('out', out, [200, 2])
    const [means, variances] = [mean(out, 0), variance(out, 0)]
    for (let d = 0; d < 2; d++) {
      const [m, std] = [means.data[d], Math.sqrt(variances.data[d])]
      report.note(`column ${d}: mean ${m.toFixed(3)}, standard deviation ${std.toFixed(3)}`)
      expectThat(
        Math.abs(m) < 0.4 && Math.abs(std - 1) < 0.3,
        cause('batchnormForward/not-standardized', { d, mean: m.toFixed(3), deviation: std.toFixed(3) }),
      )
    }
  })

  check('agrees with reference values after two training steps', () => {
    const { params, gamma, beta, reference } = trainedReference(forward)
    const { out } = forwardInTest(wave([4, 3], -2, 3, 5), gamma, beta, test(params))
    expectClose('out', out, golden(reference.test_out_on_step1), 1e-9)
  })
})

const afterForward = { work, after: ['2.1'] }

/** The nodes of the graph of batch normalization at which a gradient is taken. */
interface Moments {
  x: Tensor
  means: Tensor
  variances: Tensor
  epsilon: number
}

laterTodo('2.3', afterForward, () => {
  /** Checks one gradient against the numeric gradient of out as a function of that node alone. */
  const checkStep = (
    name: 'dnormalized' | 'dvariance' | 'dmean',
    title: string,
    nodeOf: (moments: Moments) => Tensor,
    outOf: (node: Tensor, moments: Moments) => Tensor,
  ): void =>
    check(title, (report) => {
      forAll(batchnormCase, ({ x, gamma: drawn, beta, dout, params }) => {
        const { epsilon } = params
        // Where gamma is 0, these gradients are 0 too. The checks of the whole backward pass cover that case.
        const gamma = map(drawn, (value) => value || 0.5)
        const gradient = steps(dout, forward(x, gamma, beta, train(params)).cache)[name]
        const moments = { x, means: mean(x, 0), variances: variance(x, 0), epsilon }
        const evaluate = (p: Tensor) => scaledAndShifted(outOf(p, moments), gamma, beta).data
        const measured = { weights: dout.data, evaluate }
        const [N, D] = x.shape
        expectGradient(report, name, gradient, nodeOf(moments), measured, undefined, { constants: { N, D } })
      })
    })
  const normalizedOf = ({ x, means, variances, epsilon }: Moments): Tensor =>
    standardized(x, means, variances, epsilon)

  checkStep(
    'dnormalized',
    'dnormalized: how out changes when only the normalized x changes',
    normalizedOf,
    (p) => p,
  )
  checkStep(
    'dvariance',
    'dvariance: how out changes when only the variance changes',
    ({ variances }) => variances,
    (p, moments) => normalizedOf({ ...moments, variances: p }),
  )
  checkStep(
    'dmean',
    'dmean: how out changes when only the mean changes',
    ({ means }) => means,
    (p, moments) => normalizedOf({ ...moments, means: p }),
  )
})

/** Registers the checks that both backward functions must pass: they compute the same gradients in two ways. */
function checkGradients(gradientsOf: typeof backward): void {
  check('agrees with PyTorch', (report) => {
    // The largest case comes first because it tells mistakes apart best.
    for (const one of goldenCases('batchnormBackward').toReversed()) {
      const { inputs, expected } = one
      const { cache } = forward(inputs.x, inputs.gamma, inputs.beta, train(goldenParams(one)))
      const gradients = gradientsOf(inputs.dout, cache)
      const context = gradientContext(inputs)
      for (const name of gradientNames) {
        const error = expectClose(name, gradients[name], expected[name], 1e-9, context)
        report.relativeError(name, error, 1e-9)
      }
    }
  })

  check('agrees with reference values in the second training step', () => {
    const { cache, reference } = trainedReference(forward)
    const gradients = gradientsOf(wave([4, 3], -1, 1, 5), cache)
    for (const name of gradientNames) expectClose(name, gradients[name], golden(reference[name]), 1e-9)
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(
      batchnormCase,
      ({ x, gamma, beta, dout, params }) => {
        const evaluate = (...inputs: [Tensor, Tensor, Tensor]) => forward(...inputs, train(params)).out.data
        const gradients = gradientsOf(dout, forward(x, gamma, beta, train(params)).cache)
        const one = { x, gamma, beta, dout, epsilon: params.epsilon, axis: 0 } as const
        expectNormGradients(report, gradients, one, evaluate)
      },
      { runs: 25 },
    )
  })

  check('dx of every column adds up to 0, and so does dx · normalized x', () => {
    forAll(batchnormCase, ({ x, gamma, beta, dout }) => {
      const { dx } = gradientsOf(dout, forward(x, gamma, beta, train({ epsilon: 1e-13 })).cache)
      expectTensor('dx', dx, x.shape)
      const normalized = standardized(x, mean(x, 0), variance(x, 0), 0)
      const scale = Math.max(1, largest(dx.data), largest(gamma.data) * largest(dout.data))
      for (const [d, total] of sum(dx, 0).data.entries()) {
        expectThat(
          Math.abs(total) < 1e-9 * scale,
          cause('batchnormBackward/does-not-add-up-to-zero', { d, total: formatNumber(total) }),
        )
      }
      for (const [d, total] of sum(mul(dx, normalized), 0).data.entries()) {
        expectThat(
          Math.abs(total) < 1e-9 * scale,
          cause('batchnormBackward/stretching-changes-it', { d, total: formatNumber(total) }),
        )
      }
    })
  })

  check('a batch of one gets dx = 0', () => {
    const { cache } = forward(tensor([[7, -2]]), tensor([2, 3]), tensor([1, 1]), train())
    const { dx, dgamma, dbeta } = gradientsOf(tensor([[5, -4]]), cache)
    expectClose('dx', dx, tensor([[0, 0]]), 1e-3)
    expectClose('dgamma', dgamma, tensor([0, 0]), 1e-3)
    expectClose('dbeta', dbeta, tensor([5, -4]), 1e-9)
  })

  check('a constant column: dx is gamma / √epsilon times the difference of dout from its mean', () => {
    const [x, gamma] = [tensor([[1, 0.5], [1, 0.5], [1, 0.5]]), tensor([2, -3])] // prettier-ignore
    const { cache } = forward(x, gamma, tensor([1, 1]), train({ epsilon: 0.01 }))
    const { dx, dgamma, dbeta } = gradientsOf(tensor([[3, 0], [0, 1], [0, 2]]), cache) // prettier-ignore
    expectClose('dx', dx, tensor([[40, 30], [-20, 0], [-20, -30]]), 1e-6) // prettier-ignore
    expectClose('dgamma', dgamma, tensor([0, 0]), 1e-6)
    expectClose('dbeta', dbeta, tensor([3, 3]), 1e-9)
  })

  check('uses the cache that it is given, not the latest forward pass', () => {
    const random = new Random(4)
    const [x, other, dout] = Array.from({ length: 3 }, () => randn([5, 2], { random }))
    const [gamma, beta] = Array.from({ length: 2 }, () => randn([2], { random }))
    const { cache } = forward(x, gamma, beta, train())
    const before = gradientsOf(dout, cache)
    forward(other, beta, gamma, train())
    expectOwnCache(before, gradientsOf(dout, cache))
  })
}

laterTodo('2.4', { work, after: ['2.1', '2.3'] }, () => checkGradients(backward))

laterTodo('2.5', afterForward, () => {
  checkGradients(backwardAlt)

  check('calls neither batchnormBackward nor batchnormBackwardSteps', () => {
    const [x, gamma, beta, dout] = [[5, 2], [2], [2], [5, 2]].map((shape, i) =>
      randn(shape, { random: new Random(3, i) }),
    )
    const { cache } = forward(x, gamma, beta, train())
    const tensors = [dout, ...Object.values(cache)].filter((value) => value instanceof Tensor)
    const names = ['batchnormBackward', 'batchnormBackwardSteps']
    const seen = readersDuring(() => backwardAlt(dout, cache), tensors, names)
    expectThat(seen.size === 0, cause('batchnormBackwardAlt/calls-other', { names: [...seen].join(' and ') }))
  })
})
