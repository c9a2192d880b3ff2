import { manifest } from './manifest.ts'
import type { ProgressRecord } from './record.ts'

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
