import { cause } from '#kit/course/causes/index.ts'
import * as layers from '#kit/layers/index.ts'
import { Tensor } from '#kit/tensor/index.ts'
import { expectThat } from '../comparing/compare.ts'
import { copied, differing, numbersIn, type AnyFunction, type FunctionNamed } from './calls.ts'
import { draws, type Draw, type Subject } from './subjects.ts'

/** Arguments as large as those of real images and networks, and a function of the kit that gives the same. */
interface LifeSize {
  args: (draw: Draw) => unknown[]
  /** The kit's version of the function, or of the forward function of a backward function. */
  same: AnyFunction
  /** The kit's backward function. */
  back?: AnyFunction
}

const affine = (draw: Draw) => [draw([3, 32, 32, 3]), draw([3072, 100]), draw([100])]
const relu = (draw: Draw) => [draw([400, 320])]
const normalized = (draw: Draw) => [
  draw([64, 2000]),
  draw([2000]),
  draw([2000]),
  { mode: 'train', epsilon: 1e-5 },
]
/** One image has more elements than a signed 16-bit integer can count. */
const convolution = (draw: Draw) => [
  draw([2, 16, 49, 49]),
  draw([2, 16, 3, 3]),
  draw([2]),
  { stride: 2, pad: 1 },
]
/** The batch has more elements than an unsigned 16-bit integer can count. */
const pooling = (draw: Draw) => [draw([4, 20, 32, 32]), { poolHeight: 2, poolWidth: 2, stride: 2 }]
const images = (draw: Draw) => [
  draw([2, 64, 32, 32]),
  draw([64]),
  draw([64]),
  { mode: 'train', epsilon: 1e-5 },
]
/** More classes than a byte can number, although the labels are bytes. */
const manyClasses = (draw: Draw) => [draw([3, 300]), Uint8Array.of(7, 200, 255)]
const weights = (draw: Draw) => [draw([400, 320]), draw([400, 320]), { learningRate: 0.1 }]

const { updateRules } = layers

/** By the title of the TODO. */
const sizes: Readonly<Record<string, LifeSize>> = {
  affineForward: { args: affine, same: layers.affineForward },
  affineBackward: { args: affine, same: layers.affineForward, back: layers.affineBackward },
  reluForward: { args: relu, same: layers.reluForward },
  reluBackward: { args: relu, same: layers.reluForward, back: layers.reluBackward },
  softmaxLoss: {
    args: manyClasses,
    same: (scores: Tensor, labels: Uint8Array) => layers.smoothedSoftmaxLoss(scores, labels, 0),
  },
  sgd: { args: weights, same: updateRules.sgd },
  sgdMomentum: { args: weights, same: updateRules.sgdMomentum },
  rmsprop: { args: weights, same: updateRules.rmsprop },
  adam: { args: weights, same: updateRules.adam },
  batchnormForward: { args: normalized, same: layers.batchnormForward },
  batchnormBackward: { args: normalized, same: layers.batchnormForward, back: layers.batchnormBackward },
  batchnormBackwardAlt: { args: normalized, same: layers.batchnormForward, back: layers.batchnormBackward },
  convForward: { args: convolution, same: layers.convForward },
  convBackward: { args: convolution, same: layers.convForward, back: layers.convBackward },
  maxPoolForward: { args: pooling, same: layers.maxPoolForward },
  maxPoolBackward: { args: pooling, same: layers.maxPoolForward, back: layers.maxPoolBackward },
  spatialBatchnormForward: { args: images, same: layers.spatialBatchnormForward },
  spatialBatchnormBackward: {
    args: images,
    same: layers.spatialBatchnormForward,
    back: layers.spatialBatchnormBackward,
  },
}

/** The error that is allowed, relative to the largest number: sums are added up in another order. */
const TOLERANCE = 1e-9

/** Fails unless a function gives the same as the kit's own on inputs as large as those of real networks. */
export function expectRightAtLifeSize(
  { name, forward, results }: Subject,
  title: string,
  functionNamed: FunctionNamed,
): void {
  const { args, same, back } = sizes[title] ?? {}
  if (!args || !same) return
  const given = args(draws())
  const [ours, theirs] = [same, functionNamed(forward ?? name)].map((one) =>
    one(...(copied(given) as unknown[])),
  )
  let [expected, actual] = [ours, theirs]
  if (back) {
    const { out } = ours as { out: Tensor }
    const dout = draws()(out.shape)
    const cacheOf = (result: unknown): unknown => (result as { cache: unknown }).cache
    expected = back(dout, cacheOf(ours))
    actual = functionNamed(name)(dout, cacheOf(theirs))
  }
  const wrong = differing(numbersIn(expected, results), numbersIn(actual, results), TOLERANCE)
  const shape = given.find((argument) => argument instanceof Tensor)!.shape.join(' x ')
  expectThat(wrong === undefined, cause('calls/wrong-at-life-size', { name: wrong ?? '', shape }))
}

/** Returns whether there is a case of real size for a TODO. */
export const hasLifeSize = (title: string): boolean => title in sizes
