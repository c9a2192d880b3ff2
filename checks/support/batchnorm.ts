import { cause } from '#kit/course/causes/index.ts'
import { map, mean, mul, randn, Random, sum, tensor, variance, type Tensor } from '#kit/tensor/index.ts'
import { check } from './running/check.ts'
import { expectClose, expectTensor, expectThat, largest } from './comparing/compare.ts'
import { forAll } from './comparing/for-all.ts'
import { formatNumber } from './comparing/format.ts'
import { golden, goldenCases, readReference, wave, type GoldenCase } from './comparing/golden.ts'
import { expectGradient } from './comparing/gradient-check.ts'
import { stepMistakes } from './explaining/mistakes/2-normalization/normalization-backward.ts'
import {
  runningMistakes,
  suspecting,
  type RunningCase,
} from './explaining/mistakes/2-normalization/normalization.ts'
import {
  expectNormGradients,
  expectOwnCache,
  float32,
  gradientContexts,
  gradientNames,
  normalizationCase,
  runningAverage,
  scaledAndShifted,
  standardized,
} from './cases/normalization.ts'

/** The settings and running averages that batchnormForward takes. */
export interface Params {
  mode: 'train' | 'test'
  epsilon?: number
  momentum?: number
  runningMean?: Tensor
  runningVar?: Tensor
}

type Forward<Cache> = (
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  params: Params,
) => { out: Tensor; cache: Cache }
type Backward<Cache> = (dout: Tensor, cache: Cache) => { dx: Tensor; dgamma: Tensor; dbeta: Tensor }

/** Returns settings for train mode. */
export const train = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'train' })

/** Returns settings for test mode. */
export const test = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'test' })

/** Returns the settings and running averages of a golden case in the form that batchnormForward takes. */
export const goldenParams = ({ inputs }: GoldenCase): Partial<Params> => ({
  ...inputs.params,
  runningMean: inputs.runningMean,
  runningVar: inputs.runningVar,
})

/** Runs the two training steps of the reference with epsilon 1e-2 and momentum 0.8. */
export function trainedReference<Cache>(forward: Forward<Cache>) {
  const reference = readReference('extra')['batchnorm_eps1e-2_mom0.8']
  const [gamma, beta] = [golden(reference.gamma), golden(reference.beta)]
  const params = train({ epsilon: 1e-2, momentum: 0.8 })
  forward(wave([4, 3], -2, 3, 5), gamma, beta, params)
  const { out, cache } = forward(wave([4, 3], 5, -1, 7), gamma, beta, params)
  return { params, gamma, beta, out, cache, reference }
}

const cases = normalizationCase(0)

/**
 * Fails unless a running average is momentum · before + (1 - momentum) · batch.
 *
 * @param means - the running average of the means, if this one is of the variances
 */
export function expectRunning(what: string, actual: unknown, one: RunningCase, means?: Tensor): void {
  const expected = runningAverage(one.before, one.batch, one.momentum)
  expectClose(
    what,
    actual,
    expected,
    1e-9,
    suspecting(() => runningMistakes(what, one, means)),
  )
}

type Steps<Cache> = (dout: Tensor, cache: Cache) => { dnormalized: Tensor; dvariance: Tensor; dmean: Tensor }

/** Registers the checks of the gradients at the nodes of batch normalization. */
export function checkBatchnormSteps<Cache>(steps: Steps<Cache>, forward: Forward<Cache>): void {
  /** Checks one gradient against the numeric gradient of out as a function of that node alone. */
  const checkStep = (
    name: 'dnormalized' | 'dvariance' | 'dmean',
    title: string,
    nodeOf: (moments: Moments) => Tensor,
    outOf: (node: Tensor, moments: Moments) => Tensor,
  ): void =>
    check(title, (report) => {
      forAll(cases, ({ x, gamma: drawn, beta, dout, params }) => {
        const { epsilon } = params
        // Where gamma is 0, these gradients are 0 too. The checks of the whole backward pass cover that case.
        const gamma = map(drawn, (value) => value || 0.5)
        const gradient = steps(dout, forward(x, gamma, beta, train(params)).cache)[name]
        const moments = { x, means: mean(x, 0), variances: variance(x, 0), epsilon }
        const evaluate = (p: Tensor) => scaledAndShifted(outOf(p, moments), gamma, beta).data
        const measured = { weights: dout.data, evaluate }
        const [N, D] = x.shape
        const context = {
          constants: { N, D },
          get mistakes() {
            return stepMistakes({ x, gamma, beta, dout, epsilon, axis: 0 })[name]
          },
        }
        expectGradient(report, name, gradient, nodeOf(moments), measured, undefined, context)
      })
    })
  const normalizedOf = ({ x, means, variances, epsilon }: Moments): Tensor =>
    standardized(x, means, variances, epsilon)

  checkStep(
    'dnormalized',
    'dnormalized: what moves when the normalized x alone moves',
    normalizedOf,
    (p) => p,
  )
  checkStep(
    'dvariance',
    'dvariance: what moves when the variance alone moves',
    ({ variances }) => variances,
    (p, moments) => normalizedOf({ ...moments, variances: p }),
  )
  checkStep(
    'dmean',
    'dmean: what moves when the mean alone moves',
    ({ means }) => means,
    (p, moments) => normalizedOf({ ...moments, means: p }),
  )

  check('keeps float32 as float32', () => {
    const [x, gamma, beta, dout] = float32([4, 3], [3], [3], [4, 3])
    const { dnormalized, dvariance, dmean } = steps(dout, forward(x, gamma, beta, train()).cache)
    expectTensor('dnormalized', dnormalized, [4, 3], 'float32')
    expectTensor('dvariance', dvariance, [3], 'float32')
    expectTensor('dmean', dmean, [3], 'float32')
  })
}

/** The nodes of the graph of batch normalization at which a gradient is taken. */
interface Moments {
  x: Tensor
  means: Tensor
  variances: Tensor
  epsilon: number
}

/** Registers the checks of a backward function of batch normalization. */
export function checkBatchnormBackward<Cache>(backward: Backward<Cache>, forward: Forward<Cache>): void {
  check('agrees with PyTorch', (report) => {
    // The largest case comes first because it tells mistakes apart best.
    for (const one of goldenCases('batchnormBackward').toReversed()) {
      const { inputs, expected } = one
      const { cache } = forward(inputs.x, inputs.gamma, inputs.beta, train(goldenParams(one)))
      const gradients = backward(inputs.dout, cache)
      const contexts = gradientContexts({ ...inputs, epsilon: inputs.params.epsilon, axis: 0 })
      for (const name of gradientNames) {
        const error = expectClose(name, gradients[name], expected[name], 1e-9, contexts[name])
        report.relativeError(name, error, 1e-9)
      }
    }
  })

  check('agrees with reference values in the second training step', () => {
    const { cache, reference } = trainedReference(forward)
    const gradients = backward(wave([4, 3], -1, 1, 5), cache)
    for (const name of gradientNames) expectClose(name, gradients[name], golden(reference[name]), 1e-9)
  })

  check('agrees with the numeric gradient', (report) => {
    forAll(
      cases,
      ({ x, gamma, beta, dout, params }) => {
        const evaluate = (...inputs: [Tensor, Tensor, Tensor]) => forward(...inputs, train(params)).out.data
        const gradients = backward(dout, forward(x, gamma, beta, train(params)).cache)
        const one = { x, gamma, beta, dout, epsilon: params.epsilon, axis: 0 } as const
        expectNormGradients(report, gradients, one, evaluate)
      },
      { runs: 25 },
    )
  })

  check('dx of every column adds up to 0, and so does dx · normalized x', () => {
    forAll(cases, ({ x, gamma, beta, dout }) => {
      const { dx } = backward(dout, forward(x, gamma, beta, train({ epsilon: 1e-13 })).cache)
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
    const { dx, dgamma, dbeta } = backward(tensor([[5, -4]]), cache)
    expectClose('dx', dx, tensor([[0, 0]]), 1e-3)
    expectClose('dgamma', dgamma, tensor([0, 0]), 1e-3)
    expectClose('dbeta', dbeta, tensor([5, -4]), 1e-9)
  })

  check('a constant column: dx is gamma / √epsilon times what dout differs from its mean', () => {
    const [x, gamma] = [tensor([[1, 0.5], [1, 0.5], [1, 0.5]]), tensor([2, -3])] // prettier-ignore
    const { cache } = forward(x, gamma, tensor([1, 1]), train({ epsilon: 0.01 }))
    const { dx, dgamma, dbeta } = backward(tensor([[3, 0], [0, 1], [0, 2]]), cache) // prettier-ignore
    expectClose('dx', dx, tensor([[40, 30], [-20, 0], [-20, -30]]), 1e-6) // prettier-ignore
    expectClose('dgamma', dgamma, tensor([0, 0]), 1e-6)
    expectClose('dbeta', dbeta, tensor([3, 3]), 1e-9)
  })

  check('uses the cache it is given, not the latest forward pass', () => {
    const random = new Random(4)
    const [x, other, dout] = Array.from({ length: 3 }, () => randn([5, 2], { random }))
    const [gamma, beta] = Array.from({ length: 2 }, () => randn([2], { random }))
    const { cache } = forward(x, gamma, beta, train())
    const before = backward(dout, cache)
    forward(other, beta, gamma, train())
    expectOwnCache(before, backward(dout, cache))
  })

  check('keeps float32 as float32', () => {
    const [x, gamma, beta, dout] = float32([4, 3], [3], [3], [4, 3])
    const { dx, dgamma, dbeta } = backward(dout, forward(x, gamma, beta, train()).cache)
    expectTensor('dx', dx, [4, 3], 'float32')
    expectTensor('dgamma', dgamma, [3], 'float32')
    expectTensor('dbeta', dbeta, [3], 'float32')
  })
}
