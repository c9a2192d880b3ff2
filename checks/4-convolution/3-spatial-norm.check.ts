import { cause } from '#kit/course/causes/index.ts'
import {
  add,
  concat,
  mean,
  mul,
  randn,
  Random,
  sum,
  tensor,
  transpose,
  variance,
  zeros,
  type Tensor,
} from '#kit/tensor/index.ts'
import type { BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import { laterTodo, check, todo } from '../support/running/check.ts'
import { expectClose, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { formatNumber } from '../support/comparing/format.ts'
import { golden, goldenCases, readReference, wave } from '../support/comparing/golden.ts'
import { expectGradient } from '../support/comparing/gradient-check.ts'
import { expectRangeError } from '../support/cases/images.ts'
import { gradientNames, type GradientName } from '../support/cases/normalization.ts'
import { imageCase, type ImageCase } from '../support/cases/normalized-images.ts'
import { runningAverage, scaledAndShifted, standardized } from '../support/definitions/normalization.ts'
import { graded, loadWork } from '../support/running/work.ts'

const work = loadWork('4-convolution/spatial-norm.ts', () => import('#work/4-convolution/spatial-norm.ts'))
const layers = [loadWork('2-normalization/batchnorm.ts', () => import('#work/2-normalization/batchnorm.ts'))]
/** The forward pass in train mode, which may write only the running averages. */
const batchForward = graded(
  work,
  'spatialBatchnormForward',
  ['out', 'cache'],
  ['argument 4.runningMean', 'argument 4.runningVar'],
)
/** The forward pass in test mode, which may not write anything. */
const batchForwardInTest = graded(work, 'spatialBatchnormForward', ['out'])
const batchBackward = graded(work, 'spatialBatchnormBackward', ['dx', 'dgamma', 'dbeta'])
const groupForward = graded(work, 'spatialGroupnormForward', ['out', 'cache'])
const groupBackward = graded(work, 'spatialGroupnormBackward', ['dx', 'dgamma', 'dbeta'])

const train = (params: Partial<BatchnormParams> = {}): BatchnormParams => ({ ...params, mode: 'train' })

/** Reshapes one number per channel so that it broadcasts against images. */
const perChannel = (values: Tensor): Tensor => values.reshape([-1, 1, 1])

/** Turns every pixel into an example of C numbers. */
const pixelsOf = (x: Tensor): Tensor => transpose(x, [0, 2, 3, 1]).reshape([-1, x.shape[1]])

/** Fails unless each part of a result has mean 0 and standard deviation 1, up to the effect of epsilon. */
function expectMoments(parts: string, x: Tensor): void {
  const [means, variances] = [mean(x, 1), variance(x, 1)]
  means.data.forEach((value, k) => {
    const deviation = Math.sqrt(variances.data[k])
    expectThat(
      Math.abs(value) < 1e-9 && Math.abs(deviation - 1) < 1e-4,
      cause('spatialNorm/not-standardized', {
        parts,
        k,
        mean: formatNumber(value),
        deviation: formatNumber(deviation),
      }),
    )
  })
}

/** A forward function with the settings of a case. */
type Forward = (one: ImageCase, x: Tensor, gamma: Tensor, beta: Tensor) => { out: Tensor; cache: unknown }

const trainOn: Forward = (one, x, gamma, beta) => batchForward(x, gamma, beta, train(one.params))
const groupOn: Forward = (one, x, gamma, beta) => groupForward(x, gamma, beta, one.options)

/** Returns what is known about the gradients, to explain wrong ones. */
const gradientContext = ({ shape: [N, C, H, W] }: Tensor, dout: Tensor) => ({
  constants: { N, C, 'H · W': H * W, 'N · H · W': N * H * W },
  upstream: dout,
})

laterTodo('4.5', { work, layers, after: [] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('spatialBatchnormForward')) {
      const { inputs, expected } = one
      const { x, gamma, beta, params: settings, runningMean, runningVar } = inputs
      const params = train({ ...settings, runningMean, runningVar })
      const { out } = batchForward(x, gamma, beta, params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
      for (const name of ['runningMean', 'runningVar'] as const) {
        const error = expectClose(`params.${name}`, params[name], expected[name], 1e-9)
        report.relativeError(`params.${name}`, error, 1e-9)
      }
    }
  })

  check('agrees with reference values', () => {
    const { x, gamma, beta, expected } = referenceNorm()
    expectClose('out', batchForward(x, gamma, beta, train()).out, golden(expected.out), 1e-9)
  })

  check('every channel of out has mean 0 and standard deviation 1 before gamma and beta', () => {
    const x = add(mul(randn([5, 3, 4, 6], { random: new Random(1) }), 4), 10)
    const { out } = batchForward(x, tensor([1, 1, 1]), zeros([3]), train())
    expectTensor('out', out, x.shape)
    expectMoments('channel', transpose(pixelsOf(out)))
  })

  check('every channel is normalized over images, rows and columns, then scaled and shifted', () => {
    forAll(imageCase, ({ x, gamma, beta, params }) => {
      const [means, variances] = [mean, variance].map((moment) => perChannel(moment(x, [0, 2, 3])))
      const normalized = standardized(x, means, variances, params.epsilon)
      const expected = scaledAndShifted(normalized, perChannel(gamma), perChannel(beta))
      expectClose('out', batchForward(x, gamma, beta, train(params)).out, expected, 1e-9)
    })
  })

  check('the running averages, one for each channel, move towards each batch', () => {
    forAll(imageCase, ({ x, gamma, beta, params: settings }) => {
      const params = train(settings)
      const batches = [x, mul(x, 2)]
      for (const batch of batches) batchForward(batch, gamma, beta, params)
      expectThat(
        params.runningMean !== undefined && params.runningVar !== undefined,
        'spatialBatchnorm/no-running-averages',
      )
      for (const [name, moment] of [
        ['runningMean', mean],
        ['runningVar', variance],
      ] as const) {
        const average = (momentum: number, times = 1): Tensor =>
          batches
            .flatMap((batch) => Array<Tensor>(times).fill(batch))
            .reduce(
              (running, batch) => runningAverage(running, moment(batch, [0, 2, 3]), momentum),
              zeros(gamma.shape),
            )
        const { momentum } = settings
        expectClose(`params.${name} after two batches`, params[name], average(momentum), 1e-9)
      }
    })
  })

  check('test mode uses the running averages instead of the statistics of the batch', () => {
    forAll(imageCase, ({ x, gamma, beta, params: settings }) => {
      const [runningMean, runningVar] = [mul(gamma, 0.5), add(mul(beta, beta), 0.5)]
      const params: BatchnormParams = { ...settings, mode: 'test', runningMean, runningVar }
      const { out } = batchForwardInTest(x, gamma, beta, params)
      const normalized = standardized(x, perChannel(runningMean), perChannel(runningVar), settings.epsilon)
      const expected = scaledAndShifted(normalized, perChannel(gamma), perChannel(beta))
      expectClose('out in test mode', out, expected, 1e-9)
    })
  })
})

/**
 * Registers the checks that the backward functions of both spatial norms have in common.
 *
 * @param name - the name of the forward function
 * @param forward - the forward function, with the settings of a case
 */
function checkNormGradients(
  name: string,
  forward: Forward,
  backward: (dout: Tensor, cache: never) => Record<GradientName, Tensor>,
): void {
  check('agrees with the numeric gradient', (report) => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta, dout } = one
        const { dx, dgamma, dbeta } = backward(dout, forward(one, x, gamma, beta).cache as never)
        const context = gradientContext(x, dout)
        const expect = (
          which: GradientName,
          actual: Tensor,
          input: Tensor,
          out: (t: Tensor) => { out: Tensor },
        ): void => {
          const measured = { weights: dout.data, evaluate: (t: Tensor) => out(t).out.data }
          expectGradient(report, which, actual, input, measured, undefined, context)
        }
        expect('dx', dx, x, (t) => forward(one, t, gamma, beta))
        expect('dgamma', dgamma, gamma, (t) => forward(one, x, t, beta))
        expect('dbeta', dbeta, beta, (t) => forward(one, x, gamma, t))
      },
      { runs: 20 },
    )
  })

  check('dbeta is the sum of dout over images, rows and columns', () => {
    forAll(imageCase, (one) => {
      const { dbeta } = backward(one.dout, forward(one, one.x, one.gamma, one.beta).cache as never)
      expectClose('dbeta', dbeta, sum(one.dout, [0, 2, 3]), 1e-12, gradientContext(one.x, one.dout))
    })
  })

  check(`uses the cache that it is given, not the latest call of ${name}`, () => {
    forAll(
      imageCase,
      (one) => {
        const { x, gamma, beta, dout } = one
        const { cache } = forward(one, x, gamma, beta)
        const before = backward(dout, cache as never)
        forward(one, mul(x, x), add(gamma, 1), beta)
        const after = backward(dout, cache as never)
        for (const which of gradientNames) {
          expectClose(`${which} after another forward pass`, after[which], before[which], 0)
        }
      },
      { runs: 5 },
    )
  })
}

laterTodo('4.6', { work, layers, after: ['4.5'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('spatialBatchnormBackward')) {
      const { inputs, expected } = one
      const { x, gamma, beta, dout, params, runningMean, runningVar } = inputs
      const { cache } = batchForward(x, gamma, beta, train({ ...params, runningMean, runningVar }))
      const gradients = batchBackward(dout, cache)
      const context = gradientContext(x, dout)
      for (const name of gradientNames) {
        const error = expectClose(name, gradients[name], expected[name], 1e-9, context)
        report.relativeError(name, error, 1e-9)
      }
    }
  })

  check('agrees with reference values', () => {
    const { x, gamma, beta, dout, expected } = referenceNorm()
    const gradients = batchBackward(dout, batchForward(x, gamma, beta, train()).cache)
    const context = gradientContext(x, dout)
    for (const name of gradientNames) {
      expectClose(name, gradients[name], golden(expected[name]), 1e-9, context)
    }
  })

  checkNormGradients('spatialBatchnormForward', trainOn, batchBackward)
})

todo('4.7', () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('spatialGroupnormForward')) {
      const { inputs, expected } = one
      const { out } = groupForward(inputs.x, inputs.gamma, inputs.beta, inputs.params)
      report.relativeError('out', expectClose('out', out, expected.out, 1e-9), 1e-9)
    }
  })

  check('every group of every image has mean 0 and standard deviation 1 before gamma and beta', () => {
    const x = add(mul(randn([2, 6, 4, 5], { random: new Random(2) }), 4), wave([2, 6, 1, 1], -9, 9, 5))
    const { out } = groupForward(x, tensor([1, 1, 1, 1, 1, 1]), zeros([6]), { groups: 3 })
    expectTensor('out', out, x.shape)
    expectMoments('group (counted over all images)', out.reshape([6, -1]))
  })

  check('neighbouring channels form a group, and every channel has its own gamma and beta', () => {
    forAll(imageCase, ({ x, gamma, beta, options: { groups, epsilon } }) => {
      const [N, C, H, W] = x.shape
      const grouped = x.reshape([N, groups, C / groups, H, W])
      const [means, variances] = [mean, variance].map((moment) =>
        moment(grouped, [2, 3, 4], { keepDims: true }),
      )
      const normalized = standardized(grouped, means, variances, epsilon).reshape(x.shape)
      const expected = scaledAndShifted(normalized, perChannel(gamma), perChannel(beta))
      expectClose('out', groupForward(x, gamma, beta, { groups, epsilon }).out, expected, 1e-9)
    })
  })

  check('an image gets the same out, whatever else is in the batch', () => {
    forAll(imageCase, ({ x, gamma, beta, options }) => {
      const alone = groupForward(x, gamma, beta, options).out
      const other = add(mul(x, -2), 5)
      const together = groupForward(concat([x, other]), gamma, beta, options).out
      const expected = concat([alone, groupForward(other, gamma, beta, options).out])
      expectClose('out of two batches in one', together, expected, 1e-9)
    })
  })

  check('channels that cannot be divided into the groups are an error', () => {
    const norm = (groups: number) => groupForward(zeros([1, 4, 2, 3]), zeros([4]), zeros([4]), { groups })
    norm(2)
    for (const groups of [0, 3, 8])
      expectRangeError(`Dividing 4 channels into ${groups} groups`, () => norm(groups), ['4', `${groups}`])
  })
})

laterTodo('4.8', { work, after: ['4.7'] }, () => {
  check('agrees with PyTorch', (report) => {
    for (const one of goldenCases('spatialGroupnormBackward')) {
      const { inputs, expected } = one
      const { x, gamma, beta, dout, params } = inputs
      const gradients = groupBackward(dout, groupForward(x, gamma, beta, params).cache)
      const context = gradientContext(x, dout)
      for (const name of gradientNames) {
        const error = expectClose(name, gradients[name], expected[name], 1e-9, context)
        report.relativeError(name, error, 1e-9)
      }
    }
  })

  checkNormGradients('spatialGroupnormForward', groupOn, groupBackward)
})

/** Returns the batch normalization of the extra reference values. */
function referenceNorm() {
  const expected = readReference('extra').spatial_batchnorm
  const [gamma, beta] = [golden(expected.gamma), golden(expected.beta)]
  return { x: wave([2, 3, 2, 4], -2, 3, 5), gamma, beta, dout: wave([2, 3, 2, 4], -1, 1, 7), expected }
}
