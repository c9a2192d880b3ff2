import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { full, map, mul, randn, Random, sum, tensor, zeros, type Tensor } from '#kit/tensor/index.ts'
import { labelled, size, tensors } from '../support/cases/arbitraries.ts'
import { check, networkTodo } from '../support/running/check.ts'
import { expectClose, expectNumber, expectTensor, expectThat } from '../support/comparing/compare.ts'
import { forAll } from '../support/comparing/for-all.ts'
import {
  definedScores,
  gradientsThrough,
  positive,
  relu,
  type Block,
  type Problem,
} from '../support/definitions/networks.ts'
import {
  checkNetworkLoss,
  checkScores,
  networkOf,
  dividedBy4,
  type NetworkCase,
  type NetworkOptions,
  type ParameterShapes,
  NETWORK_CASES,
} from '../support/networks/network.ts'
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
  loadWork('3-dropout/dropout.ts', () => import('#work/3-dropout/dropout.ts')),
]

/** Returns the shapes of W1, b1, W2, ... for layers of these sizes, including the input and the classes. */
const shapesOf = (dims: readonly number[]): ParameterShapes =>
  Object.fromEntries(
    dims.slice(1).flatMap((fanOut, i) => [
      [`W${i + 1}`, [dims[i], fanOut]],
      [`b${i + 1}`, [fanOut]],
    ]),
  )

/** Networks of one or two hidden layers with dropout, random parameters and a seed for the masks. */
const networkCase = tensors(
  fc.record({
    batch: labelled(3, 4, 2),
    inputDim: size(1, 3),
    hiddenDims: fc.array(size(1, 4), { minLength: 1, maxLength: 2 }),
    dropout: fc.record({
      keepProb: fc.integer({ min: 30, max: 95 }).map((percent) => percent / 100),
      seed: fc.nat(1000),
    }),
  }),
  ({ batch: { N, C }, inputDim, hiddenDims }) => ({
    x: [N, inputDim],
    ...shapesOf([inputDim, ...hiddenDims, C]),
  }),
).map(({ batch, inputDim, hiddenDims, dropout, x, ...params }) => ({
  options: { dropout },
  randomOrNormalized: true,
  create: (own: NetworkOptions) =>
    create({ inputDim, hiddenDims, numClasses: batch.C, dropout, dtype: 'float64', ...own }),
  params: dividedBy4(params as Record<string, Tensor>),
  x,
  labels: batch.labels,
})) satisfies fc.Arbitrary<NetworkCase>

const UNITS = 64
const LAYERS = 2

/**
 * Creates a network in which every unit is active unless it is dropped, because all weights are positive. With one
 * example, row k of the gradient of W2 is 0 exactly when unit k of layer 1 was dropped, and likewise for every layer.
 */
function networkWithActiveUnits(dropout: { keepProb: number; seed?: number }, seed = 0) {
  const net = create({
    inputDim: UNITS,
    hiddenDims: Array(LAYERS).fill(UNITS),
    numClasses: UNITS,
    dropout,
    dtype: 'float64',
    seed,
  })
  const random = new Random(1)
  for (const [name, { shape }] of Object.entries(net.params)) {
    net.params[name] = map(randn(shape, { random, scale: 0.01 }), Math.abs)
  }
  const x = full([1, UNITS], 1)
  const problem: Problem = { x, labels: [0], params: net.params, reg: 0 }
  return { net, problem, loss: () => net.loss(x, [0]) }
}

/** Reads the masks of the hidden layers from the gradients of such a network: 1 for kept units, 0 for dropped ones. */
function masksOf(grads: Record<string, Tensor>): Tensor[] {
  return Array.from({ length: LAYERS }, (_, i) => {
    expectTensor(`grads.W${i + 2}`, grads[`W${i + 2}`], [UNITS, UNITS])
    return tensor(zeroRows(grads[`W${i + 2}`]).map((isDropped) => Number(!isDropped)))
  })
}

/** Returns ReLU and dropout with these masks. `back` is the factor for the upstream gradient, by default the same. */
const droppedBlock =
  (masks: readonly Tensor[], scale: number, back = (mask: Tensor, _layer: number) => mul(mask, scale)) =>
  (h: Tensor, layer: number): Block => {
    const mask = masks[layer - 1]
    return {
      out: mul(relu(h), mul(mask, scale)),
      back: (dout) => ({ dx: mul(mul(dout, back(mask, layer)), positive(h)) }),
    }
  }

/** Returns for each row of a gradient whether it is all zeros. */
function zeroRows(gradient: Tensor): boolean[] {
  const [rows, columns] = gradient.shape
  return Array.from({ length: rows }, (_, row) =>
    gradient.data.subarray(row * columns, (row + 1) * columns).every((value) => value === 0),
  )
}

networkTodo('3.3', { work, layers }, () => {
  check('in test mode nothing is dropped', () => {
    forAll(
      networkCase,
      (one) => {
        expectClose('scores', networkOf(one).scores(one.x), definedScores(one.x, one.params), 1e-9)
      },
      NETWORK_CASES,
    )
  })

  check('scores are the same at every call', () => {
    const { net } = networkWithActiveUnits({ keepProb: 0.5 })
    const [first, second] = [1, 2].map(() => net.scores(full([1, UNITS], 1)))
    expectClose('scores at the second call', second, first, 0, {
      onlyCause: 'droppedNet/scores-drop',
    })
  })

  checkScores(networkCase)

  check('every hidden layer has dropout with its own mask, but the input has none', (report) => {
    // The probability that all 64 units are kept or all are dropped is 2^-63, and that two masks are equal 2^-64.
    report.note(`chance of a false alarm below ${(2 ** -60).toExponential(0)}`)
    const { grads } = networkWithActiveUnits({ keepProb: 0.5, seed: 2 }).loss()
    for (let i = 1; i <= LAYERS + 1; i++) expectTensor(`grads.W${i}`, grads[`W${i}`], [UNITS, UNITS])
    const dropped = Array.from({ length: LAYERS + 1 }, (_, i) => zeroRows(grads[`W${i + 1}`]))
    expectThat(!dropped[0].includes(true), 'droppedNet/input-dropped')
    for (let layer = 1; layer <= LAYERS; layer++) {
      expectThat(
        dropped[layer].includes(true) && dropped[layer].includes(false),
        cause('droppedNet/hidden-layer-whole', {
          layer,
          state: dropped[layer].includes(true) ? 'kept' : 'dropped',
        }),
      )
    }
    expectThat(String(dropped[1]) !== String(dropped[2]), 'droppedNet/layers-alike')
  })

  check('scores are never dropped', () => {
    const random = new Random(6)
    const [x, b2] = [randn([2, 5], { random }), randn([UNITS], { random })]
    const [plain, dropped] = [undefined, { keepProb: 0.5, seed: 7 }].map((dropout) => {
      const net = create({ inputDim: 5, hiddenDims: [3], numClasses: UNITS, dropout, dtype: 'float64' })
      // The hidden layer is 0, with and without dropout, so the scores are the last biases.
      Object.assign(net.params, { W1: zeros([5, 3]), b1: zeros([3]), b2 })
      return net.loss(x, [0, 1]).loss
    })
    expectNumber('the loss where the hidden layer is 0, with dropout,', dropped, plain, 1e-12, {
      onlyCause: 'droppedNet/scores-dropped',
    })
  })

  check('units are kept with probability keepProb, and scaled by 1 / keepProb', (report) => {
    const keepProb = 0.8
    const { net, problem } = networkWithActiveUnits({ keepProb, seed: 8 })
    const { loss, grads } = net.loss(problem.x, problem.labels)
    const masks = masksOf(grads)
    const kept = masks.reduce((total, mask) => total + sum(mask), 0) / (LAYERS * UNITS)
    const margin = 6.5 * Math.sqrt((keepProb * (1 - keepProb)) / (LAYERS * UNITS))
    report.note(
      `kept ${kept.toFixed(3)}; a right answer is further off than ${margin.toFixed(3)} once in 10^10 runs`,
    )
    expectThat(kept < 1, 'droppedNet/nothing-dropped')
    const isInverted = Math.abs(kept - (1 - keepProb)) <= margin
    expectThat(
      Math.abs(kept - keepProb) <= margin,
      cause(isInverted ? 'droppedNet/share-inverted' : 'droppedNet/share', {
        keepProb,
        kept: (100 * kept).toFixed(0),
      }),
    )
    const lossWith = (scale: number) => gradientsThrough(problem, droppedBlock(masks, scale)).loss
    expectNumber('the loss with these units dropped', loss, lossWith(1 / keepProb), 1e-9)
  })

  check('two calls of loss agree if dropout has a seed, and differ if it has none', () => {
    const seeded = networkWithActiveUnits({ keepProb: 0.5, seed: 3 })
    expectNumber('the loss at the second call', seeded.loss().loss, seeded.loss().loss, 0, {
      onlyCause: 'droppedNet/seed-not-followed',
    })
    const unseeded = networkWithActiveUnits({ keepProb: 0.5 })
    expectThat(unseeded.loss().loss !== unseeded.loss().loss, 'droppedNet/no-seed-alike')
  })

  check('without a seed for dropout, the seed of the network determines a whole run', () => {
    const run = (seed: number): number[] => {
      const { net, loss } = networkWithActiveUnits({ keepProb: 0.5 }, seed)
      return Array.from({ length: 3 }, () => {
        net.scores(full([2, UNITS], 1))
        return loss().loss
      })
    }
    expectThat(String(run(4)) === String(run(4)), 'droppedNet/network-seed-not-followed')
    expectThat(String(run(4)) !== String(run(5)), 'droppedNet/network-seeds-alike')
  })
})

networkTodo('3.4', { work, layers }, () => {
  check('the gradient goes back through the masks of the forward pass', () => {
    const keepProb = 0.8
    const { net, problem } = networkWithActiveUnits({ keepProb, seed: 9 })
    const { grads } = net.loss(problem.x, problem.labels)
    const masks = masksOf(grads)
    const gradientsWith = (back?: (masks: Tensor, layer: number) => Tensor) =>
      gradientsThrough(problem, droppedBlock(masks, 1 / keepProb, back)).grads
    const expected = gradientsWith()
    for (const name of Object.keys(net.params)) {
      expectTensor(`grads.${name}`, grads[name], expected[name].shape)
      const [dropped, shouldBe] = [grads, expected].map((one) =>
        one[name].data.map((value) => Number(value === 0)),
      )
      const isMasked = dropped.includes(0) && dropped.includes(1)
      expectClose(`grads.${name}`, grads[name], expected[name], 1e-9, {
        onlyCause: isMasked && String(dropped) !== String(shouldBe) ? 'droppedNet/new-mask' : undefined,
      })
    }
  })

  checkNetworkLoss(networkCase, undefined, 8)
})
