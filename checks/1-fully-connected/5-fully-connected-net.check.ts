import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { map, mul, randn, Random, type DType, type Tensor } from '#kit/tensor/index.ts'
import { labelled, size, tensors } from '../support/cases/arbitraries.ts'
import { check, networkTodo, todo } from '../support/running/check.ts'
import { expectClose, expectNumber } from '../support/comparing/compare.ts'
import { CheckFailure, dependsOnInput } from '../support/explaining/failure.ts'
import { forAll } from '../support/comparing/for-all.ts'
import { golden, goldenCases, readReference, wave } from '../support/comparing/golden.ts'
import {
  checkInitialization,
  checkInitialLoss,
  checkNetworkLoss,
  checkScores,
  networkOf,
  dividedBy4,
  type NetworkCase,
  type ParameterShapes,
  NETWORK_CASES,
} from '../support/networks/network.ts'
import { definedScores, gradientsThrough, positive, relu } from '../support/definitions/networks.ts'
import { checkOverfitting } from '../support/networks/overfit.ts'
import { gradedNetwork, loadWork } from '../support/running/work.ts'

const work = loadWork(
  '1-fully-connected/fully-connected-net.ts',
  () => import('#work/1-fully-connected/fully-connected-net.ts'),
)
const create = gradedNetwork(work, 'FullyConnectedNet')
/** The layer files that the network uses. */
const layers = [
  loadWork('1-fully-connected/layers.ts', () => import('#work/1-fully-connected/layers.ts')),
  loadWork('1-fully-connected/losses.ts', () => import('#work/1-fully-connected/losses.ts')),
]

/** Returns the shapes of W1, b1, W2, ... for layers of these sizes, including the input and the classes. */
const shapesOf = (dims: readonly number[]): ParameterShapes =>
  Object.fromEntries(
    dims.slice(1).flatMap((fanOut, i) => [
      [`W${i + 1}`, [dims[i], fanOut]],
      [`b${i + 1}`, [fanOut]],
    ]),
  )

/** Networks of one to three hidden layers with random parameters. */
const networkCase = tensors(
  fc
    .record({
      batch: labelled(3, 4, 2),
      axes: fc.array(size(1, 2), { minLength: 1, maxLength: 2 }),
      hiddenDims: fc.array(size(1, 3), { minLength: 1, maxLength: 3 }),
    })
    .map(({ batch, axes, hiddenDims }) => {
      const inputDim = axes.reduce((product, length) => product * length, 1)
      return { batch, axes, hiddenDims, inputDim }
    }),
  ({ batch: { N, C }, axes, hiddenDims, inputDim }) => ({
    x: [N, ...axes],
    ...shapesOf([inputDim, ...hiddenDims, C]),
  }),
).map(({ batch, axes: _axes, hiddenDims, inputDim, x, ...params }): NetworkCase => {
  const options = { inputDim, hiddenDims, numClasses: batch.C, dtype: 'float64' as const }
  return {
    create: (own) => create({ ...options, ...own }),
    params: dividedBy4(params as Record<string, Tensor>),
    x,
    labels: batch.labels,
  }
})

const plainGoldenCases = () => goldenCases('FullyConnectedNet').filter(({ inputs }) => !inputs.normalization)

/** Creates the three-layer network of the extra reference values, with its inputs and expected results. */
function referenceNetwork() {
  const { reg, y } = readReference('extra').fc_5_4_3_3
  const net = create({ inputDim: 5, hiddenDims: [4, 3], numClasses: 3, reg, dtype: 'float64' })
  net.params.W1 = wave([5, 4], -0.6, 0.8, 7)
  net.params.b1 = wave([4], -0.2, 0.1, 3)
  net.params.W2 = wave([4, 3], -0.9, 0.7, 5)
  net.params.b2 = wave([3], -0.1, 0.3, 2)
  net.params.W3 = wave([3, 3], -0.8, 0.9, 5)
  net.params.b3 = wave([3], 0.2, -0.3, 2)
  return { net, x: wave([4, 5], -1, 1, 7), labels: y, expected: readReference('extra').fc_5_4_3_3 }
}

/** Creates a network of twelve layers, and a batch for it. Sorted as words, W10 comes before W2. */
function deepNetwork() {
  const random = new Random(15)
  const dims = [5, ...Array<number>(11).fill(4), 3]
  const net = create({ inputDim: 5, hiddenDims: dims.slice(1, -1), numClasses: 3, dtype: 'float64' })
  for (const [name, shape] of Object.entries(shapesOf(dims)))
    net.params[name] = name.startsWith('W')
      ? randn(shape, { random })
      : map(randn(shape, { random }), Math.abs)
  return { net, x: randn([3, 5], { random }), labels: [2, 0, 1], params: { ...net.params } }
}

/** Returns the context of a wrong answer of a network of twelve layers. */
const outOfOrder = (what: string) => ({ onlyCause: cause('network/deep-wrong', { what }) })

/** Returns the result of a call. A crash with twelve layers alone has the same reason as a wrong answer. */
function orOutOfOrder<Result>(what: string, call: () => Result): Result {
  try {
    return call()
  } catch (error) {
    if (dependsOnInput(error)) throw new CheckFailure('Wrong answer', outOfOrder(what).onlyCause)
    throw error
  }
}

todo('1.14', () => {
  checkInitialization(() =>
    [
      { dims: [90, 60, 50], weightScale: 0.05 },
      { dims: [70, 60, 50, 40, 50], weightScale: 2 },
      // Layers of the same sizes must not share their weights.
      { dims: [50, 50, 50, 50], weightScale: 0.05 },
    ].map(({ dims, weightScale }) => ({
      create: (seed: number, dtype: DType) =>
        create({
          inputDim: dims[0],
          hiddenDims: dims.slice(1, -1),
          numClasses: dims.at(-1),
          weightScale,
          dtype,
          seed,
        }),
      shapes: shapesOf(dims),
      weightScale,
    })),
  )
})

networkTodo('1.15', { work, layers }, () => {
  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of plainGoldenCases()) {
      const net = create({ ...inputs, dtype: 'float64' })
      Object.assign(net.params, inputs.params)
      report.relativeError('scores', expectClose('scores', net.scores(inputs.x), expected.scores, 1e-9), 1e-9)
    }
  })

  check('is affine and ReLU for every hidden layer, and affine at the end, for any depth', () => {
    forAll(
      networkCase,
      (one) => {
        expectClose('scores', networkOf(one).scores(one.x), definedScores(one.x, one.params), 1e-9)
      },
      NETWORK_CASES,
    )
  })

  check('goes through twelve layers in their order', () => {
    const { net, x, params } = deepNetwork()
    const scores = orOutOfOrder('scores', () => net.scores(x))
    expectClose('scores', scores, definedScores(x, params), 1e-9, outOfOrder('scores'))
  })

  checkScores(networkCase)
})

networkTodo('1.16', { work, layers }, () => {
  check('does not change the scores', () => {
    const { net, x, labels, expected } = referenceNetwork()
    net.loss(x, labels)
    expectClose('scores', net.scores(x), golden(expected.test_scores_after_one_train_call), 1e-9)
  })

  check('agrees with PyTorch', (report) => {
    for (const { inputs, expected } of plainGoldenCases()) {
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

  check('agrees with reference values for three layers', (report) => {
    const { net, x, labels, expected } = referenceNetwork()
    const { loss, grads } = net.loss(x, labels)
    report.relativeError('loss', expectNumber('loss', loss, expected.train_loss, 1e-9), 1e-9)
    for (const name of Object.keys(expected.grads)) {
      const error = expectClose(`grads.${name}`, grads[name], golden(expected.grads[name]), 1e-9)
      report.relativeError(`grads.${name}`, error, 1e-9)
    }
  })

  check('goes back through twelve layers in their order', () => {
    const { net, ...problem } = deepNetwork()
    const { grads } = orOutOfOrder('loss', () => net.loss(problem.x, problem.labels))
    const expected = gradientsThrough({ ...problem, reg: 0 }, (h) => ({
      out: relu(h),
      back: (dout) => ({ dx: mul(dout, positive(h)) }),
    }))
    for (const name of Object.keys(problem.params))
      expectClose(`grads.${name}`, grads[name], expected.grads[name], 1e-9, outOfOrder(`grads.${name}`))
  })

  checkNetworkLoss(networkCase)
  checkInitialLoss(() => create({ inputDim: 30, hiddenDims: [40, 20], dtype: 'float64' }), [3, 10])

  checkOverfitting(
    'three layers learn 50 images by heart',
    () => create({ inputDim: 3 * 8 * 8, hiddenDims: [60, 60], weightScale: 0.2 }),
    { updateRule: 'sgd', learningRate: 0.1, images: 50, batchSize: 10, epochs: 20 },
  )

  checkOverfitting(
    'five layers learn 50 images by heart',
    () => create({ inputDim: 3 * 8 * 8, hiddenDims: [60, 60, 60, 60], weightScale: 0.2 }),
    { updateRule: 'sgd', learningRate: 0.05, images: 50, batchSize: 10, epochs: 20 },
  )
})
