import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { manifest } from './manifest.ts'
import { partProgress, type PartProgress, type TodoProgress } from './progress.ts'

/** What is known of one TODO from the runs so far. */
export interface TodoRecord {
  /** What the last run that had all of its checks said. */
  state: 'done' | 'wrong' | 'not started'
  /** When all of its checks first passed, as an ISO time. It stays when the TODO breaks again. */
  doneOn?: string
  /** The first check that failed in that run and names a cause; if none does, the first that failed. */
  failure?: Failure
  /** Another TODO that must be done first. */
  waitsFor?: string
}

/** A check that failed. */
export interface Failure {
  /** Its name, without the TODO's. */
  check: string
  /** The first line of its message: `Wrong answer: db is exactly 0.5 times the right answer. ...` */
  explanation: string
}

/** How far the learner is, as remembered from run to run. */
export interface ProgressRecord {
  /** When the last run ended, as an ISO time. */
  savedOn: string
  /** By TODO number; those that were never run are missing. */
  todos: Record<string, TodoRecord>
}

/** The record is there, but cannot be read; the message says what to do. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
}

const FOLDER = '.kit'
const FILE = `${FOLDER}/progress.json`

/**
 * The record of the runs so far.
 *
 * @param root - the folder of the kit
 * @returns undefined if nothing was graded yet
 * @throws RecordError if the file is damaged
 */
export function readRecord(root: string): ProgressRecord | undefined {
  let text: string
  try {
    text = readFileSync(join(root, FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new RecordError(
      `${FILE} cannot be read (${(error as Error).message}): delete it and run npx vitest.`,
    )
  }
  try {
    const record = JSON.parse(text) as ProgressRecord
    if (isSound(record)) return record
  } catch {
    // Said below.
  }
  throw new RecordError(`${FILE} is damaged: delete it, and npx vitest writes a new one.`)
}

const isSound = ({ savedOn, todos }: ProgressRecord): boolean =>
  typeof savedOn === 'string' &&
  !Number.isNaN(Date.parse(savedOn)) &&
  Object.values(todos).every(({ state }) => ['done', 'wrong', 'not started'].includes(state))

/** Puts a record in the place of the one before, in one instant. */
export function writeRecord(root: string, record: ProgressRecord): void {
  mkdirSync(join(root, FOLDER), { recursive: true })
  const path = join(root, FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/**
 * A record with what a run has found added to it.
 *
 * @param todos - the TODOs of the run; those in the state `not run` stay as they are, but no longer wait for one that is
 *   written by now
 * @param failures - the first failure of each TODO that has one
 */
export function updated(
  record: ProgressRecord | undefined,
  todos: readonly TodoProgress[],
  failures: ReadonlyMap<string, Failure>,
  now: string,
): ProgressRecord {
  const entries = { ...record?.todos }
  for (const { todo, state, waitsFor } of todos) {
    if (state === 'not run') continue
    const doneOn = entries[todo.id]?.doneOn ?? (state === 'done' ? now : undefined)
    entries[todo.id] = { state, doneOn, failure: failures.get(todo.id), waitsFor }
  }
  const written = new Set(todos.filter(isWritten).map(({ todo }) => todo.id))
  for (const { todo, state } of todos) {
    const entry = entries[todo.id]
    if (state === 'not run' && entry?.waitsFor !== undefined && written.has(entry.waitsFor))
      entries[todo.id] = { ...entry, waitsFor: undefined }
  }
  return { savedOn: now, todos: entries }
}

/** Whether the checks of a TODO came past its own code, as far as they ran. */
const isWritten = ({ state, waitsFor }: TodoProgress): boolean =>
  state === 'done' || state === 'wrong' || waitsFor !== undefined

/** Every TODO as a record knows it; what was never run is `not run`. */
export function partsOf(record: ProgressRecord | undefined): PartProgress[] {
  return manifest.map((part) =>
    partProgress(
      part,
      part.todos.map((todo) => {
        const { state = 'not run', waitsFor } = record?.todos[todo.id] ?? {}
        return { todo, state, waitsFor }
      }),
    ),
  )
}

/** Whether a TODO was done once and is not any more. */
export const brokeAgain = (record: TodoRecord | undefined): boolean =>
  record?.doneOn !== undefined && record.state !== 'done'
