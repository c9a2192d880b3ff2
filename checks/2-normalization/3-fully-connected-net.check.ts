import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import {
  concat,
  formatShape,
  full,
  map,
  mul,
  Random,
  randn,
  type Tensor,
  type DType,
} from '#kit/tensor/index.ts'
import { check, networkTodo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference, wave } from '../support/comparing/golden.ts'
import {
  checkInitialization,
  checkNetworkLoss,
  checkScores,
  networkOf,
  NETWORK_CASES,
} from '../support/networks/network.ts'
import { definedScores } from '../support/definitions/networks.ts'
import { casesOf, randomParams, shapesOf } from '../support/cases/normalized-cases.ts'
import { DefinedBatchnorm, layernormOf } from '../support/definitions/normalized-scores.ts'
import { findOpenTodo } from '../support/explaining/failure.ts'
import { gradedNetwork, loadWork, type Network } from '../support/running/work.ts'

const work = loadWork(
  '1-fully-connected/fully-connected-net.ts',
  () => import('#work/1-fully-connected/fully-connected-net.ts'),
)
const create = gradedNetwork(work, 'FullyConnectedNet')
/** The layer files that the network uses. */
const layers = [
  loadWork('1-fully-connected/layers.ts', () => import('#work/1-fully-connected/layers.ts')),
  loadWork('1-fully-connected/losses.ts', () => import('#work/1-fully-connected/losses.ts')),
  loadWork('2-normalization/batchnorm.ts', () => import('#work/2-normalization/batchnorm.ts')),
  loadWork('2-normalization/layernorm.ts', () => import('#work/2-normalization/layernorm.ts')),
]

const batchnormCase = casesOf(create, fc.constant('batchnorm'))
const layernormCase = casesOf(create, fc.constant('layernorm'))
const anyCase = casesOf(create, fc.constantFrom('batchnorm', 'layernorm'))

const normalizedGoldenCases = () =>
  goldenCases('FullyConnectedNet').filter(({ inputs }) => inputs.normalization)

networkTodo('2.8', { work, layers: [] }, () => {
  check('every hidden layer has a gamma of ones and a beta of zeros, and the last layer has neither', () => {
    const [inputDim, hiddenDims] = [5, [4, 3, 2]]
    for (const normalization of ['batchnorm', 'layernorm'] as const) {
      const { params } = create({ inputDim, hiddenDims, normalization, dtype: 'float64' })
      for (const name of ['gamma4', 'beta4', 'gamma0', 'beta0']) {
        expectThat(!(name in params), cause('normalizedNet/parameter-too-many', { name }))
      }
      for (const [i, width] of hiddenDims.entries()) {
        for (const kind of ['gamma', 'beta']) {
          const name = `${kind}${i + 1}`
          const parameter = params[name]
          expectThat(
            parameter !== undefined,
            cause('normalizedNet/parameter-missing', { name, layer: i + 1 }),
          )
          const before = [inputDim, ...hiddenDims][i]
          expectThat(
            parameter.size !== before && parameter.size !== 1,
            cause('normalizedNet/parameter-shape', {
              name,
              shape: formatShape(parameter.shape),
              width,
              layer: i + 1,
            }),
          )
          expectTensor(`params.${name}`, parameter, [width])
          expectClose(`params.${name}`, parameter, full([width], kind === 'gamma' ? 1 : 0), 0, {
            onlyCause: cause('normalizedNet/parameter-start', {
              name,
              start: kind === 'gamma' ? 'ones: gamma is a factor' : 'zeros: beta is added',
            }),
          })
        }
      }
    }
  })

  checkInitialization(() =>
    (['batchnorm', 'layernorm'] as const).map((normalization) => {
      const dims = [70, 60, 50, 40, 50]
      return {
        create: (seed: number, dtype: DType) =>
          create({
            inputDim: dims[0],
            hiddenDims: dims.slice(1, -1),
            numClasses: dims.at(-1),
            normalization,
            weightScale: 0.05,
            dtype,
            seed,
          }),
        shapes: shapesOf(dims),
        weightScale: 0.05,
      }
    }),
  )

  check('gamma and beta have the element type of the network', () => {
    const { params } = create({ inputDim: 3, hiddenDims: [2], normalization: 'batchnorm' })
    expectTensor('params.gamma1', params.gamma1, [2], 'float32')
    expectTensor('params.beta1', params.beta1, [2], 'float32')
  })
})

/** Runs a forward pass in train mode by calling loss. It does not matter if the backward pass is not written yet. */
function passInTrainMode(net: Network, x: Tensor, labels: readonly number[]): void {
  try {
    net.loss(x, labels)
  } catch (error) {
    if (findOpenTodo(error)?.todo !== '2.10') throw error
  }
}

networkTodo('2.9', { work, layers }, () => {
  check('every hidden block of the forward pass is normalized', () => {
    const random = new Random(1)
    const x = randn([5, 3], { random })
    for (const normalization of ['batchnorm', 'layernorm'] as const) {
      const net = create({
        inputDim: 3,
        hiddenDims: [4, 3],
        normalization,
        weightScale: 1,
        dtype: 'float64',
        seed: 1,
      })
      for (const name of ['gamma1', 'gamma2', 'beta1', 'beta2']) {
        net.params[name] = map(net.params[name], () => 1 + random.uniform())
      }
      for (const layer of [1, 2]) {
        const { shape } = net.params[`beta${layer}`]
        const before = net.scores(x)
        net.params[`beta${layer}`] = map(randn(shape, { random }), (value) => 3 + value)
        const after = net.scores(x)
        expectThat(
          after.data.some((value, i) => value !== before.data[i]),
          cause('normalizedNet/beta-unused', { layer }),
        )
      }
    }
  })

  check('agrees with PyTorch, layer normalization', (report) => {
    for (const { inputs, expected } of normalizedGoldenCases()) {
      if (inputs.normalization !== 'layernorm') continue
      const net = create({ ...inputs, dtype: 'float64' })
      Object.assign(net.params, inputs.params)
      const error = expectClose('scores', net.scores(inputs.x), expected.scores, 1e-9)
      report.relativeError('scores', error, 1e-9)
    }
  })

  check('is affine, layer normalization and ReLU for every hidden layer, and affine at the end', () => {
    forAll(
      layernormCase,
      (one) => {
        const expected = definedScores(one.x, one.params, layernormOf(one.params))
        expectClose('scores', networkOf(one).scores(one.x), expected, 1e-9)
      },
      NETWORK_CASES,
    )
  })

  check('batch normalization in test mode starts from running averages of 0', () => {
    forAll(
      batchnormCase,
      (one) => {
        const defined = new DefinedBatchnorm(one.params)
        const scores = networkOf(one).scores(one.x)
        expectClose('scores of a network that was never trained', scores, defined.scores(one.x), 1e-9)
      },
      NETWORK_CASES,
    )
  })

  check('scores are in test mode, and use the running averages', () => {
    const random = new Random(2)
    const [x, other] = Array.from({ length: 2 }, () => randn([4, 3], { random }))
    const net = create({ inputDim: 3, hiddenDims: [5], normalization: 'batchnorm', dtype: 'float64' })
    net.params.beta1 = randn([5], { random })
    const alone = net.scores(x)
    const together = net.scores(concat([x, other]))
    expectThat(
      alone.data.every(
        (value, i) => Math.abs(value - together.data[i]) <= 1e-9 * Math.max(1, Math.abs(value)),
      ),
      'normalizedNet/scores-depend-on-batch',
    )
  })

  checkScores(anyCase)

  check('every hidden layer has its own running averages', () => {
    const random = new Random(3)
    const [x, params] = [randn([6, 3], { random }), randomParams([3, 4, 4, 4], random)]
    const net = create({
      inputDim: 3,
      hiddenDims: [4, 4],
      numClasses: 4,
      normalization: 'batchnorm',
      dtype: 'float64',
    })
    Object.assign(net.params, params)
    const defined = new DefinedBatchnorm(params)
    expectClose('scores of a network that was never trained', net.scores(x), defined.scores(x), 1e-9)
    for (let call = 0; call < 3; call++) {
      passInTrainMode(net, x, [0, 1, 0, 1, 1, 0])
      defined.train(x)
    }
    expectClose('scores after 3 calls of loss', net.scores(x), defined.scores(x), 1e-8)
  })

  check('loss updates the running averages of batch normalization, and scores only uses them', () => {
    forAll(
      batchnormCase,
      (one) => {
        const [net, defined] = [networkOf(one), new DefinedBatchnorm(one.params)]
        for (const [call, x] of [one.x, mul(one.x, -2), mul(one.x, 0.5)].entries()) {
          passInTrainMode(net, x, one.labels)
          defined.train(x)
          const what = `scores after ${call + 1} ${call === 0 ? 'call' : 'calls'} of loss`
          expectClose(what, net.scores(one.x), defined.scores(one.x), 1e-8)
          expectClose(`${what}, asked for again,`, net.scores(one.x), defined.scores(one.x), 1e-8)
        }
      },
      { runs: 20 },
    )
  })
})

networkTodo('2.10', { work, layers }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of normalizedGoldenCases()) {
      const net = create({ ...inputs, dtype: 'float64' })
      Object.assign(net.params, inputs.params)
      const { loss, grads } = net.loss(inputs.x, inputs.labels)
      report.relativeError('loss', expectNumber('loss', loss, expected.loss, 1e-9), 1e-9)
      for (const [name, parameter] of Object.entries<Tensor>(inputs.params)) {
        expectTensor(`grads.${name}`, grads[name], parameter.shape)
        // The gradient of a bias before batch normalization is 0 up to rounding, and so is the reference.
        if (inputs.normalization === 'batchnorm' && /^b[12]$/.test(name)) continue
        const error = expectClose(`grads.${name}`, grads[name], expected.grads[name], 1e-9)
        report.relativeError(`grads.${name}`, error, 1e-9)
      }
    }
  })

  check('agrees with reference values, and so do the scores after one call of loss', (report) => {
    const { reg, y, ...expected } = readReference('extra').fc_5_4_3_3_batchnorm
    const net = create({
      inputDim: 5,
      hiddenDims: [4, 3],
      numClasses: 3,
      normalization: 'batchnorm',
      reg,
      dtype: 'float64',
    })
    Object.assign(net.params, {
      W1: wave([5, 4], -0.6, 0.8, 7),
      b1: wave([4], -0.2, 0.1, 3),
      W2: wave([4, 3], -0.9, 0.7, 5),
      b2: wave([3], -0.1, 0.3, 2),
      W3: wave([3, 3], -0.8, 0.9, 5),
      b3: wave([3], 0.2, -0.3, 2),
      gamma1: wave([4], 0.5, 1.5, 3),
      beta1: wave([4], -0.3, 0.4, 3),
      gamma2: wave([3], 1.2, 0.6, 2),
      beta2: wave([3], 0.2, -0.1, 2),
    })
    const x = wave([4, 5], -1, 1, 7)
    const { loss, grads } = net.loss(x, y)
    report.relativeError('loss', expectNumber('loss', loss, expected.train_loss, 1e-9), 1e-9)
    for (const name of Object.keys(expected.grads)) {
      if (/^b[12]$/.test(name)) continue
      const error = expectClose(`grads.${name}`, grads[name], golden(expected.grads[name]), 1e-9)
      report.relativeError(`grads.${name}`, error, 1e-9)
    }
    expectClose('scores', net.scores(x), golden(expected.test_scores_after_one_train_call), 1e-9)
  })

  checkNetworkLoss(anyCase, undefined, 5)
})
