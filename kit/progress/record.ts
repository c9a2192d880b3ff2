import type { Reason } from '../course/causes/index.ts'
import { readState, writeState, type StateFile } from './state-file.ts'
import { manifest } from '../course/manifest.ts'
import type { TodoProgress } from './progress.ts'
import { isValidRecord, type Failure, type ProgressRecord, type TodoRecord } from './record-schema.ts'
import type { Fingerprints } from '../course/work-files.ts'

export type { Failure, ProgressRecord, TodoRecord }

/** Returns a failed check with the recorded fields of its reason. Unexpected failures have no reason. */
export const failureOf = (check: string, explanation: string, reason: Reason | undefined): Failure => ({
  check,
  explanation,
  ...(reason && { cause: reason.cause, what: reason.what, others: reason.others, fault: reason.fault }),
})

/** Returns the explanation without the redundant prefix "Wrong answer". */
export const sentenceOf = ({ explanation }: Failure): string => explanation.replace(/^Wrong answer: /, '')

/** Returns whether a TODO fails only because an earlier one, which it needs, is wrong. */
export const isConsequence = ({ cause, fault }: Pick<Failure, 'cause' | 'fault'>): boolean =>
  fault !== undefined && cause !== 'fault/lent'

/** The file that holds the record. */
export const recordFile: StateFile<ProgressRecord> = { path: '.kit/progress.json', isValid: isValidRecord }

/**
 * Reads the record of the runs so far.
 *
 * @param root - the folder of the kit
 * @returns undefined if nothing was graded yet
 * @throws UserError if the file is damaged
 */
export const readRecord = (root: string): ProgressRecord | undefined => readState(root, recordFile)

/** Replaces the record. */
export const writeRecord = (root: string, record: ProgressRecord): void =>
  writeState(root, recordFile, record)

/**
 * Returns a record with the results of a run added.
 *
 * @param todos - the TODOs of the run. Those in the state `not run` keep their entry, but no longer wait for a TODO
 *   that has been written since.
 * @param failures - the first failure of each TODO that has one
 * @param files - the files that the checks of each TODO ran, as they were at that time
 */
export function recordWithRun(
  record: ProgressRecord | undefined,
  todos: readonly TodoProgress[],
  failures: ReadonlyMap<string, Failure>,
  now: string,
  files: ReadonlyMap<string, Fingerprints> = new Map(),
): ProgressRecord {
  const entries = { ...record?.todos }
  for (const { todo, state, waitsFor } of todos) {
    if (state === 'not run') continue
    const doneOn = entries[todo.id]?.doneOn ?? (state === 'done' ? now : undefined)
    entries[todo.id] = { state, doneOn, failure: failures.get(todo.id), waitsFor, files: files.get(todo.id) }
  }
  const written = new Set(todos.filter(isWritten).map(({ todo }) => todo.id))
  for (const { todo, state } of todos) {
    const entry = entries[todo.id]
    if (state === 'not run' && entry?.state === 'not started' && written.has(entry.waitsFor ?? ''))
      entries[todo.id] = { ...entry, waitsFor: undefined }
  }
  return { ...record, savedOn: now, todos: entries, finished: finishedParts(record, entries) }
}

/** Returns the parts that were finished before or are finished now. */
const finishedParts = (before: ProgressRecord | undefined, entries: ProgressRecord['todos']): number[] =>
  manifest
    .filter(
      ({ number, todos }) =>
        before?.finished?.includes(number) || todos.every(({ id }) => entries[id]?.state === 'done'),
    )
    .map(({ number }) => number)

/** Returns whether the checks of a TODO, as far as they ran, got past the TODO's own code. */
const isWritten = ({ state, waitsFor }: TodoProgress): boolean =>
  state === 'done' || state === 'wrong' || waitsFor !== undefined

/** Returns whether a TODO was done once and is no longer, and does not only wait for an earlier one. */
export const isBrokenAgain = (record: TodoRecord | undefined): boolean =>
  record?.doneOn !== undefined && record.state !== 'done' && record.waitsFor === undefined
