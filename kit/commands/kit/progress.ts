import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { partsOf } from '../../progress/recorded-parts.ts'
import type { Todo } from '../../course/manifest.ts'
import type { PartProgress, TodoProgress } from '../../progress/progress.ts'
import { readRecord, type ProgressRecord } from '../../progress/record.ts'
import { chooseNextTodo } from '../../progress/next-todo.ts'
import { readSkipped } from '../../progress/skipped-todos.ts'
import { root } from '../../system/root.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The learner's progress according to the last runs. */
export interface Progress {
  /** Undefined before the first run. */
  record: ProgressRecord | undefined
  parts: PartProgress[]
  /** The TODOs that are left for later, by number. */
  skipped: string[]
  /** The one thing to do next; undefined when everything is done. */
  next: Todo | undefined
}

/** Reads the learner's progress without running anything. @throws UserError if a state file is damaged */
export function readProgress(): Progress {
  const record = readRecord(root)
  const parts = partsOf(record, root)
  const skipped = readSkipped(root)
  return { record, parts, skipped, next: chooseNextTodo(parts, { at: record?.at, skipped })?.todo }
}

/**
 * Reads the learner's progress after a run.
 *
 * @param before - the progress before the run
 * @throws UserError when the run has saved no record, because it failed early or must not write
 */
export function readProgressAfter(before: Progress): Progress {
  const after = readProgress()
  if (after.record?.savedOn !== before.record?.savedOn) return after
  throw new UserError('command', 'The results of the checks are unknown. To see why, run "npx vitest run".')
}

/** Returns the progress of one TODO. */
export const progressOfTodo = ({ parts }: Progress, { id }: Todo): TodoProgress =>
  parts.flatMap(({ todos }) => todos).find(({ todo }) => todo.id === id)!

/** Says why the state of a TODO is no longer known. Returns undefined if it is known. */
export function changeOf({ todo: { file }, changed }: TodoProgress): string | undefined {
  if (!changed) return undefined
  if (existsSync(join(root, 'assignments', file))) return 'changed since it was checked'
  return `its file is missing; "npx kit reset ${file}" restores it`
}
