import type { Outcome } from './outcome.ts'

/** A check file to run, and the work to run it against. */
export interface Job {
  /** The absolute path of the check file. */
  checkFile: string
  /** The TODOs whose checks to run; all in the file by default. */
  todos?: readonly string[]
  /** The number of runs. */
  times: number
  /** What decides the random cases. Without it, every run draws others. */
  seed?: number
  /** The absolute path of a folder like `solutions/`. Files missing there come from the solutions. */
  tree?: string
  /** A file below the tree whose text is replaced. */
  replaced?: { file: string; source: string }
}

/** The result of a job: the outcomes of every run, or the reason why there are none. */
export type JobResult = { runs: Outcome[][] } | { crash: string }
