import { sub, type Tensor } from '#kit/tensor/index.ts'
import type { Decision } from '../comparing/verdicts.ts'

/** Returns the length of a tensor: the root of the sum of its squares. */
export const lengthOf = (x: Tensor): number =>
  Math.sqrt(Array.from(x.data).reduce((total, value) => total + value ** 2, 0))

/** Returns the update ratio, from its definition. */
export const ratioOf = (before: Tensor, after: Tensor): number =>
  lengthOf(sub(after, before)) / lengthOf(before)

/** Returns the verdict on an update ratio, from its definition. */
export function decideUpdateRatio(ratio: number): Decision {
  if (ratio < 1e-6) return { verdict: 'vanished', rule: 'it is below 1e-6' }
  if (ratio < 1e-4) return { verdict: 'too small', rule: 'from 1e-6 to below 1e-4' }
  return ratio <= 1e-2
    ? { verdict: 'healthy', rule: 'from 1e-4 to 1e-2, both included' }
    : { verdict: 'too large', rule: 'it is above 1e-2, or not a finite number' }
}
