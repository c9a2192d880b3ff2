import { div, mul, Random, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** Settings of dropout. */
export interface DropoutOptions {
  /** The probability that an element is *kept*: above 0, and 1 at most. */
  keepProb: number
  /** 'train' drops, 'test' lets everything through. */
  mode: 'train' | 'test'
  /** The same seed gives the same mask; without one, every call draws another mask. */
  seed?: number
}

/** What `dropoutBackward` needs from the forward pass. Yours to change. */
export interface DropoutCache {
  /** What each element was multiplied by, in the shape of x; undefined where nothing was dropped. */
  mask?: Tensor
}

/**
 * Inverted dropout (Srivastava et al. 2014). In train mode every element is kept with probability keepProb and divided
 * by it, and is otherwise set to 0, independently of all others; so the expected value of out is x. In test mode out
 * is x.
 *
 * @param x - inputs of any shape
 * @returns `out` in the same shape, and the cache for the backward pass
 * @throws RangeError when keepProb is not above 0 and at most 1, or the mode is neither 'train' nor 'test'
 */
export function dropoutForward(
  x: Tensor,
  { keepProb, mode, seed }: DropoutOptions,
): { out: Tensor; cache: DropoutCache } {
  if (!(keepProb > 0 && keepProb <= 1)) {
    throw new RangeError(`dropoutForward: keepProb must be above 0 and at most 1, not ${keepProb}`)
  }
  if (mode !== 'train' && mode !== 'test') {
    throw new RangeError(`dropoutForward: mode must be 'train' or 'test', not '${String(mode)}'`)
  }
  const random = seed === undefined ? Random.unseeded() : new Random(seed)
  // TODO 3.1: in train mode a mask drawn from `random`, in the shape and type of x, and out, which is x times that mask,
  // scaled; in test mode out is x.
  throw new NotImplementedError('3.1')
}

/**
 * The backward pass of dropout.
 *
 * @param dout - the upstream gradient, in the shape of x
 * @param cache - what the forward pass kept
 * @returns `dx` in the shape of x
 */
export function dropoutBackward(dout: Tensor, cache: DropoutCache): { dx: Tensor } {
  // TODO 3.2: the gradient of sum(dout * out) with respect to x, in the shape of x, for either mode.
  throw new NotImplementedError('3.2')
}
