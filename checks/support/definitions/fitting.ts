import type { Decision } from '../comparing/verdicts.ts'
import { pointsOf } from './curves.ts'

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
