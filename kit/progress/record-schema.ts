import type { CauseId } from '../course/causes/index.ts'
import { manifest } from '../course/manifest.ts'
import type { Fingerprints } from '../course/work-files.ts'

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
  /** The files that its checks ran, as they were then. */
  files?: Fingerprints
}

/** A check that failed. */
export interface Failure {
  /** Its name, without the TODO's. */
  check: string
  /** The first line of its message: `Wrong answer: db is exactly 0.5 times the right answer. ...` */
  explanation: string
  /** What is wrong, for a program. Earlier versions of the kit wrote none of this. */
  cause?: CauseId
  what?: string
  others?: readonly CauseId[]
  fault?: string
}

/** How far the learner is, as remembered from run to run. */
export interface ProgressRecord {
  /** When the last run ended, as an ISO time. */
  savedOn: string
  /** By TODO number; those that were never run are missing. */
  todos: Record<string, TodoRecord>
  /** The TODO that was worked at last, as far as the runs tell. */
  at?: string
  /** The parts all of whose TODOs were done at the same time once. */
  finished?: number[]
}

const ids = new Set(manifest.flatMap(({ todos }) => todos.map(({ id }) => id)))

/** Whether what was read as a record is one, in everything that is used of it. */
export const isSoundRecord = (content: unknown): content is ProgressRecord =>
  isObject(content) &&
  isTime(content.savedOn) &&
  isObject(content.todos) &&
  Object.values(content.todos).every(isSoundEntry) &&
  isOptional(content.at, isTodo) &&
  isOptional(content.finished, Array.isArray)

const isSoundEntry = (entry: unknown): boolean =>
  isObject(entry) &&
  ['done', 'wrong', 'not started'].includes(entry.state as string) &&
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
