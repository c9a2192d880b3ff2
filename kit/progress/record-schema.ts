import type { CauseId } from '../course/causes/index.ts'
import { wholeKit } from '../course/manifest.ts'
import type { Fingerprints } from '../course/work-files.ts'

/** What the runs so far have shown about one TODO. */
export interface TodoRecord {
  /** The result of the last run that included all of its checks. */
  state: 'done' | 'wrong' | 'waits' | 'not started'
  /** When all of its checks first passed, as an ISO time. It is kept when the TODO breaks again. */
  doneOn?: string
  /** The first failed check of that run that names a cause or, if none does, the first failed check. */
  failure?: Failure
  /** Another TODO that must be done first. */
  waitsFor?: string
  /** The files that its checks ran, as they were at that time. */
  files?: Fingerprints
}

/** A check that failed. */
export interface Failure {
  /** The name of the check, without that of its TODO. */
  check: string
  /** The first line of its message: `Wrong answer: db is exactly 0.5 times the right answer. ...` */
  explanation: string
  /** The cause in machine-readable form. Earlier versions of the kit did not write these fields. */
  cause?: CauseId
  what?: string
  others?: readonly CauseId[]
  fault?: string
}

/** The learner's progress, as remembered from run to run. */
export interface ProgressRecord {
  /** When the last run ended, as an ISO time. */
  savedOn: string
  /** By TODO number. TODOs that were never run are missing. */
  todos: Record<string, TodoRecord>
  /** The TODO that was last worked on, as far as the runs show. */
  at?: string
  /** The parts whose TODOs have all been done at the same time. */
  finished?: number[]
}

/** A part may have left the course since the record was written. */
const ids = new Set(wholeKit.flatMap(({ todos }) => todos.map(({ id }) => id)))

/** Returns whether parsed content is a valid record, in all fields that the kit uses. */
export const isValidRecord = (content: unknown): content is ProgressRecord =>
  isObject(content) &&
  isTime(content.savedOn) &&
  isObject(content.todos) &&
  Object.values(content.todos).every(isSoundEntry) &&
  isOptional(content.at, isTodo) &&
  isOptional(content.finished, Array.isArray)

const isSoundEntry = (entry: unknown): boolean =>
  isObject(entry) &&
  ['done', 'wrong', 'waits', 'not started'].includes(entry.state as string) &&
  isOptional(entry.doneOn, isTime) &&
  isOptional(entry.failure, isSoundFailure) &&
  isOptional(entry.waitsFor, isTodo) &&
  isOptional(entry.files, isObject)

const isSoundFailure = (failure: unknown): boolean =>
  isObject(failure) &&
  typeof failure.explanation === 'string' &&
  isOptional(failure.cause, (cause) => typeof cause === 'string') &&
  isOptional(failure.what, (what) => typeof what === 'string') &&
  isOptional(failure.others, Array.isArray) &&
  isOptional(failure.fault, isTodo)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))

const isTodo = (value: unknown): boolean => ids.has(value as string)

const isOptional = (value: unknown, isSound: (value: unknown) => boolean): boolean =>
  value === undefined || isSound(value)
