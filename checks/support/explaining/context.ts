import type { Cause } from '#kit/course/causes/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'

/** What a check knows about a case, so that a wrong answer can be explained by name. All of it is optional. */
export interface Context {
  /** Numbers that a wrong factor, or a wrong length, could be: `{ N: 3, keepProb: 0.8, 'learning rate': 0.01 }`. */
  constants?: Record<string, number>
  /** Terms that could be missing or one too many: `{ 'the bias': b, 'reg · W': mul(reg, W) }`. They broadcast. */
  terms?: Record<string, Tensor>
  /** The upstream gradient, which a backward function may have passed on as it is. */
  upstream?: Tensor
  /** What known mistakes would give, by a cause that does not depend on the case. */
  mistakes?: Record<string, () => Tensor>
  /** Where the answer alone could be wrong, by the place's name: `{ 'where x is exactly 0': (i) => x.data[i] === 0 }`. */
  places?: Record<string, (flatIndex: number) => boolean>
  /** What any wrong answer that is no known mistake means, in a check that leaves one cause only. */
  means?: Cause
}

/** The same for a single number. */
export interface NumberContext extends Pick<Context, 'constants' | 'means'> {
  mistakes?: Record<string, () => number>
}

/** The right and the wrong values, in the same shape. */
export interface Difference {
  /** What is wrong, for the sentence: `dw`. */
  what: string
  actual: ArrayLike<number>
  expected: ArrayLike<number>
  shape: readonly number[]
  /** How far apart two numbers may be and still count as equal. */
  tolerance: number
}

/** Whether all numbers of two lists are equal but for rounding. */
export function allClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean {
  return a.length === b.length && distance(a, b) <= tolerance
}

/** The largest difference between two lists of the same length; NaN if there is one in them. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i] - b[i])
    if (!(apart <= most)) most = apart
    if (Number.isNaN(apart)) return apart
  }
  return most
}

/** Whether the right answer has more than one number that is not 0: with one, almost everything is a pattern. */
export const isRich = ({ expected, tolerance }: Difference): boolean =>
  Array.from(expected).filter((value) => Math.abs(value) > tolerance).length > 1
