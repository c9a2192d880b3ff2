import { todosOf, type CheckResult, type TodoResult } from '../result.ts'
import { brokenFileOf } from './broken-files.ts'
import type { Graded } from './graded.ts'
import type { State } from './html/states.ts'

/** A TODO in the work of a whole class. */
export interface ClassTodo {
  todo: string
  title: string
  /** How many learners are in which state. */
  counts: ReadonlyMap<State, number>
  /** The checks that somebody's own code fails and nobody's passes, and how many learners have tried. */
  neverPassed: { name: string; ran: number }[]
}

/** The learners whose first TODO that is not done is the same. */
export interface StuckAt {
  todo: string
  title: string
  learners: { name: string; state: State }[]
}

/** Returns every TODO with its states in the class, in the order of the course. */
export function classTodos(results: readonly Graded[]): ClassTodo[] {
  const groups = Map.groupBy(
    results.flatMap(({ result }) => todosOf(result)),
    ({ todo }) => todo,
  )
  return Array.from(groups, ([todo, all]) => ({
    todo,
    title: all[0].title,
    counts: new Map(
      Array.from(
        Map.groupBy(all, ({ state }) => state),
        ([state, group]) => [state, group.length],
      ),
    ),
    neverPassed: neverPassedIn(all),
  }))
}

function neverPassedIn(todos: readonly TodoResult[]): ClassTodo['neverPassed'] {
  const groups = Map.groupBy(
    todos.filter((todo) => brokenFileOf(todo) === undefined).flatMap(({ checks }) => checks),
    ({ name }) => name,
  )
  const isOwnFailure = ({ state, fault }: CheckResult): boolean => state === 'failed' && fault === undefined
  return Array.from(groups, ([name, all]) => ({ name, all }))
    .filter(({ all }) => all.every(({ state }) => state !== 'passed') && all.some(isOwnFailure))
    .map(({ name, all }) => ({ name, ran: all.filter(isOwnFailure).length }))
}

/** Returns where the learners of a class are stuck: first the TODO with the most of them, or else the earlier one. */
export function stuckAt(results: readonly Graded[]): StuckAt[] {
  const stuck = results.flatMap(({ name, result }) => {
    const todos = todosOf(result)
    const at = todos.findIndex(({ state }) => state !== 'done')
    return at === -1 ? [] : [{ name, at, ...todos[at] }]
  })
  return [...Map.groupBy(stuck, ({ todo }) => todo).values()]
    .toSorted((a, b) => b.length - a.length || a[0].at - b[0].at)
    .map((group) => ({
      todo: group[0].todo,
      title: group[0].title,
      learners: group.map(({ name, state }) => ({ name, state })),
    }))
}

/** Returns the number in the middle; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
