import { partOf } from '../course/manifest.ts'
import { nextStep, type PartProgress, type TodoProgress } from './progress.ts'
import type { ProgressRecord } from './record.ts'

/** Where learners are on their way, and what they leave for later. By number of the TODO. */
export interface Route {
  /** The TODO that they worked at last. */
  at?: string
  skipped?: readonly string[]
}

/**
 * The TODO to go on with: the one that was worked at last if it is not done, or else the next of its part, and then the
 * first of all. One that is skipped comes when nothing else is left.
 *
 * @returns undefined when everything is done
 */
export function goOnWith(
  parts: readonly PartProgress[],
  { at, skipped = [] }: Route,
): TodoProgress | undefined {
  const open = parts.flatMap(({ todos }) => todos).filter(({ state }) => state !== 'done')
  const wanted = open.filter(({ todo }) => !skipped.includes(todo.id))
  const left = wanted.length > 0 ? wanted : open
  return (at === undefined ? undefined : from(at, left)) ?? nextStep(left) ?? left[0]
}

/** The first of these that is this TODO or comes after it in its part, and waits for no other. */
function from(at: string, left: readonly TodoProgress[]): TodoProgress | undefined {
  const { todos } = partOf(at)
  const ahead = todos.slice(todos.findIndex(({ id }) => id === at)).map(({ id }) => id)
  return left.find(({ todo, waitsFor }) => ahead.includes(todo.id) && waitsFor === undefined)
}

/**
 * The TODO that a run of some of the checks says to be worked at: one that is wrong, or else the last that became done.
 *
 * @param ran - the TODOs of the run, in the order of the manifest
 * @param before - what was known before it
 */
export function workedAt(
  ran: readonly TodoProgress[],
  before: ProgressRecord | undefined,
): string | undefined {
  const wrong = ran.find(({ state }) => state === 'wrong')
  const newlyDone = ran.findLast(
    ({ todo, state }) => state === 'done' && before?.todos[todo.id]?.state !== 'done',
  )
  const found = wrong ?? newlyDone
  if (found) return found.todo.id
  // Nothing is new. What was asked for is one file or part; a file that was saved runs networks of other parts too.
  const oneOnly = new Set(ran.map(({ todo }) => partOf(todo.id))).size === 1
  if (!oneOnly) return before?.at
  return (ran.find(({ state, waitsFor }) => state !== 'done' && waitsFor === undefined) ?? ran.at(-1))?.todo
    .id
}
