import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findTodo, manifest, type Todo } from '../course/manifest.ts'
import { partProgress, type PartProgress, type TodoProgress } from './progress.ts'
import type { ProgressRecord, TodoRecord } from './record.ts'
import { isFilledIn } from '../course/is-written.ts'
import { changedFiles } from '../course/work-files.ts'

/**
 * Returns the state of every TODO according to a record. A TODO that was never run is `not run`. So is one whose code
 * has changed since its last run, with the list of changed files. Only a TODO that was done stays done until it is
 * checked again.
 *
 * @param root - the folder of the kit
 */
export function partsOf(record: ProgressRecord | undefined, root: string): PartProgress[] {
  return manifest.map((part) =>
    partProgress(
      part,
      part.todos.map((todo) => known(todo, record?.todos[todo.id], root)),
    ),
  )
}

function known(todo: Todo, entry: TodoRecord | undefined, root: string): TodoProgress {
  if (!entry) return { todo, state: 'not run' }
  const { state, waitsFor, files = {} } = entry
  const changed = changedFiles(files, root)
  if (changed.length === 0) return { todo, state, waitsFor }
  const stillWaitsFor = waitsFor === undefined || isFilledIn(findTodo(waitsFor), root) ? undefined : waitsFor
  if (!existsSync(join(root, 'assignments', todo.file))) return { todo, state: 'not run', changed }
  // These states can be read from the source without a run.
  if (!isFilledIn(todo, root)) return { todo, state: 'not started', waitsFor: stillWaitsFor }
  if (stillWaitsFor !== undefined) return { todo, state, waitsFor }
  return { todo, state: state === 'done' ? 'done' : 'not run', changed }
}

/** Returns the files, with `assignments/`, that have changed since their TODOs were checked. */
export const changedSince = (parts: readonly PartProgress[]): string[] =>
  [...new Set(parts.flatMap(({ todos }) => todos).flatMap(({ changed = [] }) => changed))]
    .map((file) => `assignments/${file}`)
    .toSorted()
