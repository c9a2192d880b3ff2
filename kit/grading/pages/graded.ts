import type { GradingResult } from '../result.ts'

/** The result of one learner. */
export interface Graded {
  /** How the learner is called: the name of a folder, an archive or an account. */
  name: string
  result: GradingResult
}
