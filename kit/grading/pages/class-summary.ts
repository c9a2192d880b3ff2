import { todosOf, type CheckResult, type TodoResult } from '../result.ts'
import type { Graded } from './graded.ts'
import type { State } from './states.ts'

/** A TODO in the work of a whole class. */
export interface ClassTodo {
  todo: string
  title: string
  /** How many learners are in which state. */
  counts: ReadonlyMap<State, number>
  /** The checks that somebody's own code fails and nobody's passes, with the number of learners whose code ran into them. */
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
    todos.flatMap(({ checks }) => checks),
    ({ name }) => name,
  )
  const isOwnFailure = ({ state, fault }: CheckResult): boolean => state === 'failed' && fault === undefined
  return Array.from(groups, ([name, all]) => ({ name, all }))
    .filter(({ all }) => all.every(({ state }) => state !== 'passed') && all.some(isOwnFailure))
    .map(({ name, all }) => ({ name, ran: all.filter(isOwnFailure).length }))
}

/** Returns where the learners of a class are stuck, the TODO with the most of them first. */
export function stuckAt(results: readonly Graded[]): StuckAt[] {
  const first = results.flatMap(({ name, result }) => {
    const todo = todosOf(result).find(({ state }) => state !== 'done')
    return todo === undefined ? [] : [{ name, todo }]
  })
  return Array.from(
    Map.groupBy(first, ({ todo }) => todo.todo),
    ([todo, group]) => ({
      todo,
      title: group[0].todo.title,
      learners: group.map((one) => ({ name: one.name, state: one.todo.state })),
    }),
  ).toSorted((a, b) => b.learners.length - a.learners.length)
}

/** Returns the number in the middle; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
}
