import {
  concat,
  div,
  map,
  mean,
  mul,
  ones,
  sub,
  sum,
  Tensor,
  variance,
  zeros,
  zerosLike,
} from '#kit/tensor/index.ts'
import { meanMargin } from '../comparing/false-alarms.ts'
import { findOpenTodo } from './failure.ts'
import { goldenCases, wave, type GoldenCase } from '../comparing/golden.ts'
import { brightnessCases, centredCases, coordinatesCases, curveCases, meanCases } from './training-cases.ts'

/** The functions and classes of the files under test, by name. They may be wrong in any way. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
export type Functions = Record<string, any>
type Inputs = GoldenCase['inputs']

/** A function or a network that others use, its reference vectors, and how to call it with their inputs. */
export interface Layer {
  todo: string
  cases: () => readonly GoldenCase[]
  call(functions: Functions, inputs: Inputs): Record<string, unknown>
}

const layer = (todo: string, reference: string, call: Layer['call']): Layer => ({
  todo,
  cases: () => goldenCases(reference),
  call,
})

const batchnormParams = ({ params, runningMean, runningVar }: Inputs, mode: 'train' | 'test') => ({
  ...params,
  mode,
  runningMean,
  runningVar,
})

/** The number of elements of which dropout keeps a share that is near keepProb. */
const MANY = 4000

/**
 * Returns a substitute for reference vectors, which dropout has none of. With the input as upstream gradient, dropout
 * does the same in both directions.
 */
const dropoutCases = (): GoldenCase[] => [
  { inputs: { x: ones([MANY]), keepProb: 0.8 }, expected: { out: zeros([MANY]), dx: zeros([MANY]) } },
]

/** Returns zeros if every element of out is 0 or that of x over keepProb, and the right share of them is not 0. */
function droppedShare(out: Tensor, x: Tensor, keepProb: number): { out: Tensor } {
  const share = mean(map(out, (value) => Number(value !== 0)))
  const isRight = Math.abs(share - keepProb) <= meanMargin(Array<number>(MANY).fill(1))
  return { out: isRight ? mul(out, sub(out, div(x, keepProb))) : x }
}

/** Returns the gradients of 2.3 for the reference vectors of batch normalization, from their definition. */
const batchnormSteps = (): GoldenCase[] =>
  goldenCases('batchnormBackward').map(({ inputs }) => {
    const { x, gamma, dout, params } = inputs
    const deviation = map(variance(x, 0), (value) => Math.sqrt(value + params.epsilon))
    const normalized = div(sub(x, mean(x, 0)), deviation)
    const dnormalized = mul(dout, gamma)
    const slope = sum(mul(dnormalized, normalized), 0)
    const dvariance = div(mul(-0.5, slope), mul(deviation, deviation))
    return {
      inputs,
      expected: { dnormalized, dvariance, dmean: div(mul(-1, sum(dnormalized, 0)), deviation) },
    }
  })

/** The pixels of a 3 x 3 image that a shortcut of stride 2 keeps. */
const KEPT = [0, 2, 6, 8]

const shortcutCases = (): GoldenCase[] => {
  const x = wave([2, 2, 3, 3], -1, 2, 5)
  const kept = x.data.filter((_, i) => KEPT.includes(i % 9))
  return [
    {
      inputs: { x, options: { stride: 2, filters: 3 } },
      expected: { out: concat([new Tensor(kept, [2, 2, 2, 2]), zeros([2, 1, 2, 2])], 1) },
    },
    {
      inputs: { x, options: { stride: 1, filters: 4 } },
      expected: { out: concat([x, zeros(x.shape)], 1) },
    },
  ]
}

/** With its own output as upstream gradient, the shortcut gives the pixels that it keeps, and 0 elsewhere. */
const shortcutGradients = (): GoldenCase[] =>
  shortcutCases().map(({ inputs, expected }) => ({
    inputs: { ...inputs, dout: expected.out },
    expected: {
      dx: map(inputs.x, (value, i) => (inputs.options.stride === 1 || KEPT.includes(i % 9) ? value : 0)),
    },
  }))

/** A residual block around a branch that multiplies by -2. */
const residualCases = (): GoldenCase[] => {
  const x = wave([1, 1, 3, 3], -1, 2, 4)
  return [{ inputs: { x }, expected: { out: map(x, (value) => Math.max(0, -value)) } }]
}

/** Every function that others use, in the order in which they are written. */
export const functions: readonly Layer[] = [
  layer('1.1', 'affineForward', (f, { x, w, b }) => f.affineForward(x, w, b)),
  layer('1.2', 'affineBackward', (f, { x, w, b, dout }) =>
    f.affineBackward(dout, f.affineForward(x, w, b).cache),
  ),
  layer('1.3', 'reluForward', (f, { x }) => f.reluForward(x)),
  layer('1.4', 'reluBackward', (f, { x, dout }) => f.reluBackward(dout, f.reluForward(x).cache)),
  layer('1.5', 'softmaxLoss', (f, { scores, labels }) => f.softmaxLoss(scores, labels)),
  layer('2.1', 'batchnormForward.train', (f, inputs) => {
    const { x, gamma, beta } = inputs
    const params = batchnormParams(inputs, 'train')
    const { out } = f.batchnormForward(x, gamma, beta, params)
    return { out, runningMean: params.runningMean, runningVar: params.runningVar }
  }),
  layer('2.2', 'batchnormForward.test', (f, inputs) => {
    const { x, gamma, beta } = inputs
    return f.batchnormForward(x, gamma, beta, batchnormParams(inputs, 'test'))
  }),
  {
    todo: '2.3',
    cases: batchnormSteps,
    call(f, inputs) {
      const { x, gamma, beta, dout } = inputs
      const { cache } = f.batchnormForward(x, gamma, beta, batchnormParams(inputs, 'train'))
      return f.batchnormBackwardSteps(dout, cache)
    },
  },
  ...['batchnormBackward', 'batchnormBackwardAlt'].map((name, i) =>
    layer(`2.${4 + i}`, 'batchnormBackward', (f, inputs) => {
      const { x, gamma, beta, dout } = inputs
      return f[name](dout, f.batchnormForward(x, gamma, beta, batchnormParams(inputs, 'train')).cache)
    }),
  ),
  layer('2.6', 'layernormForward', (f, { x, gamma, beta, params }) =>
    f.layernormForward(x, gamma, beta, params),
  ),
  layer('2.7', 'layernormBackward', (f, { x, gamma, beta, params, dout }) =>
    f.layernormBackward(dout, f.layernormForward(x, gamma, beta, params).cache),
  ),
  {
    todo: '3.1',
    cases: dropoutCases,
    call(f, { x, keepProb }) {
      const { out } = f.dropoutForward(x, { keepProb, mode: 'train', seed: 1 })
      return droppedShare(out, x, keepProb)
    },
  },
  {
    todo: '3.2',
    cases: dropoutCases,
    call(f, { x, keepProb }) {
      const { out, cache } = f.dropoutForward(x, { keepProb, mode: 'train', seed: 1 })
      return { dx: sub(f.dropoutBackward(x, cache).dx, out) }
    },
  },
  layer('4.1', 'convForward', (f, { x, w, b, params }) => f.convForward(x, w, b, params)),
  layer('4.2', 'convBackward', (f, { x, w, b, params, dout }) =>
    f.convBackward(dout, f.convForward(x, w, b, params).cache),
  ),
  layer('4.3', 'maxPoolForward', (f, { x, params }) => f.maxPoolForward(x, params)),
  layer('4.4', 'maxPoolBackward', (f, { x, params, dout }) =>
    f.maxPoolBackward(dout, f.maxPoolForward(x, params).cache),
  ),
  layer('4.5', 'spatialBatchnormForward', (f, inputs) => {
    const { x, gamma, beta } = inputs
    return f.spatialBatchnormForward(x, gamma, beta, batchnormParams(inputs, 'train'))
  }),
  layer('4.7', 'spatialGroupnormForward', (f, { x, gamma, beta, params }) =>
    f.spatialGroupnormForward(x, gamma, beta, params),
  ),
  { todo: '5.1', cases: meanCases, call: (f, { x }) => f.fitMean(x) },
  { todo: '5.2', cases: centredCases, call: (f, { x, fitted }) => ({ result: f.subtractMean(x, fitted) }) },
  { todo: '5.6', cases: coordinatesCases, call: (f, { x, pca }) => ({ result: f.project(x, pca) }) },
  { todo: '5.12', cases: curveCases, call: (f, { curve }) => f.readCurve(curve) },
  {
    todo: '5.15',
    cases: brightnessCases,
    call: (f, { filters }) => ({ result: f.filterBrightness(filters) }),
  },
  { todo: '6.1', cases: shortcutCases, call: (f, { x, options }) => f.shortcutForward(x, options) },
  {
    todo: '6.2',
    cases: shortcutGradients,
    call: (f, { x, options, dout }) => f.shortcutBackward(dout, f.shortcutForward(x, options).cache),
  },
  {
    todo: '6.3',
    cases: residualCases,
    call(f, { x }) {
      const branch = () => ({ out: mul(-2, x), backward: (dout: Tensor) => mul(-2, dout) })
      return f.residualForward(x, branch, { stride: 1, filters: 1 })
    },
  },
]

/** The name under which it is 1 if another seed gives other weights. */
const BY_SEED = 'weights by seed'

/** Returns the parameters with which a network starts if weightScale is 0: only gamma is not 0. */
const startOf = ({ inputs }: GoldenCase): GoldenCase => ({
  inputs,
  expected: {
    ...Object.fromEntries(
      Object.entries<Tensor>(inputs.params).map(([name, { shape }]) => [
        name,
        name.startsWith('gamma') ? ones(shape) : zeros(shape),
      ]),
    ),
    [BY_SEED]: 1,
  },
})

/** Returns the first two TODOs of a network: its parameters and its scores. */
function networkLayers(
  [parameters, scores]: readonly [string, string],
  name: string,
  isMeant: (inputs: Inputs) => boolean = () => true,
): Layer[] {
  const cases = () => goldenCases(name).filter(({ inputs }) => isMeant(inputs))
  return [
    {
      todo: parameters,
      cases: () => cases().map(startOf),
      call(f, { params, ...options }) {
        const start = (seed: number, weightScale: number): Record<string, Tensor> =>
          new f[name]({ ...options, seed, weightScale, dtype: 'float64' }).params
        const own = start(1, 0)
        return {
          ...Object.fromEntries(Object.keys(params).map((each) => [each, own[each]])),
          [BY_SEED]: Number(start(1, 1).W1.data[0] !== start(2, 1).W1.data[0]),
        }
      },
    },
    {
      todo: scores,
      cases: () => cases().map(({ inputs, expected }) => ({ inputs, expected: { scores: expected.scores } })),
      call(f, { params, x, ...options }) {
        const net = new f[name]({ ...options, dtype: 'float64' })
        Object.assign(net.params, params)
        return { scores: net.scores(x) }
      },
    },
  ]
}

const isPlain = ({ normalization }: Inputs): boolean => !normalization
const hasLayernorm = ({ normalization }: Inputs): boolean => normalization === 'layernorm'

/** Returns the TODO of a network that gives its loss and its gradients. */
const lossLayer = (todo: string, name: string, isMeant: (inputs: Inputs) => boolean): Layer => ({
  todo,
  cases: () =>
    goldenCases(name)
      .filter(({ inputs }) => isMeant(inputs))
      .map(({ inputs, expected: { loss, grads } }) => ({ inputs, expected: { loss, ...grads } })),
  call(f, { params, x, labels, ...options }) {
    const net = new f[name]({ ...options, dtype: 'float64' })
    Object.assign(net.params, params)
    const { loss, grads } = net.loss(x, labels)
    return { loss, ...grads }
  },
})

/**
 * In test mode, the scores of an example do not depend on the others. In train mode, the loss does not depend on what was
 * computed in test mode.
 */
const bothModes: Layer = {
  todo: '2.9',
  cases: () =>
    goldenCases('FullyConnectedNet')
      .filter(({ inputs }) => inputs.normalization === 'batchnorm')
      .map(({ inputs, expected: { scores, loss } }) => ({
        inputs,
        expected: { scores: zerosLike(scores), loss, 'loss again': loss },
      })),
  call(f, { params, x, labels, ...options }) {
    const net = new f.FullyConnectedNet({ ...options, dtype: 'float64' })
    Object.assign(net.params, params)
    const lossOf = (): unknown => {
      try {
        return net.loss(x, labels).loss
      } catch {
        // The backward pass may be wrong or missing. The forward pass has measured the running averages.
        return undefined
      }
    }
    const loss = lossOf()
    const [count, width] = x.shape
    const single = Array.from({ length: count }, (_, n) =>
      net.scores(new Tensor(x.data.slice(n * width, (n + 1) * width), [1, width])),
    )
    const scores = sub(net.scores(x), concat(single, 0))
    if (loss === undefined) return { scores }
    return { scores, loss, 'loss again': lossOf() }
  },
}

/**
 * In a network with a wide second hidden layer, whose units are all 1, dropout makes them 0 or 1 / keepProb. The gradient
 * of W3 shows them. With a seed, they are the same in every call.
 */
const dropoutInNetwork: Layer = {
  todo: '3.3',
  cases: () => dropoutCases().map(({ inputs, expected: { out } }) => ({ inputs, expected: { out } })),
  call(f, { x, keepProb }) {
    const [dropout, hiddenDims] = [{ keepProb, seed: 1 }, [1, MANY]]
    const net = new f.FullyConnectedNet({ inputDim: 1, hiddenDims, numClasses: 2, dropout, dtype: 'float64' })
    for (const [name, start] of Object.entries<Tensor>(net.params))
      net.params[name] = name === 'b2' ? ones(start.shape) : zerosLike(start)
    let gradients: Tensor[]
    try {
      gradients = [1, 2].map(() => net.loss(zeros([1, 1]), [0]).grads.W3)
    } catch (error) {
      if (findOpenTodo(error)) throw error
      // Whether the way back is wrong is another question.
      return { out: zerosLike(x) }
    }
    const [units, again] = gradients.map(({ data }) => map(x, (_, h) => 2 * data[2 * h + 1]))
    if (again.data.some((value, h) => value !== units.data[h])) return { out: x }
    return droppedShare(units, x, keepProb)
  },
}

/** What the networks do first, in the order in which it is written. */
export const networks: readonly Layer[] = [
  ...networkLayers(['1.11', '1.12'], 'TwoLayerNet'),
  ...networkLayers(['1.14', '1.15'], 'FullyConnectedNet', isPlain),
  lossLayer('1.16', 'FullyConnectedNet', isPlain),
  ...networkLayers(['2.8', '2.9'], 'FullyConnectedNet', hasLayernorm),
  bothModes,
  lossLayer('2.10', 'FullyConnectedNet', hasLayernorm),
  dropoutInNetwork,
  ...networkLayers(['4.9', '4.10'], 'ThreeLayerConvNet'),
]
