import { mean, mul, randn, Random, sub, sum, tensor, variance, type Tensor } from '#kit/tensor/index.ts'
import { check } from './check.ts'
import { expectClose, expectTensor, expectThat, largest } from './compare.ts'
import { forAll } from './for-all.ts'
import { formatNumber } from './format.ts'
import { golden, goldenCases, readReference, wave, type GoldenCase } from './golden.ts'
import { expectGradient } from './gradient-check.ts'
import { float32, normalizationCase, runningAverage, standardized } from './normalization.ts'

/** Settings and running averages, as batchnormForward takes them. */
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

/** Settings for train mode. */
export const train = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'train' })

/** Settings for test mode. */
export const test = (params: Partial<Params> = {}): Params => ({ ...params, mode: 'test' })

/** The settings and running averages of a golden case, as batchnormForward takes them. */
export const goldenParams = ({ inputs }: GoldenCase): Partial<Params> => ({
  ...inputs.params,
  runningMean: inputs.runningMean,
  runningVar: inputs.runningVar,
})

/** The reference of two training steps with epsilon 1e-2 and momentum 0.8, played to its end. */
export function trainedReference<Cache>(forward: Forward<Cache>) {
  const reference = readReference('extra')['batchnorm_eps1e-2_mom0.8']
  const [gamma, beta] = [golden(reference.gamma), golden(reference.beta)]
  const params = train({ epsilon: 1e-2, momentum: 0.8 })
  forward(wave([4, 3], -2, 3, 5), gamma, beta, params)
  const { out, cache } = forward(wave([4, 3], 5, -1, 7), gamma, beta, params)
  return { params, gamma, beta, out, cache, reference }
}

const gradientNames = ['dx', 'dgamma', 'dbeta'] as const
const cases = normalizationCase(0)

/**
 * That a running average is momentum · before + (1 - momentum) · batch.
 *
 * @param call - how many calls there were, this one included
 */
export function expectRunning(
  name: string,
  call: number,
  actual: unknown,
  before: Tensor,
  batch: Tensor,
  momentum: number,
): void {
  const what = `params.${name} after call ${call}`
  expectTensor(what, actual, before.shape)
  const isAbout = (value: Tensor): boolean =>
    largest(sub(actual, value).data) <= 1e-9 * Math.max(1, largest(value.data))
  const expected = runningAverage(before, batch, momentum)
  if (!isAbout(expected)) {
    expectThat(!isAbout(before), `${what} is what it was before: update it in train mode.`)
    expectThat(
      !isAbout(runningAverage(before, batch, 1 - momentum)),
      `${what} is (1 - momentum) · old + momentum · new, but momentum is the share of the old average that stays.`,
    )
  }
  expectClose(what, actual, expected, 1e-9)
}

/** The checks of a backward function of batch normalization. */
export function checkBatchnormBackward<Cache>(backward: Backward<Cache>, forward: Forward<Cache>): void {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('batchnormBackward')) {
      const { inputs, expected } = one
      const { cache } = forward(inputs.x, inputs.gamma, inputs.beta, train(goldenParams(one)))
      const gradients = backward(inputs.dout, cache)
      for (const name of gradientNames) {
        report.relativeError(name, expectClose(name, gradients[name], expected[name], 1e-9), 1e-9)
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
        const { dx, dgamma, dbeta } = backward(dout, forward(x, gamma, beta, train(params)).cache)
        const weights = dout.data
        expectGradient(report, 'dx', dx, x, { weights, evaluate: (p) => evaluate(p, gamma, beta) })
        expectGradient(report, 'dgamma', dgamma, gamma, { weights, evaluate: (p) => evaluate(x, p, beta) })
        expectGradient(report, 'dbeta', dbeta, beta, { weights, evaluate: (p) => evaluate(x, gamma, p) })
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
          `dx of column ${d} adds up to ${formatNumber(total)}, but shifting a whole column changes nothing: it must be 0.`,
        )
      }
      for (const [d, total] of sum(mul(dx, normalized), 0).data.entries()) {
        expectThat(
          Math.abs(total) < 1e-9 * scale,
          `dx · normalized x of column ${d} adds up to ${formatNumber(total)}, but stretching a column changes nothing: it must be 0.`,
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

  check('uses the cache it is given, not the latest forward pass', () => {
    const random = new Random(4)
    const [x, other, dout] = Array.from({ length: 3 }, () => randn([5, 2], { random }))
    const [gamma, beta] = Array.from({ length: 2 }, () => randn([2], { random }))
    const { cache } = forward(x, gamma, beta, train())
    const before = backward(dout, cache)
    forward(other, beta, gamma, train())
    const after = backward(dout, cache)
    for (const name of gradientNames) {
      expectClose(`${name} after another forward pass`, after[name], before[name], 0)
    }
  })

  check('keeps float32 as float32', () => {
    const [x, gamma, beta, dout] = float32([4, 3], [3], [3], [4, 3])
    const { dx, dgamma, dbeta } = backward(dout, forward(x, gamma, beta, train()).cache)
    expectTensor('dx', dx, [4, 3], 'float32')
    expectTensor('dgamma', dgamma, [3], 'float32')
    expectTensor('dbeta', dbeta, [3], 'float32')
  })
}
