import { manifest, type Part, type Todo } from '../course/manifest.ts'

/**
 * The result of one check. `open` names the unfinished TODO that stopped the check before it could judge anything. A
 * check that was left out of the run is `not run`.
 */
export interface CheckOutcome {
  todo: string
  state: 'passed' | 'failed' | 'not started' | 'not run'
  open?: string
}

/**
 * The state of a TODO. `waits` means that it fails only because an earlier TODO is wrong. `not run` means that some of its
 * checks were not part of the run and no other check failed.
 */
export type TodoState = 'done' | 'wrong' | 'waits' | 'not started' | 'not run'

/** One TODO with the result of its checks. */
export interface TodoProgress {
  todo: Todo
  state: TodoState
  /** Another TODO that must be done first, if the checks need one. A TODO that waits always has it. */
  waitsFor?: string
  /** The files below `assignments/` that have changed since the TODO was checked. */
  changed?: string[]
}

/** One part with the points earned in it. */
export interface PartProgress {
  part: Part
  todos: TodoProgress[]
  earned: number
  possible: number
}

/**
 * Computes the points for a set of check outcomes. A TODO earns its points when every one of its checks ran and passed.
 * The possible points come from the manifest, so a file that does not load does not reduce the total.
 *
 * @param outcomes - of all existing checks
 * @param faults - the earlier TODO that makes a TODO fail, by the number of the TODO that fails
 * @param brokenChecks - check files that could not be collected at all
 */
export function progressOf(
  outcomes: readonly CheckOutcome[],
  faults: ReadonlyMap<string, string> = new Map(),
  brokenChecks: ReadonlySet<string> = new Set(),
  parts: readonly Part[] = manifest,
): PartProgress[] {
  return parts.map((part) => {
    const todos = part.todos.map((todo) => {
      const own = outcomes.filter((outcome) => outcome.todo === todo.id)
      const broken = brokenChecks.has(todo.checks)
      return broken ? { todo, state: 'wrong' as const } : todoProgress(todo, own, faults.get(todo.id))
    })
    return partProgress(part, todos)
  })
}

/** Returns the progress of a part whose TODOs are in these states. */
export function partProgress(part: Part, todos: TodoProgress[]): PartProgress {
  const points = (list: readonly TodoProgress[]): number =>
    list.reduce((sum, { todo }) => sum + todo.points, 0)
  const done = todos.filter(({ state }) => state === 'done')
  return { part, todos, earned: points(done), possible: points(todos) }
}

function todoProgress(
  todo: Todo,
  outcomes: readonly CheckOutcome[],
  fault: string | undefined,
): TodoProgress {
  const every = (wanted: CheckOutcome['state']): boolean => outcomes.every(({ state }) => state === wanted)
  if (every('not run')) return { todo, state: 'not run' }
  if (outcomes.some(({ state }) => state === 'failed'))
    return fault === undefined ? { todo, state: 'wrong' } : { todo, state: 'waits', waitsFor: fault }
  if (every('passed')) return { todo, state: 'done' }
  if (!outcomes.some(({ state }) => state === 'not started')) return { todo, state: 'not run' }
  const open = outcomes.flatMap((outcome) => outcome.open ?? [])
  return { todo, state: 'not started', waitsFor: open.includes(todo.id) ? undefined : open[0] }
}

/**
 * Returns the one thing to do next: the first of these TODOs, in the manifest's order, that is not done or has changed
 * and does not wait for another. Returns undefined when none of the TODOs that were run is left to do.
 */
export function nextStep(todos: readonly TodoProgress[]): TodoProgress | undefined {
  const left = todos.filter(
    ({ state, changed }) => state !== 'done' && (state !== 'not run' || changed !== undefined),
  )
  return left.find(({ waitsFor }) => waitsFor === undefined) ?? left[0]
}
