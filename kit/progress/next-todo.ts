import { partOf } from '../course/manifest.ts'
import { nextStep, type PartProgress, type TodoProgress } from './progress.ts'
import type { ProgressRecord } from './record.ts'

/** The learner's position and the TODOs that they postponed, by number. */
export interface LearnerPosition {
  /** The TODO that they last worked on. */
  at?: string
  skipped?: readonly string[]
}

/**
 * Returns the TODO to continue with: the last one worked on if it is not done, else the next one of its part, else the
 * first open one of all. Skipped TODOs come only when nothing else is left.
 *
 * @returns undefined when everything is done
 */
export function chooseNextTodo(
  parts: readonly PartProgress[],
  { at, skipped = [] }: LearnerPosition,
): TodoProgress | undefined {
  const open = parts.flatMap(({ todos }) => todos).filter(({ state }) => state !== 'done')
  const wanted = open.filter(({ todo }) => !skipped.includes(todo.id))
  const left = wanted.length > 0 ? wanted : open
  return (at === undefined ? undefined : from(at, left)) ?? nextStep(left) ?? left[0]
}

/** Returns the first of these TODOs that is `at` or comes after it in its part and does not wait for another. */
function from(at: string, left: readonly TodoProgress[]): TodoProgress | undefined {
  const { todos } = partOf(at)
  const ahead = todos.slice(todos.findIndex(({ id }) => id === at)).map(({ id }) => id)
  return left.find(({ todo, waitsFor }) => ahead.includes(todo.id) && waitsFor === undefined)
}

/**
 * Works out from a run of some checks which TODO the learner is working on: one that is wrong, or else the last one
 * that became done.
 *
 * @param ran - the TODOs of the run, in the order of the manifest
 * @param before - what was known before the run
 */
export function currentTodo(
  ran: readonly TodoProgress[],
  before: ProgressRecord | undefined,
): string | undefined {
  const wrong = ran.find(({ state }) => state === 'wrong')
  const newlyDone = ran.findLast(
    ({ todo, state }) => state === 'done' && before?.todos[todo.id]?.state !== 'done',
  )
  const found = wrong ?? newlyDone
  if (found) return found.todo.id
  // Nothing is new. If only one part ran, it was asked for. Saving a file runs networks of other parts too.
  const oneOnly = new Set(ran.map(({ todo }) => partOf(todo.id))).size === 1
  if (!oneOnly) return before?.at
  return (ran.find(({ state, waitsFor }) => state !== 'done' && waitsFor === undefined) ?? ran.at(-1))?.todo
    .id
}
