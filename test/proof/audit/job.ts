import type { Expected } from '#kit/course/causes/index.ts'
import type { Outcome } from './outcome.ts'

/** A check file to run, and what it is run against. */
export interface Job {
  /** Absolute path of the check file. */
  checkFile: string
  /** Whose checks to run, by number; all in the file by default. */
  todos?: readonly string[]
  /** How often. */
  times: number
  /** A run ends with the first failure that names one of these. */
  enough?: readonly Expected[]
  /** Absolute path of a folder like `solutions/`; a file that it does not hold is the solution's. */
  tree?: string
  /** A file below the tree that is replaced by another text. */
  replaced?: { file: string; source: string }
}

/** How a job ended: the outcomes of every run, or the reason why there are none. */
export type JobResult = { runs: Outcome[][] } | { crash: string }
