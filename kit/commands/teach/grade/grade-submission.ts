import type { SourceTree } from '../../../course/cut-stubs.ts'
import { findTodo, manifest, wholeKit } from '../../../course/manifest.ts'
import { hashOfFiles } from '../../../grading/hash.ts'
import {
  faultsIn,
  stoppedIn,
  suspectsIn,
  waitingIn,
  withoutUnwritten,
  withPartialMarks,
  withSecondRun,
  withSuspects,
} from '../../../grading/marks.ts'
import { FORMAT, todosOf, type GradingResult } from '../../../grading/result.ts'
import type { Submission } from '../../../grading/submissions/read-submission.ts'
import { usesIn } from '../../../grading/uses.ts'
import { withKitCode } from '../../../grading/with-kit-code.ts'
import { isWritten } from '../../../course/is-written.ts'
import { runToTheEnd } from './run-to-the-end.ts'
import type { Workbench } from './workbench.ts'

/** The TODOs of parts that the course leaves out. Nobody has to write them, so what builds on them must not suffer. */
const OUTSIDE = wholeKit
  .filter(({ number }) => !manifest.some((part) => part.number === number))
  .flatMap(({ todos }) => todos.map(({ id }) => id))

/** What all submissions of a class are graded with. */
export interface Grader {
  /** The version of the kit, and a hash of what decides about points. */
  kit: string
  checks: string
  marks: GradingResult['marks']
  /** The untouched stubs, by path below `assignments/`. */
  stubs: SourceTree
  /** The kit's solutions, by the same paths; none in a kit without them. */
  solutions: SourceTree
}

/** Grades a submission. */
export async function gradeSubmission(
  { files, notes }: Submission,
  grader: Grader,
  workbench: Workbench,
): Promise<GradingResult> {
  const graded = await run(new Map([...grader.stubs, ...files]), grader, workbench)
  const { kit, checks } = grader
  return { ...(graded ?? withoutResult), kit, checks, submission: hashOfFiles(files), notes }
}

/** Runs the checks on a submission, and again where a TODO may only suffer from another. */
async function run(
  files: SourceTree,
  { marks, solutions }: Grader,
  workbench: Workbench,
): Promise<GradingResult | undefined> {
  const isOwn = (id: string): boolean => isWritten(id, files.get(findTodo(id).file) ?? '')
  const first = await runToTheEnd(workbench, files)
  if (first === undefined) return undefined
  /** Runs the checks of some TODOs with the kit's own code in place of others. */
  const withCodeFor: RunAgain = (replaced, kept) => {
    const changed = withKitCode(files, solutions, { replaced: [...replaced, ...OUTSIDE], kept })
    return runToTheEnd(workbench, changed, kept)
  }
  const judged =
    solutions.size === 0
      ? first
      : await judgedSuspects(await judgedWaiting(first, isOwn, withCodeFor), solutions, withCodeFor)
  const result = withoutUnwritten(judged, isOwn)
  return marks === 'partial' ? withPartialMarks(result) : result
}

type RunAgain = (replaced: readonly string[], kept: readonly string[]) => Promise<GradingResult | undefined>

/** A result, and the TODOs that had the kit's own code when a TODO was judged again, by that TODO. */
interface Judged {
  result: GradingResult
  without: ReadonlyMap<string, readonly string[]>
}

/**
 * Judges the TODOs that wait for a wrong or missing one, with the kit's own code in the place of that one: so they lose what
 * is their own and not what they inherit.
 */
async function judgedWaiting(
  first: GradingResult,
  isOwn: (todo: string) => boolean,
  runAgain: RunAgain,
): Promise<Judged> {
  let result = first
  const without = new Map<string, readonly string[]>()
  const stopped = new Set<string>()
  let replacedBefore = -1
  // In each round, others turn out to be wrong by themselves. In a network, that may be one after the other.
  for (;;) {
    // Of the TODOs whose checks were stopped, the first is to blame, and the others may only call it.
    const [culprit, ...suspects] = stoppedIn(result).filter(({ todo }) => !stopped.has(todo))
    if (culprit !== undefined) stopped.add(culprit.todo)
    const before = withSuspects(result, suspects, culprit)
    const waiting = new Map(waitingIn(before, isOwn).map(({ todo, waitsFor }) => [todo, waitsFor!]))
    const kept = [...waiting.keys()]
    const faults = faultsIn(before, kept)
    if (kept.length === 0 || faults.length === replacedBefore) return { result, without }
    replacedBefore = faults.length
    const second = await runAgain(faults, kept)
    if (second === undefined) return { result, without }
    result = withSecondRun(before, second, waiting)
    for (const todo of kept) without.set(todo, faults)
  }
}

/**
 * Judges the TODOs that are wrong and were judged with another one that is wrong, with the kit's own code in the place of
 * that one. Nobody loses points for a mistake that only shows in what uses it.
 */
async function judgedSuspects(
  { result: judged, without }: Judged,
  solutions: SourceTree,
  runAgain: RunAgain,
): Promise<GradingResult> {
  const uses = usesIn(solutions)
  let result = judged
  let suspects = suspectsIn(judged, (todo, other) => uses(todo, other) && !without.get(todo)?.includes(other))
  while (suspects.size > 0) {
    const kept = [...suspects.keys()]
    const second = await runAgain(faultsIn(result, kept), kept)
    if (second === undefined) break
    result = withSecondRun(result, second, suspects)
    const still = new Map([...suspects].filter(([todo]) => stateOf(result, todo) !== 'done'))
    // Those that use no other suspect are wrong by themselves. The rest is judged once more without them.
    suspects = new Map([...still].filter(([todo]) => [...still.keys()].some((other) => uses(todo, other))))
  }
  return result
}

const stateOf = (result: GradingResult, id: string): string =>
  todosOf(result).find(({ todo }) => todo === id)!.state

/** The result of a submission for which the checks ended without one. */
const withoutResult: Omit<GradingResult, 'kit' | 'checks' | 'submission' | 'notes'> = {
  format: FORMAT,
  isolation: 'nothing: the run ended before it had a result',
  complete: false,
  marks: 'whole',
  seconds: 0,
  points: 0,
  possible: manifest.flatMap(({ todos }) => todos).reduce((sum, { points }) => sum + points, 0),
  parts: manifest.map(({ number, title, todos }) => ({
    part: number,
    title,
    points: 0,
    possible: todos.reduce((sum, { points }) => sum + points, 0),
    todos: todos.map(({ id, title: name, points }) => ({
      todo: id,
      title: name,
      state: 'not run' as const,
      points: 0,
      possible: points,
      checks: [],
    })),
  })),
}
