import { provesLittle } from './proves-little.ts'
import { tellingCheck, todosOf, type GradingResult, type TodoResult } from './result.ts'

/**
 * Returns the TODOs that were not judged by themselves: an earlier TODO that they use is wrong or missing.
 *
 * @param isWritten - whether a TODO's own code is there
 */
export const waitingIn = (result: GradingResult, isWritten: (todo: string) => boolean): TodoResult[] =>
  todosOf(result).filter(
    ({ todo, state, waitsFor }) =>
      waitsFor !== undefined && (state === 'waits' || state === 'not started') && isWritten(todo),
  )

/** How a check fails that was stopped. It cannot say whose code it was: a function or an earlier one that it calls. */
const STOPPED: readonly unknown[] = ['Took too long', 'Out of memory', 'Ended early']

/** Returns the TODOs that are wrong because their checks were stopped. */
export const stoppedIn = (result: GradingResult): TodoResult[] =>
  todosOf(result).filter((todo) => todo.state === 'wrong' && STOPPED.includes(tellingCheck(todo)?.kind))

/** Returns a result in which some TODOs wait for another, until they are judged without it. */
export function withSuspects(
  result: GradingResult,
  suspects: readonly TodoResult[],
  first: TodoResult,
): GradingResult {
  const suspected = (todo: TodoResult): TodoResult =>
    suspects.includes(todo) ? { ...todo, state: 'waits', waitsFor: first.todo } : todo
  return { ...result, parts: result.parts.map((part) => ({ ...part, todos: part.todos.map(suspected) })) }
}

/** Returns the TODOs that others may wait for: those that are wrong by themselves, or missing. */
export const faultsIn = (result: GradingResult, waiting: readonly TodoResult[]): string[] =>
  todosOf(result)
    .filter(({ todo, state }) => state !== 'done' && !waiting.some((one) => one.todo === todo))
    .map(({ todo }) => todo)

/**
 * Returns a result in which TODOs that waited are judged by a second run, which had the kit's own code in place of what
 * they waited for. Those that are right earn their points. Those that are wrong by themselves say what is wrong with them.
 *
 * @param waiting - the numbers of those TODOs
 */
export function withSecondRun(
  first: GradingResult,
  second: GradingResult,
  waiting: readonly string[],
): GradingResult {
  const judged = new Map(todosOf(second).map((todo) => [todo.todo, todo]))
  const rejudged = (todo: TodoResult): TodoResult => {
    const again = judged.get(todo.todo)
    if (!waiting.includes(todo.todo) || again === undefined) return todo
    if (again.state === 'done') return { ...again, earnedWith: [todo.waitsFor!] }
    return again.state === 'wrong' ? again : todo
  }
  return totalled({
    ...first,
    seconds: Math.round(10 * (first.seconds + second.seconds)) / 10,
    parts: first.parts.map((part) => ({ ...part, todos: part.todos.map(rejudged) })),
  })
}

/**
 * Returns a result in which nothing waits that is not there: a TODO without code of its own is not started.
 *
 * @param isWritten - whether a TODO's own code is there
 */
export const withoutUnwritten = (
  result: GradingResult,
  isWritten: (todo: string) => boolean,
): GradingResult => ({
  ...result,
  parts: result.parts.map((part) => ({
    ...part,
    todos: part.todos.map((todo) =>
      todo.state === 'waits' && !isWritten(todo.todo) ? { ...todo, state: 'not started' as const } : todo,
    ),
  })),
})

/** Returns a result whose points are the sums of those of its TODOs. */
export function totalled(result: GradingResult): GradingResult {
  const sum = (points: readonly { points: number }[]): number =>
    Math.round(100 * points.reduce((total, one) => total + one.points, 0)) / 100
  const parts = result.parts.map((part) => ({ ...part, points: sum(part.todos) }))
  return { ...result, points: sum(parts), parts }
}

/**
 * Returns a result in which a TODO earns the share of its checks that pass, rounded down to hundredths of a point. A check
 * that also passes for code that computes nothing does not count when it passes. Nothing is earned by code that is not
 * there: a TODO that is not started, or that was not judged, has no points.
 */
export const withPartialMarks = (result: GradingResult): GradingResult =>
  totalled({
    ...result,
    marks: 'partial',
    parts: result.parts.map((part) => ({
      ...part,
      todos: part.todos.map((todo) => {
        if (todo.state !== 'wrong') return todo
        const counted = todo.checks.filter(
          ({ name, state }) => state !== 'passed' || !provesLittle(todo.todo, name),
        )
        const passed = counted.filter(({ state }) => state === 'passed').length
        // A file that could not be loaded has no checks.
        const share = counted.length === 0 ? 0 : passed / counted.length
        return { ...todo, points: Math.floor(100 * todo.possible * share) / 100 }
      }),
    })),
  })
