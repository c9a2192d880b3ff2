import { add, div, formatShape, map, max, sameShape, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

// Two questions to ask of a network before it trains for hours: does its gradient belong to its loss, and can it learn
// a few images by heart? `npm run train -- NETWORK --check` asks both, with the functions below.

/**
 * The gradient of a function, measured instead of derived. Each element of x is moved a little to both sides, alone,
 * and the centred difference says how much the function changes (CS231n notes, "Neural networks part 3").
 *
 * @param f - gives a number for a tensor in the shape of x; it must look at the tensor that it is called with, not at x
 * @param x - where the gradient is wanted, any shape; the same as before, to the last bit, when this returns
 * @param step - how far each element is moved to either side
 * @returns the gradient, in the shape and type of x
 */
export function numericGradient(f: (x: Tensor) => number, x: Tensor, step = 1e-5): Tensor {
  // TODO 5.17: for each element of x, (f with it a step larger - f with it a step smaller) / (2 · step), in the shape
  // and type of x.
  throw new NotImplementedError('5.17')
}

/**
 * How far a gradient is from another one: the largest of |a - n| / max(1e-8, |a| + |n|) over all elements a and n in the
 * same place (CS231n notes, "Neural networks part 3"). It is 0 if the two are equal and 1 if one of them is 0 where the
 * other is not. For one layer in float64, 1e-7 or less is excellent and 1e-2 a mistake; more layers add up to more.
 *
 * @param analytic - the gradient that a backward pass gives, any shape
 * @param numeric - the one that was measured, in the same shape
 * @returns a number from 0 to 1; or NaN if some element of either is not a finite number
 * @throws RangeError when the shapes differ; the message has both, as `formatShape` writes them
 */
export function relativeError(analytic: Tensor, numeric: Tensor): number {
  // TODO 5.18: a RangeError if the shapes differ; otherwise the largest relative error of all elements.
  throw new NotImplementedError('5.18')
}

/**
 * What it says about a network how well it learns a few images by heart, without regularization. The first of these
 * that holds decides:
 *
 * - `knows too much`: it is right for more than half of the other images; from a few images nobody learns that much
 * - `learned by heart`: the training accuracy is 0.99 or more at some time
 * - `still learning`: the training accuracy is more than 0.1 higher at the end than at the beginning
 * - `learns nothing`: everything else
 *
 * @param train - the accuracy on those few images, 0 to 1: before training, and after every epoch
 * @param other - the accuracy on images of the same kind that it does not learn from, 0 to 1, at the end
 * @throws RangeError when there is no training accuracy
 */
export function judgeOverfitting(
  train: readonly number[],
  other: number,
): 'knows too much' | 'learned by heart' | 'still learning' | 'learns nothing' {
  if (train.length === 0) {
    throw new RangeError('There is no training accuracy: measure it before training and after every epoch.')
  }
  // TODO 5.19: the verdict.
  throw new NotImplementedError('5.19')
}
