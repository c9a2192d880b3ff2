import type { Expected } from '../causes/index.ts'

/** What helps with one TODO, without doing it. */
export interface Hints {
  /** Three hints of rising directness: a nudge in the right direction, the formula or the step, nearly the code. */
  levels: readonly [nudge: string, formula: string, code: string]
  /** First hints for one kind of failure: if the last failure has one of these causes, this one comes before the levels. */
  after?: readonly (readonly [causes: readonly Expected[], hint: string])[]
}
