import { inject } from 'vitest'
import { cause } from '#kit/course/causes/index.ts'
import * as layers from '#kit/layers/index.ts'
import { map, mean, randn, Random, sizeOf, Tensor, variance, zeros } from '#kit/tensor/index.ts'
import { expectThat } from '../comparing/compare.ts'
import { decideFitting, pointsOf, ratioOf } from '../definitions/diagnostics.ts'
import { decideLearningRate } from '../definitions/learning-rate.ts'
import { errorOfPair, pairsOf } from '../definitions/relative-error.ts'
import { scaledAndShifted, standardized } from '../definitions/normalization.ts'
import { copied, differing, valuesIn } from '../comparing/values.ts'
import { inputGenerator } from '../running/drawing.ts'
import { type AnyFunction, type FunctionNamed } from './calls.ts'
import { draws, type Draw, type Subject } from './subjects.ts'

/** A function that gives the same as the learner's, and arguments to compare the two with. */
interface Comparison {
  /** The kit's version of the function, or of the forward function of a backward function. */
  same: AnyFunction
  /** Whether `same` makes that function out of the learner's own one. */
  isLaw?: boolean
  /** The kit's backward function. */
  back?: AnyFunction
  /** Arguments as large as those of real images and networks. */
  large: (draw: Draw) => unknown[]
  /** Arguments with one element, or as few as possible, along every axis. */
  smallest?: (draw: Draw) => unknown[]
  /** Labels in the type in which CIFAR-10 stores them. */
  bytes?: (draw: Draw) => unknown[]
}

const affine = {
  same: layers.affineForward,
  // Up to five axes in addition to the batch.
  large: (draw: Draw) => [draw([2, 4, 8, 4, 6, 4]), draw([3072, 100]), draw([100])],
  smallest: (draw: Draw) => [draw([1, 1]), draw([1, 1]), draw([1])],
}
const relu = {
  same: layers.reluForward,
  large: (draw: Draw) => [draw([400, 320])],
  smallest: (draw: Draw) => [draw([1])],
}
const inTrainMode = { mode: 'train', epsilon: 1e-5 }
const batchnorm = {
  same: layers.batchnormForward,
  large: (draw: Draw) => [draw([64, 2000]), draw([2000]), draw([2000]), { ...inTrainMode }],
  smallest: (draw: Draw) => [draw([2, 1]), draw([1]), draw([1]), { ...inTrainMode }],
}
const layernorm = {
  same(x: Tensor, gamma: Tensor, beta: Tensor, { epsilon }: { epsilon: number }) {
    const keepDims = true
    const normalized = standardized(x, mean(x, 1, { keepDims }), variance(x, 1, { keepDims }), epsilon)
    return { out: scaledAndShifted(normalized, gamma, beta) }
  },
  large: (draw: Draw) => [draw([64, 2000]), draw([2000]), draw([2000]), { epsilon: 1e-5 }],
  smallest: (draw: Draw) => [draw([1, 1]), draw([1]), draw([1]), { epsilon: 1e-5 }],
}
const convolution = {
  same: layers.convForward,
  // One image has more elements than a signed 16-bit integer can count.
  large: (draw: Draw) => [draw([2, 16, 49, 49]), draw([2, 16, 3, 3]), draw([2]), { stride: 2, pad: 1 }],
  smallest: (draw: Draw) => [draw([1, 1, 1, 1]), draw([1, 1, 1, 1]), draw([1]), { stride: 1, pad: 0 }],
}
const pooling = {
  same: layers.maxPoolForward,
  // The batch has more elements than an unsigned 16-bit integer can count.
  large: (draw: Draw) => [draw([4, 20, 32, 32]), { poolHeight: 2, poolWidth: 2, stride: 2 }],
  smallest: (draw: Draw) => [draw([1, 1, 1, 1]), { poolHeight: 1, poolWidth: 1, stride: 1 }],
}
const spatialBatchnorm = {
  same: layers.spatialBatchnormForward,
  large: (draw: Draw) => [draw([2, 64, 32, 32]), draw([64]), draw([64]), { ...inTrainMode }],
  smallest: (draw: Draw) => [draw([2, 1, 1, 1]), draw([1]), draw([1]), { ...inTrainMode }],
}
/** Returns weights, gradients and options for an update rule. */
const weights =
  (...shape: number[]) =>
  (draw: Draw) => [draw(shape), draw(shape), { learningRate: 0.1 }]
const update = (same: AnyFunction): Comparison => ({ same, large: weights(400, 320), smallest: weights(1) })
/** More classes than a byte can number. */
const labelled = (same: AnyFunction): Comparison => ({
  same,
  large: (draw) => [draw([3, 300]), [7, 200, 299]],
  bytes: (draw) => [draw([3, 300]), Uint8Array.of(7, 200, 255)],
  smallest: (draw) => [draw([1, 1]), [0]],
})

/** Returns the losses of a long run, which fall from 1 to 0. */
const longRun = () => [Array.from({ length: 200_000 }, (_, i) => 1 - i / 200_000)]
const longRuns = () => [...longRun(), ...longRun()]
const verdictOf =
  (decide: (...args: never[]) => { verdict: string }): AnyFunction =>
  (...args) =>
    decide(...(args as never[])).verdict

const { updateRules } = layers

/** By the title of the TODO. */
const comparisons: Readonly<Record<string, Comparison>> = {
  affineForward: affine,
  affineBackward: { ...affine, back: layers.affineBackward },
  reluForward: relu,
  reluBackward: { ...relu, back: layers.reluBackward },
  softmaxLoss: labelled((scores: Tensor, labels: Uint8Array) =>
    layers.smoothedSoftmaxLoss(scores, labels, 0),
  ),
  svmLoss: { ...labelled(ofPairs), isLaw: true },
  sgd: update(updateRules.sgd),
  sgdMomentum: update(updateRules.sgdMomentum),
  rmsprop: update(updateRules.rmsprop),
  adam: update(updateRules.adam),
  batchnormForward: batchnorm,
  batchnormBackward: { ...batchnorm, back: layers.batchnormBackward },
  batchnormBackwardAlt: { ...batchnorm, back: layers.batchnormBackward },
  layernormForward: layernorm,
  convForward: convolution,
  convBackward: { ...convolution, back: layers.convBackward },
  maxPoolForward: pooling,
  maxPoolBackward: { ...pooling, back: layers.maxPoolBackward },
  spatialBatchnormForward: spatialBatchnorm,
  spatialBatchnormBackward: { ...spatialBatchnorm, back: layers.spatialBatchnormBackward },
  readCurve: { same: pointsOf, large: longRun },
  judgeLearningRate: { same: verdictOf(decideLearningRate), large: longRun },
  judgeFitting: {
    same: verdictOf((train: number[], validation: number[]) => decideFitting([train, validation])),
    large: longRuns,
  },
  fitMean: { same: (x: Tensor) => ({ mean: mean(x, 0) }), large: (draw) => [draw([64, 2000])] },
  fitNormalization: {
    same: (x: Tensor) => ({ mean: mean(x, 0), deviation: map(variance(x, 0), Math.sqrt) }),
    large: (draw) => [draw([64, 2000])],
  },
  nesterovMomentum: update(updateRules.nesterovMomentum),
  identityFilters: {
    same: passing,
    large: (draw) => [draw([128, 64, 3, 3])],
    smallest: (draw) => [draw([1, 1, 1, 1])],
  },
  updateRatio: { same: ratioOf, large: (draw) => [draw([400, 320]), draw([400, 320])] },
  relativeError: { same: largestRelativeError, large: (draw) => [draw([400, 320]), draw([400, 320])] },
}

/**
 * Returns what a hinge loss must give if it is right for two classes: the loss of many classes is the sum over the pairs of
 * the right class and one other. The kit has no hinge loss to compare with, since anybody can read this file.
 */
function ofPairs(loss: AnyFunction): AnyFunction {
  return (scores: Tensor, labels: ArrayLike<number>) => {
    const [N, C] = scores.shape
    const others = Array.from({ length: N }, (_, n) =>
      Array.from({ length: C }, (__, c) => n * C + c).filter((i) => i !== n * C + labels[n]),
    ).flat()
    const dscores = zeros([N, C])
    if (others.length === 0) return { loss: 0, dscores }
    const right = (i: number): number => i - (i % C) + labels[Math.floor(i / C)]
    const places = others.flatMap((i) => [right(i), i])
    const pairs = new Tensor(
      Float64Array.from(places, (i) => scores.data[i]),
      [others.length, 2],
    )
    const ofPair = loss(pairs, Array(others.length).fill(0)) as { loss: number; dscores: Tensor }
    places.forEach((i, k) => (dscores.data[i] += (C - 1) * ofPair.dscores.data[k]))
    return { loss: (C - 1) * ofPair.loss, dscores }
  }
}

/** Returns filters of which the first pass on the channel of their own number. */
function passing(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const centre = (HH >> 1) * WW + (WW >> 1)
  return map(w, (value, i) => {
    const [channel, place] = [Math.floor(i / (HH * WW)), i % (HH * WW)]
    const [filter, c] = [Math.floor(channel / C), channel % C]
    return filter >= Math.min(F, C) ? value : Number(c === filter && place === centre)
  })
}

/** Computes the largest relative error of two gradients without a call of that many arguments. */
function largestRelativeError(analytic: Tensor, numeric: Tensor): number {
  let largest = 0
  for (const pair of pairsOf(analytic, numeric)) largest = Math.max(largest, errorOfPair(pair))
  return largest
}

/** The error that is allowed, relative to the largest number, or to 1: sums are added up in another order. */
const TOLERANCE = 1e-9

/** Random numbers, as many as the largest tensor of {@link drawLarge} has had so far, and the seed of the graded run. */
let drawn: { seed?: number; numbers: Float64Array } = { numbers: new Float64Array() }

/**
 * Draws a large tensor. All of them have the same numbers, and each begins at another one: to draw new numbers for each
 * would take longer than the calls themselves.
 */
const drawLarge: Draw = (shape) => {
  const size = sizeOf(shape)
  const seed = inject('seed')
  if (drawn.seed !== seed || drawn.numbers.length < size) {
    // With the same seed, a longer list begins with the same numbers.
    const random = seed === undefined ? Random.unseeded() : new Random(seed, 1)
    drawn = { seed, numbers: Float64Array.from(randn([size], { random, dtype: 'float64' }).data) }
  }
  const numbers = drawn.numbers.subarray(0, size)
  const begin = inputGenerator().integer(size)
  const data = new Float64Array(size)
  data.set(numbers.subarray(begin))
  data.set(numbers.subarray(0, begin), size - begin)
  return new Tensor(data, shape)
}

/** Fails unless a function gives the same as the kit's own on inputs that are drawn. */
function expectSame(
  { name, forward, results }: Subject,
  { same, back, isLaw = false }: Comparison,
  args: (draw: Draw) => unknown[],
  draw: Draw,
  functionNamed: FunctionNamed,
): void {
  const given = args(draw)
  const own = functionNamed(forward ?? name)
  const [ours, theirs] = [isLaw ? (same(own) as AnyFunction) : same, own].map((one) =>
    one(...(copied(given) as unknown[])),
  )
  let [expected, actual] = [ours, theirs]
  if (back) {
    const { out } = ours as { out: Tensor }
    const dout = draw(out.shape)
    const cacheOf = (result: unknown): unknown => (result as { cache: unknown }).cache
    expected = back(dout, cacheOf(ours))
    actual = functionNamed(name)(dout, cacheOf(theirs))
  }
  const wrong = differing(valuesIn(expected, results), valuesIn(actual, results), TOLERANCE, 1)
  const [input] = given as [Tensor | ArrayLike<number>]
  const size = input instanceof Tensor ? `shape (${input.shape.join(', ')})` : `${input.length} numbers`
  expectThat(wrong === undefined, cause('calls/wrong-at-size', { name: wrong ?? '', size }))
}

/** Returns the comparisons for a TODO by the words for the size of their inputs. */
export function sizesOf(
  subject: Subject,
  title: string,
  functionNamed: FunctionNamed,
): Record<string, () => void> {
  const comparison = comparisons[title]
  if (!comparison) return {}
  const { large, smallest, bytes } = comparison
  const inputs: Record<string, [Comparison['smallest'], Draw]> = {
    'inputs as large as in real networks': [large, drawLarge],
    'the smallest inputs': [smallest, draws()],
    'labels that are bytes': [bytes, draws()],
  }
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([words, [args, draw]]) =>
      args ? [[words, () => expectSame(subject, comparison, args, draw, functionNamed)]] : [],
    ),
  )
}
