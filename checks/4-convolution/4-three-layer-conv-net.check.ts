import fc from 'fast-check'
import { ones, type Tensor } from '#kit/tensor/index.ts'
import { labelled, size, tensors } from '../support/cases/arbitraries.ts'
import { check, networkTodo, todo } from '../support/running/check.ts'
import { expectClose, expectNumber } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { goldenCases } from '../support/comparing/golden.ts'
import { expectRangeError } from '../support/cases/images.ts'
import { definedConv } from '../support/definitions/convolution.ts'
import { definedMaxPool } from '../support/definitions/max-pool.ts'
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
import { checkOverfitting, THUMBNAIL } from '../support/networks/overfit.ts'
import { gradedNetwork, loadWork } from '../support/running/work.ts'

const work = loadWork(
  '4-convolution/three-layer-conv-net.ts',
  () => import('#work/4-convolution/three-layer-conv-net.ts'),
)
const create = gradedNetwork(work, 'ThreeLayerConvNet')
/** The layer files that the network uses. */
const layers = [
  loadWork('1-fully-connected/layers.ts', () => import('#work/1-fully-connected/layers.ts')),
  loadWork('1-fully-connected/losses.ts', () => import('#work/1-fully-connected/losses.ts')),
  loadWork('4-convolution/conv.ts', () => import('#work/4-convolution/conv.ts')),
  loadWork('4-convolution/max-pool.ts', () => import('#work/4-convolution/max-pool.ts')),
]

/** Networks of a few filters and units with random parameters, and images that are rarely square. */
const networkCase = tensors(
  fc.record({
    batch: labelled(2, 3, 2),
    channels: size(1, 2),
    sides: fc.constantFrom([2, 2], [4, 2], [2, 6], [4, 4]),
    filters: size(1, 2),
    filterSize: fc.constantFrom(1, 3),
    hidden: size(1, 3),
  }),
  ({ batch: { N, C }, channels, sides: [H, W], filters: F, filterSize, hidden }) => ({
    x: [N, channels, H, W],
    W1: [F, channels, filterSize, filterSize],
    b1: [F],
    W2: [(F * H * W) / 4, hidden],
    b2: [hidden],
    W3: [hidden, C],
    b3: [C],
  }),
).map(({ batch, x, W1, b1, W2, b2, W3, b3 }): NetworkCase => {
  const options = {
    inputDim: x.shape.slice(1),
    numFilters: W1.shape[0],
    filterSize: W1.shape[2],
    hiddenDim: b2.size,
    numClasses: batch.C,
    dtype: 'float64' as const,
  }
  const [params, { labels }] = [dividedBy4({ W1, b1, W2, b2, W3, b3 }), batch]
  return {
    create: (own) => create({ ...options, ...own }),
    params,
    x,
    labels,
  }
})

/** Computes the scores from the definition, without any function of the work under test. */
function convNetScores(x: Tensor, { W1, b1, W2, b2, W3, b3 }: Record<string, Tensor>): Tensor {
  const conv = definedConv(x, W1, b1, { stride: 1, pad: (W1.shape[2] - 1) / 2 })
  conv.data.forEach((value, i) => (conv.data[i] = Math.max(0, value)))
  const pooled = definedMaxPool(conv, { poolHeight: 2, poolWidth: 2, stride: 2 })
  return definedScores(pooled, { W1: W2, b1: b2, W2: W3, b2: b3 })
}

/** Creates the network of a golden case. */
function goldenNetwork(inputs: { params: Record<string, Tensor> } & Parameters<typeof create>[0]) {
  const net = create({ ...inputs, dtype: 'float64' })
  Object.assign(net.params, inputs.params)
  return net
}

todo('4.9', () => {
  checkInitialization(() => {
    const large = { filterSize: 5, hiddenDim: 40, numClasses: 50, weightScale: 0.04 }
    const small = { filterSize: 9, hiddenDim: 200, numClasses: 20, weightScale: 2 }
    return [
      {
        create: (seed, dtype) => create({ inputDim: [3, 8, 12], numFilters: 20, ...large, dtype, seed }),
        shapes: { W1: [20, 3, 5, 5], b1: [20], W2: [20 * 4 * 6, 40], b2: [40], W3: [40, 50], b3: [50] },
        weightScale: 0.04,
      },
      {
        create: (seed, dtype) => create({ inputDim: [2, 6, 4], numFilters: 4, ...small, dtype, seed }),
        shapes: { W1: [4, 2, 9, 9], b1: [4], W2: [4 * 3 * 2, 200], b2: [200], W3: [200, 20], b3: [20] },
        weightScale: 2,
      },
    ]
  })

  check('filters of even size, and images that cannot be pooled, are errors', () => {
    const net = (inputDim: number[], filterSize: number) =>
      create({ inputDim, filterSize, numFilters: 2, hiddenDim: 2 })
    net([1, 4, 6], 3)
    expectRangeError('A filter size of 4', () => net([1, 4, 6], 4), ['odd', '4'])
    expectRangeError('An image height of 5', () => net([1, 5, 6], 3), ['even', '5 x 6'])
    expectRangeError('An image width of 7', () => net([1, 4, 7], 3), ['even', '4 x 7'])
  })
})

networkTodo('4.10', { work, layers }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('ThreeLayerConvNet')) {
      const scores = goldenNetwork(inputs).scores(inputs.x)
      report.relativeError('scores', expectClose('scores', scores, expected.scores, 1e-9), 1e-9)
    }
  })

  check('is conv, ReLU, pool, affine, ReLU, affine, for any size', () => {
    forAll(
      networkCase,
      (one) => {
        expectClose('scores', networkOf(one).scores(one.x), convNetScores(one.x, one.params), 1e-9)
      },
      NETWORK_CASES,
    )
  })

  check('takes images in float32 by default', () => {
    const net = create({ inputDim: [2, 4, 6], numFilters: 2, filterSize: 3, hiddenDim: 3 })
    const x = ones([2, 2, 4, 6], 'float32')
    expectClose('scores of the same image twice', net.scores(x), net.scores(x), 0)
  })

  checkScores(networkCase)
})

networkTodo('4.11', { work, layers }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of goldenCases('ThreeLayerConvNet')) {
      const { loss, grads } = goldenNetwork(inputs).loss(inputs.x, inputs.labels)
      report.relativeError('loss', expectNumber('loss', loss, expected.loss, 1e-9), 1e-9)
      for (const name of Object.keys(inputs.params)) {
        const error = expectClose(`grads.${name}`, grads[name], expected.grads[name], 1e-9)
        report.relativeError(`grads.${name}`, error, 1e-9)
      }
    }
  })

  checkNetworkLoss(networkCase, undefined, 9)
  checkInitialLoss(
    () => create({ inputDim: [3, 8, 6], numFilters: 4, filterSize: 5, hiddenDim: 20, dtype: 'float64' }),
    [3, 8, 6],
  )

  checkOverfitting(
    'learns 100 images by heart',
    () => create({ inputDim: THUMBNAIL, numFilters: 4, filterSize: 3, hiddenDim: 200, weightScale: 0.2 }),
    { updateRule: 'adam', learningRate: 1e-2, images: 100, batchSize: 20, epochs: 15 },
  )
})
