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
 * first open one of all. It waits for no other. Skipped TODOs come only when nothing else is left.
 *
 * @returns undefined when everything is done
 */
export function chooseNextTodo(
  parts: readonly PartProgress[],
  { at, skipped = [] }: LearnerPosition,
): TodoProgress | undefined {
  const all = parts.flatMap(({ todos }) => todos)
  const isBlamed = ({ todo, changed }: TodoProgress): boolean =>
    changed !== undefined && all.some(({ state, waitsFor }) => state === 'waits' && waitsFor === todo.id)
  const open = all.filter((each) => each.state !== 'done' || isBlamed(each))
  const ready = open.filter(({ waitsFor }) => waitsFor === undefined)
  const wanted = ready.filter(({ todo }) => !skipped.includes(todo.id))
  const left = [wanted, ready, open].find(({ length }) => length > 0) ?? []
  return (at === undefined ? undefined : from(at, left)) ?? nextStep(left) ?? left[0]
}

/** Returns the first of these TODOs that is `at` or comes after it in its part. */
function from(at: string, left: readonly TodoProgress[]): TodoProgress | undefined {
  const { todos } = partOf(at)
  const ahead = todos.slice(todos.findIndex(({ id }) => id === at)).map(({ id }) => id)
  return left.find(({ todo }) => ahead.includes(todo.id))
}

/**
 * Works out from a run of some checks which TODO the learner is working on: one that is wrong, or one that another
 * waits for, or else the last one that became done.
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
  const blamed = ran.find(({ state }) => state === 'waits')?.waitsFor
  const found = wrong?.todo.id ?? blamed ?? newlyDone?.todo.id
  if (found !== undefined) return found
  // Nothing is new. If only one part ran, it was asked for. Saving a file runs networks of other parts too.
  const oneOnly = new Set(ran.map(({ todo }) => partOf(todo.id))).size === 1
  if (!oneOnly) return before?.at
  return (ran.find(({ state, waitsFor }) => state !== 'done' && waitsFor === undefined) ?? ran.at(-1))?.todo
    .id
}
