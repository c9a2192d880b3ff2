import type { Decision } from '../comparing/verdicts.ts'
import { meanOf } from './matrices.ts'
import { sub, type Tensor } from '#kit/tensor/index.ts'

// The diagnostics of Part 5, from their definitions.

/** Returns the result of `readCurve`, from its definition. */
export const pointsOf = (values: readonly number[]) => {
  const [n, k] = [values.length, Math.max(1, Math.floor(values.length / 10))]
  const start = Math.floor((n - k) / 2)
  return {
    first: values[0],
    middle: meanOf(values.slice(start, start + k)),
    last: meanOf(values.slice(n - k)),
  }
}

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

/** The size of the gradient of each layer, by its name. */
export type Sizes = Readonly<Record<string, number>>

/** Returns the result of `vanishingLayers`, from its definition, as a string. */
export const listVanishing = (sizes: Sizes, line = Math.max(...Object.values(sizes)) / 1000): string =>
  list(Object.keys(sizes).filter((name) => sizes[name] === 0 || sizes[name] < line))

/** Joins names for a sentence. */
export const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none')

/** The training and the validation accuracies of a run. */
export type Curves = readonly [train: readonly number[], validation: readonly number[]]

/** Returns the verdict on final accuracies. */
export function decideByAccuracies(train: number, validation: number, gap = train - validation): Decision {
  if (gap > 0.15) return { verdict: 'overfitting', rule: 'the gap is above 0.15' }
  return gap < 0.05 && train < 0.9
    ? { verdict: 'underfitting', rule: 'the gap is below 0.05 and the training accuracy below 0.9' }
    : { verdict: 'good', rule: 'nothing else holds' }
}

/** Returns the verdict on the fit of a run from its final accuracies. */
export const decideFitting = ([train, validation]: Curves): Decision =>
  decideByAccuracies(pointsOf(train).last, pointsOf(validation).last)
