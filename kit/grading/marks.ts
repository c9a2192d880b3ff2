import { sentences, type CauseId } from '../course/causes/index.ts'
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

/** How a check fails whose calls came to an end. */
const ANSWERED: readonly unknown[] = ['Wrong answer', 'Crashed']

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

/** Returns the TODOs that have checks without a result, because the process of the checks has ended. */
export const unfinishedIn = (result: GradingResult): TodoResult[] =>
  todosOf(result).filter(
    ({ state, checks }) =>
      state === 'not run' || checks.some((one) => one.state === 'failed' && one.kind === undefined),
  )

/** Returns a result with the verdicts of another run on some TODOs. */
export const withVerdicts = (
  result: GradingResult,
  other: GradingResult,
  todos: readonly string[],
): GradingResult => withTodos(result, other, (todo, its) => (todos.includes(todo.todo) ? its : todo))

/** Returns the TODOs that others may wait for: those that are wrong or missing, except some that are judged again. */
export const faultsIn = (result: GradingResult, judgedAgain: readonly string[]): string[] =>
  todosOf(result)
    .filter(({ todo, state }) => state !== 'done' && !judgedAgain.includes(todo))
    .map(({ todo }) => todo)

/**
 * Returns the TODOs that are wrong and use another one that is wrong, each with that one. They may be right by themselves:
 * what is wrong with the other may show nowhere but in their checks.
 *
 * @param uses - whether the code of a TODO may call that of another
 */
export function suspectsIn(
  result: GradingResult,
  uses: (todo: string, other: string) => boolean,
): Map<string, string> {
  const wrong = todosOf(result).filter(({ state }) => state === 'wrong')
  // A file that does not load says nothing about what it uses.
  const answered = wrong.filter((todo) => ANSWERED.includes(tellingCheck(todo)?.kind))
  return new Map(
    answered.flatMap(({ todo }) => {
      const fault = wrong.find((other) => uses(todo, other.todo))
      return fault === undefined ? [] : [[todo, fault.todo]]
    }),
  )
}

/**
 * Returns a result in which some TODOs are judged by a second run, which had the kit's own code in place of others. Those
 * that are right earn their points. Those that waited and are wrong by themselves say what is wrong with them.
 *
 * @param judgedAgain - those TODOs, each with the one that it waited for, or that was suspected instead
 */
export function withSecondRun(
  first: GradingResult,
  second: GradingResult,
  judgedAgain: ReadonlyMap<string, string>,
): GradingResult {
  return withTodos(first, second, (todo, again) => {
    const fault = judgedAgain.get(todo.todo)
    if (fault === undefined) return todo
    if (again.state === 'done') return { ...again, earnedWith: [fault] }
    // One that was wrong before has said so about the learner's own code.
    return again.state === 'wrong' && todo.state !== 'wrong' ? withoutWords(again, todo, fault) : todo
  })
}

/**
 * Returns the verdict of a second run without anything that the submission could put into words. The kit's own code was in
 * its process, so it could have read the solutions, and an error or a result could hold their text.
 *
 * @param before - the same TODO in the first run
 */
const withoutWords = (todo: TodoResult, before: TodoResult, fault: string): TodoResult => ({
  ...todo,
  checks: todo.checks.map(({ name, state, open, kind, cause }) => ({
    name,
    state,
    ...(open !== undefined && { open }),
    ...(state === 'failed' && {
      ...(kind !== undefined && { kind }),
      ...(cause !== undefined && { cause }),
      sentence: `${kind ?? 'Wrong answer'}: ${wordsOf(cause)}${alsoWrong(fault)}`,
    }),
    milliseconds: before.checks.find((one) => one.name === name)?.milliseconds ?? 0,
  })),
})

/** Returns the sentence of a cause with a space behind it, unless it has values: those come from the submission. */
const wordsOf = (cause: CauseId | undefined): string =>
  cause === undefined || sentences[cause].includes('{') ? '' : `${sentences[cause]} `

const alsoWrong = (fault: string): string =>
  `It is also wrong when the kit's own code takes the place of TODO ${fault}. You see more once that one is right.`

/** Returns a result whose TODOs are chosen from those of two runs. */
function withTodos(
  first: GradingResult,
  second: GradingResult,
  choose: (todo: TodoResult, again: TodoResult) => TodoResult,
): GradingResult {
  const judged = new Map(todosOf(second).map((todo) => [todo.todo, todo]))
  return totalled({
    ...first,
    seconds: Math.round(10 * (first.seconds + second.seconds)) / 10,
    parts: first.parts.map((part) => ({
      ...part,
      todos: part.todos.map((todo) => choose(todo, judged.get(todo.todo) ?? todo)),
    })),
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
function totalled(result: GradingResult): GradingResult {
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
