import { add, div, formatShape, map, max, sameShape, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// Ask two questions about a network before you train it for hours. Does its gradient match its loss? Can it learn a few
// images by heart? `npm run train -- NETWORK --check` answers both with the functions below.

/**
 * Measures the gradient of a function, without deriving it. It moves one element of x at a time a little to both sides.
 * The centred difference shows how much the function changes (CS231n notes, "Neural networks part 3").
 *
 * @param f - returns a number for a tensor in the shape of x; it must use the tensor that it is called with, not x
 * @param x - the point at which to measure the gradient, any shape; when the function returns, x has not changed
 * @param step - how far to move each element to either side
 * @returns the gradient, in the shape and type of x
 */
export function numericGradient(f: (x: Tensor) => number, x: Tensor, step = 1e-5): Tensor {
  // TODO 5.17: For each element of x, compute (f with it a step larger - f with it a step smaller) / (2 · step), in the
  // shape and type of x.
  // BEGIN SOLUTION 5.17
  const gradient = zerosLike(x)
  const moved = x.clone()
  for (let i = 0; i < x.size; i++) {
    moved.data[i] = x.data[i] + step
    const above = f(moved)
    moved.data[i] = x.data[i] - step
    const below = f(moved)
    moved.data[i] = x.data[i]
    gradient.data[i] = (above - below) / (2 * step)
  }
  return gradient
  // END SOLUTION 5.17
}

/**
 * How far two gradients are apart: the largest of |a - n| / max(1e-8, |a| + |n|) over all elements a and n in the same
 * place (CS231n notes, "Neural networks part 3"). It is 0 if the two are equal, and 1 if one of them is 0 where the other
 * is not. For one layer in float64, 1e-7 or less is excellent and 1e-2 is a mistake. With more layers, it grows.
 *
 * @param analytic - the gradient that a backward pass returns, any shape
 * @param numeric - the gradient that was measured, in the same shape
 * @returns a number from 0 to 1, or NaN if some element of either is not a finite number
 * @throws RangeError when the shapes differ; the message contains both, as `formatShape` writes them
 */
export function relativeError(analytic: Tensor, numeric: Tensor): number {
  // TODO 5.18: Throw a RangeError if the shapes differ. Otherwise return the largest relative error of all elements.
  // BEGIN SOLUTION 5.18
  if (!sameShape(analytic.shape, numeric.shape)) {
    const shapes = `${formatShape(analytic.shape)} and ${formatShape(numeric.shape)}`
    throw new RangeError(`relativeError: ${shapes} are not the same shape`)
  }
  const [a, n] = [map(analytic, Math.abs), map(numeric, Math.abs)]
  const scale = map(add(a, n), (size) => Math.max(1e-8, size))
  return max(div(map(sub(analytic, numeric), Math.abs), scale))
  // END SOLUTION 5.18
}

/**
 * Judges a network by how well it learns a few images by heart, without regularization. The verdict is the first of
 * these that holds:
 *
 * - `knows too much`: it is right for more than half of the other images, which cannot be learned from a few images
 * - `learned by heart`: the training accuracy is at least 0.99 at some time
 * - `still learning`: the training accuracy is more than 0.1 higher at the end than at the beginning
 * - `learns nothing`: everything else
 *
 * @param train - the accuracy on those few images, 0 to 1: before training, and after every epoch
 * @param other - the accuracy at the end on other images of the same kind, 0 to 1
 * @throws RangeError when there is no training accuracy
 */
export function judgeOverfitting(
  train: readonly number[],
  other: number,
): 'knows too much' | 'learned by heart' | 'still learning' | 'learns nothing' {
  if (train.length === 0) {
    throw new RangeError('There is no training accuracy. Measure it before training and after every epoch.')
  }
  // TODO 5.19: Return the verdict.
  // BEGIN SOLUTION 5.19
  if (other > 0.5) return 'knows too much'
  if (train.some((accuracy) => accuracy >= 0.99)) return 'learned by heart'
  return train[train.length - 1] - train[0] > 0.1 ? 'still learning' : 'learns nothing'
  // END SOLUTION 5.19
}
