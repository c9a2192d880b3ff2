import type { Tensor } from '#kit/tensor/index.ts'

/** What a check knows about a case, so that a wrong answer can be explained by name. All of it is optional. */
export interface Context {
  /** Numbers that a wrong factor could be: `{ N: 3, keepProb: 0.8, 'learning rate': 0.01 }`. */
  constants?: Record<string, number>
  /** Terms that could be missing or one too many: `{ 'the bias': b, 'reg · W': mul(reg, W) }`. They broadcast. */
  terms?: Record<string, Tensor>
  /** The upstream gradient, which a backward function may have passed on as it is. */
  upstream?: Tensor
  /** What known mistakes would give, by a sentence that names the mistake. */
  mistakes?: Record<string, () => Tensor>
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
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!(Math.abs(a[i] - b[i]) <= tolerance)) return false
  return true
}

/** Whether the right answer has more than one number that is not 0: with one, almost everything is a pattern. */
export const isRich = ({ expected, tolerance }: Difference): boolean =>
  Array.from(expected).filter((value) => Math.abs(value) > tolerance).length > 1
