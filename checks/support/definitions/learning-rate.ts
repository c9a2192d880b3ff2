import type { Decision } from '../comparing/verdicts.ts'
import { pointsOf } from './diagnostics.ts'

/** The thresholds in the definition of `judgeLearningRate`, by its wording. */
export const thresholds = {
  'some loss is above 3 · first': 3,
  'last is above 1.05 · first': 1.05,
  'middle is below 0.95 · first': 0.95,
  'middle - last is below 0.02 · first': 0.02,
  'last is above 0.6 · first': 0.6,
  'last is above 0.9 · first': 0.9,
}
export type Threshold = keyof typeof thresholds

/** The first condition of the definition, the only one without a threshold. */
export const notFinite = 'some loss is not a finite number'

/** The conditions of a plateau that is too high. */
export const plateau: readonly Threshold[] = [
  'middle is below 0.95 · first',
  'middle - last is below 0.02 · first',
  'last is above 0.6 · first',
]

/** Returns which conditions of the definition hold. */
export function conditionsOf(losses: readonly number[], points = pointsOf(losses), at = thresholds) {
  const { first, middle, last } = points
  const limit = (line: Threshold): number => at[line] * first
  const above = (value: number, line: Threshold) => [line, value > limit(line)] as const
  const below = (value: number, line: Threshold) => [line, value < limit(line)] as const
  return Object.fromEntries([
    [notFinite, losses.some((loss) => !Number.isFinite(loss))],
    ['some loss is above 3 · first', losses.some((loss) => loss > limit('some loss is above 3 · first'))],
    above(last, 'last is above 1.05 · first'),
    below(middle, 'middle is below 0.95 · first'),
    below(middle - last, 'middle - last is below 0.02 · first'),
    above(last, 'last is above 0.6 · first'),
    above(last, 'last is above 0.9 · first'),
  ]) as Record<string, boolean>
}

/** Returns the verdict that follows from the conditions that hold. */
export function decide(holds: Record<string, boolean>): Decision {
  const reason = [notFinite, 'some loss is above 3 · first', 'last is above 1.05 · first'].find(
    (condition) => holds[condition],
  )
  if (reason) return { verdict: 'too high', rule: reason }
  if (plateau.every((condition) => holds[condition])) return { verdict: 'too high', rule: 'it plateaus high' }
  return holds['last is above 0.9 · first']
    ? { verdict: 'too low', rule: 'last is above 0.9 · first, and nothing before holds' }
    : { verdict: 'good', rule: 'nothing else holds' }
}

/** Returns the verdict on the learning rate from the losses of a run. */
export const decideLearningRate = (losses: readonly number[]): Decision => decide(conditionsOf(losses))
