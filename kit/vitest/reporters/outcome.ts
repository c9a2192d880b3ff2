import type { Todo } from '../../course/manifest.ts'
import type { PartProgress, TodoProgress } from '../../progress/progress.ts'
import type { Failures } from './wrong-lines.ts'

/** What a run has shown about a tree. */
export interface Outcome {
  tree: string
  /** The folder of the kit. */
  root: string
  /** The state of every TODO as far as it ran. */
  parts: readonly PartProgress[]
  /** The state of every TODO, with what earlier runs have shown. */
  known: readonly PartProgress[]
  failures: ReadonlyMap<string, Failures>
  /** Whether every failure is printed in full. */
  allPrinted: boolean
  /** What is lent, what waits, and what still throws, as lines to print. */
  notes: readonly string[]
  news: News
  next: TodoProgress | undefined
  /** What to say if everything is done. */
  finish: string | undefined
}

/** What a run has changed in the record, most of it as lines to print. */
export interface News {
  /** What could not be read or saved. */
  trouble?: readonly string[]
  /** The parts that are finished. */
  finished?: readonly string[]
  /** The TODOs that are done for the first time. */
  done?: readonly Todo[]
  broken?: readonly string[]
}
