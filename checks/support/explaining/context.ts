import type { Cause } from '#kit/course/causes/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'

/** What a check knows about a case, so that a wrong answer can be explained by name. Every field is optional. */
export interface Context {
  /** Numbers that may be a wrong factor or a wrong length: `{ N: 3, keepProb: 0.8, 'learning rate': 0.01 }`. */
  constants?: Record<string, number>
  /** Terms that may be missing or superfluous: `{ 'the bias': b, 'reg · W': mul(reg, W) }`. They broadcast. */
  terms?: Record<string, Tensor>
  /** The upstream gradient, which a backward function may have returned unchanged. */
  upstream?: Tensor
  /** Places where the answer may be wrong, by name: `{ 'where x is exactly 0': (i) => x.data[i] === 0 }`. */
  places?: Record<string, (flatIndex: number) => boolean>
  /** The cause of any wrong answer, in a check with only one possible cause. */
  onlyCause?: Cause
}

/** The same context for a single number. */
export type NumberContext = Pick<Context, 'constants' | 'onlyCause'>

/** The right and the wrong values, which have the same shape. */
export interface Difference {
  /** The name of the wrong result, for the message: `dw`. */
  what: string
  actual: ArrayLike<number>
  expected: ArrayLike<number>
  shape: readonly number[]
  /** The difference up to which two numbers count as equal. */
  tolerance: number
}

/** Returns whether all numbers of two lists are equal up to rounding. */
export function allClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean {
  return a.length === b.length && distance(a, b) <= tolerance
}

/** Returns the largest difference between two lists of the same length, or NaN if either contains NaN. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i] - b[i])
    if (!(apart <= most)) most = apart
    if (Number.isNaN(apart)) return apart
  }
  return most
}

/** Returns whether the right answer has more than one nonzero number; with only one, almost everything is a pattern. */
export const hasSeveralNonzero = ({ expected, tolerance }: Difference): boolean =>
  Array.from(expected).filter((value) => Math.abs(value) > tolerance).length > 1
