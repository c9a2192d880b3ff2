import { map, randn, type DType, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { inputGenerator } from '../running/drawing.ts'

/** Draws a random tensor of this shape. */
export type Draw = (shape: Shape) => Tensor

/** Returns a function that draws float64 tensors, or others. */
export const draws =
  (dtype: DType = 'float64'): Draw =>
  (shape) =>
    randn(shape, { random: inputGenerator(), dtype })

/** A graded function, and how to call it. */
export interface Subject {
  /** The name of the function. */
  name: string
  /**
   * Draws its arguments. Every call draws others of the same shapes, with `more` examples if that is given.
   *
   * For a backward function these are the arguments of its forward function.
   */
  args: (draw: Draw, more?: number) => unknown[]
  /** The forward function whose cache a backward function gets. The upstream gradient is drawn in the shape of `out`. */
  forward?: string
  /** The results, by name. A function that returns a single tensor or number has none of these. */
  results?: readonly string[]
}

const positive = (x: Tensor): Tensor => map(x, (value) => Math.abs(value) + 0.1)
const labels = (draw: Draw, count: number, classes: number): number[] =>
  Array.from(draw([count]).data, (value) => Math.floor(1000 * Math.abs(value)) % classes)
const examples = (more: number): number => 6 + more

const affine: Subject['args'] = (draw, more = 0) => [draw([examples(more), 2, 3]), draw([6, 4]), draw([4])]
const relu: Subject['args'] = (draw, more = 0) => [draw([examples(more), 4])]
const scores: Subject['args'] = (draw, more = 0) => [
  draw([examples(more), 5]),
  labels(draw, examples(more), 5),
]
const normalization =
  (options: (draw: Draw, features: number) => object, ...rest: number[]): Subject['args'] =>
  (draw, more = 0) => {
    const features = rest.length > 0 ? rest[0] : 4
    const shape = [examples(more), features, ...rest.slice(1)]
    return [draw(shape), draw([features]), draw([features]), options(draw, features)]
  }
const averages = (draw: Draw, features: number) => ({
  epsilon: 1e-3,
  momentum: 0.75,
  runningMean: draw([features]),
  runningVar: positive(draw([features])),
})
const inTrainMode = (draw: Draw, features: number) => ({ ...averages(draw, features), mode: 'train' })
const inTestMode = (draw: Draw, features: number) => ({ ...averages(draw, features), mode: 'test' })
const epsilonAlone = () => ({ epsilon: 1e-3 })
const inGroups = () => ({ groups: 2, epsilon: 1e-3 })
/** The first seed leaves some elements and drops others. */
const dropout: Subject['args'] = (draw, more = 0) => [
  draw([examples(more), 3, 4]),
  { keepProb: 0.6, mode: 'train', seed: 11 },
]
const convolution: Subject['args'] = (draw, more = 0) => [
  draw([2 + more, 3, 6, 5]),
  draw([4, 3, 3, 2]),
  draw([4]),
  { stride: 1, pad: 1 },
]
const pooling: Subject['args'] = (draw, more = 0) => [
  draw([2 + more, 3, 4, 6]),
  { poolHeight: 2, poolWidth: 2, stride: 2 },
]
const step =
  (options: object, ...state: readonly string[]): Subject['args'] =>
  (draw, more = 0) => {
    const shape = [examples(more), 4]
    const values = state.map((name) => [
      name,
      ['cache', 'v'].includes(name) ? positive(draw(shape)) : draw(shape),
    ])
    return [draw(shape), draw(shape), { learningRate: 0.1, ...options, ...Object.fromEntries(values) }]
  }
const data: Subject['args'] = (draw, more = 0) => [draw([examples(more), 3])]
const fitted =
  (...rest: unknown[]): Subject['args'] =>
  (draw, more = 0) => [
    draw([examples(more), 3]),
    {
      mean: draw([3]),
      deviation: positive(draw([3])),
      basis: draw([3, 2]),
      variances: positive(draw([2])),
    },
    ...rest,
  ]
const curve: Subject['args'] = (draw, more = 0) => [Array.from(draw([20 + 10 * more]).data)]
const accuracies = (draw: Draw): number[] =>
  Array.from(draw([20]).data, (value) => Math.abs(Math.tanh(value)))
const shortcut: Subject['args'] = (draw, more = 0) => [draw([2 + more, 3, 5, 4]), { stride: 2, filters: 4 }]

/** More patches than a patch has numbers, so that no eigenvalue is 0. */
const patches: Subject['args'] = (draw, more = 0) => [draw([4 + more, 2, 4, 5]), 2, { epsilon: 1e-2 }]
/** More filters than channels: the others depend on what is drawn. */
const filters: Subject['args'] = (draw, more = 0) => [draw([6 + more, 4, 3, 2])]

const layer = (name: string, args: Subject['args']): Subject => ({ name, args, results: ['out'] })
const backward = (name: string, forward: string, args: Subject['args'], ...results: string[]): Subject => ({
  name,
  forward,
  args,
  results: results.length > 0 ? results : ['dx'],
})
const normGradients = ['dx', 'dgamma', 'dbeta']

/** The functions of each TODO, by the title of the TODO. Networks have checks of their own. */
export const subjects: Readonly<Record<string, Subject>> = {
  affineForward: layer('affineForward', affine),
  affineBackward: backward('affineBackward', 'affineForward', affine, 'dx', 'dw', 'db'),
  reluForward: layer('reluForward', relu),
  reluBackward: backward('reluBackward', 'reluForward', relu),
  softmaxLoss: { name: 'softmaxLoss', args: scores, results: ['loss', 'dscores'] },
  svmLoss: { name: 'svmLoss', args: scores, results: ['loss', 'dscores'] },
  sgd: { name: 'sgd', args: step({}), results: ['w'] },
  sgdMomentum: { name: 'sgdMomentum', args: step({ momentum: 0.9 }, 'velocity'), results: ['w', 'config'] },
  rmsprop: {
    name: 'rmsprop',
    args: step({ decayRate: 0.9, epsilon: 1e-3 }, 'cache'),
    results: ['w', 'config'],
  },
  adam: {
    name: 'adam',
    args: step({ beta1: 0.8, beta2: 0.9, epsilon: 1e-3, t: 3 }, 'm', 'v'),
    results: ['w', 'config'],
  },
  batchnormForward: layer('batchnormForward', normalization(inTrainMode)),
  'batchnormForward: test mode': layer('batchnormForward', normalization(inTestMode)),
  batchnormBackwardSteps: backward(
    'batchnormBackwardSteps',
    'batchnormForward',
    normalization(inTrainMode),
    'dnormalized',
    'dvariance',
    'dmean',
  ),
  batchnormBackward: backward(
    'batchnormBackward',
    'batchnormForward',
    normalization(inTrainMode),
    ...normGradients,
  ),
  batchnormBackwardAlt: backward(
    'batchnormBackwardAlt',
    'batchnormForward',
    normalization(inTrainMode),
    ...normGradients,
  ),
  layernormForward: layer('layernormForward', normalization(epsilonAlone)),
  layernormBackward: backward(
    'layernormBackward',
    'layernormForward',
    normalization(epsilonAlone),
    ...normGradients,
  ),
  dropoutForward: layer('dropoutForward', dropout),
  dropoutBackward: backward('dropoutBackward', 'dropoutForward', dropout),
  convForward: layer('convForward', convolution),
  convBackward: backward('convBackward', 'convForward', convolution, 'dx', 'dw', 'db'),
  maxPoolForward: layer('maxPoolForward', pooling),
  maxPoolBackward: backward('maxPoolBackward', 'maxPoolForward', pooling),
  spatialBatchnormForward: layer('spatialBatchnormForward', normalization(inTrainMode, 3, 4, 2)),
  spatialBatchnormBackward: backward(
    'spatialBatchnormBackward',
    'spatialBatchnormForward',
    normalization(inTrainMode, 3, 4, 2),
    ...normGradients,
  ),
  spatialGroupnormForward: layer('spatialGroupnormForward', normalization(inGroups, 4, 3, 2)),
  spatialGroupnormBackward: backward(
    'spatialGroupnormBackward',
    'spatialGroupnormForward',
    normalization(inGroups, 4, 3, 2),
    ...normGradients,
  ),
  fitMean: { name: 'fitMean', args: data, results: ['mean'] },
  subtractMean: { name: 'subtractMean', args: fitted() },
  fitNormalization: { name: 'fitNormalization', args: data, results: ['mean', 'deviation'] },
  normalize: { name: 'normalize', args: fitted() },
  fitPca: { name: 'fitPca', args: data, results: ['mean', 'basis', 'variances'] },
  project: { name: 'project', args: fitted() },
  whiten: { name: 'whiten', args: fitted(1e-3) },
  filterBrightness: { name: 'filterBrightness', args: (draw, more = 0) => [draw([2 + more, 3, 4, 2])] },
  filterGrid: {
    name: 'filterGrid',
    args: (draw, more = 0) => [draw([2 + more, 3, 4, 2])],
    results: ['width', 'height', 'data'],
  },
  readCurve: { name: 'readCurve', args: curve, results: ['first', 'middle', 'last'] },
  judgeLearningRate: { name: 'judgeLearningRate', args: curve },
  judgeFitting: { name: 'judgeFitting', args: (draw) => [accuracies(draw), accuracies(draw)] },
  updateRatio: { name: 'updateRatio', args: (draw) => [draw([5, 4]), draw([5, 4])] },
  relativeError: { name: 'relativeError', args: (draw) => [draw([5, 4]), draw([5, 4])] },
  shortcutForward: layer('shortcutForward', shortcut),
  shortcutBackward: backward('shortcutBackward', 'shortcutForward', shortcut),
  nesterovMomentum: {
    name: 'nesterovMomentum',
    args: step({ momentum: 0.9 }, 'velocity'),
    results: ['w', 'config'],
  },
  whiteningFilters: { name: 'whiteningFilters', args: patches },
  identityFilters: { name: 'identityFilters', args: filters },
}

const firstStep: Subject['args'] = (draw) => [draw([6, 4]), draw([6, 4]), {}]
const firstBatch: Subject['args'] = (draw) => [draw([6, 4]), draw([4]), draw([4]), { mode: 'train' }]
const firstImages: Subject['args'] = (draw) => [draw([2, 3, 4, 2]), draw([3]), draw([3]), { mode: 'train' }]
const dropoutInTestMode: Subject['args'] = (draw) => [draw([6, 3, 4]), { keepProb: 0.6, mode: 'test' }]

/** Other ways to call a function, by its name: without state or running averages from before, or in test mode. */
export const others: Readonly<Record<string, readonly Subject['args'][]>> = {
  sgd: [firstStep],
  sgdMomentum: [firstStep],
  rmsprop: [firstStep],
  adam: [firstStep],
  nesterovMomentum: [firstStep],
  batchnormForward: [firstBatch],
  spatialBatchnormForward: [firstImages],
  dropoutForward: [dropoutInTestMode],
  dropoutBackward: [dropoutInTestMode],
}
