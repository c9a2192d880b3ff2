import fc from 'fast-check'
import { linspace, transpose } from '#kit/tensor/index.ts'
import { labelled, size, tensors } from '../support/cases/arbitraries.ts'
import { check, networkTodo, todo } from '../support/running/check.ts'
import { expectClose, expectNumber } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference } from '../support/comparing/golden.ts'
import {
  checkInitialization,
  checkInitialLoss,
  checkNetworkLoss,
  checkScores,
  networkOf,
  dividedBy4,
  type NetworkCase,
  NETWORK_CASES,
} from '../support/networks/network.ts'
import { definedScores } from '../support/definitions/networks.ts'
import { gradedNetwork, loadWork } from '../support/running/work.ts'

const work = loadWork(
  '1-fully-connected/two-layer-net.ts',
  () => import('#work/1-fully-connected/two-layer-net.ts'),
)
const create = gradedNetwork(work, 'TwoLayerNet')
/** The layer files that the network uses. */
const layers = [
  loadWork('1-fully-connected/layers.ts', () => import('#work/1-fully-connected/layers.ts')),
  loadWork('1-fully-connected/losses.ts', () => import('#work/1-fully-connected/losses.ts')),
]

const published = readReference('cs231n')

/** Creates the network of CS231n's own check, in which all numbers are evenly spaced. */
function publishedNetwork(reg: number) {
  const net = create({ inputDim: 5, hiddenDim: 50, numClasses: 7, reg, dtype: 'float64' })
  net.params.W1 = linspace(-0.7, 0.3, 250).reshape([5, 50])
  net.params.b1 = linspace(-0.1, 0.9, 50)
  net.params.W2 = linspace(-0.3, 0.4, 350).reshape([50, 7])
  net.params.b2 = linspace(-0.9, 0.1, 7)
  return { net, x: transpose(linspace(-5.5, 4.5, 15).reshape([5, 3])), labels: [0, 5, 1] }
}

/** Networks of a few units with random parameters, and images with one or two axes. */
const networkCase = tensors(
  fc.record({
    batch: labelled(3, 4, 2),
    axes: fc.array(size(1, 3), { minLength: 1, maxLength: 2 }),
    H: size(1, 4),
  }),
  ({ batch: { N, C }, axes, H }) => {
    const D = axes.reduce((product, length) => product * length, 1)
    return { x: [N, ...axes], W1: [D, H], b1: [H], W2: [H, C], b2: [C] }
  },
).map(({ batch, H, x, W1, b1, W2, b2 }): NetworkCase => {
  const options = { inputDim: W1.shape[0], hiddenDim: H, numClasses: batch.C, dtype: 'float64' as const }
  return {
    create: (own) => create({ ...options, ...own }),
    params: dividedBy4({ W1, b1, W2, b2 }),
    x,
    labels: batch.labels,
  }
})

todo('1.11', () => {
  checkInitialization(() => [
    {
      create: (seed, dtype) =>
        create({ inputDim: 90, hiddenDim: 60, numClasses: 50, weightScale: 0.03, dtype, seed }),
      shapes: { W1: [90, 60], b1: [60], W2: [60, 50], b2: [50] },
      weightScale: 0.03,
    },
    {
      create: (seed, dtype) =>
        create({ inputDim: 60, hiddenDim: 50, numClasses: 40, weightScale: 2, dtype, seed }),
      shapes: { W1: [60, 50], b1: [50], W2: [50, 40], b2: [40] },
      weightScale: 2,
    },
  ])
})

networkTodo('1.12', { work, layers }, () => {
  check('agrees with the table published by CS231n', (report) => {
    const { net, x } = publishedNetwork(0)
    const error = expectClose('scores', net.scores(x), golden(published.two_layer_scores), 1e-9)
    report.relativeError('scores', error, 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('TwoLayerNet')) {
      const net = create({ ...inputs, dtype: 'float64' })
      Object.assign(net.params, inputs.params)
      report.relativeError('scores', expectClose('scores', net.scores(inputs.x), expected.scores, 1e-9), 1e-9)
    }
  })

  check('is affine, ReLU, affine for any size', () => {
    forAll(
      networkCase,
      (one) => {
        expectClose('scores', networkOf(one).scores(one.x), definedScores(one.x, one.params), 1e-9)
      },
      NETWORK_CASES,
    )
  })

  checkScores(networkCase)
})

networkTodo('1.13', { work, layers }, () => {
  check('agrees with the losses published by CS231n', (report) => {
    for (const [reg, expected] of [
      [0, published.two_layer_loss_reg0],
      [1, published.two_layer_loss_reg1],
    ]) {
      const { net, x, labels } = publishedNetwork(reg)
      const error = expectNumber(`loss with reg ${reg}`, net.loss(x, labels).loss, expected, 1e-9)
      report.relativeError(`loss with reg ${reg}`, error, 1e-9)
    }
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('TwoLayerNet')) {
      const net = create({ ...inputs, dtype: 'float64' })
      Object.assign(net.params, inputs.params)
      const { loss, grads } = net.loss(inputs.x, inputs.labels)
      report.relativeError('loss', expectNumber('loss', loss, expected.loss, 1e-9), 1e-9)
      for (const name of Object.keys(inputs.params)) {
        const error = expectClose(`grads.${name}`, grads[name], expected.grads[name], 1e-9)
        report.relativeError(`grads.${name}`, error, 1e-9)
      }
    }
  })

  checkNetworkLoss(networkCase)
  checkInitialLoss(() => create({ inputDim: 30, dtype: 'float64' }), [3, 10])
})
