import type { SourceTree } from '../../../course/cut-stubs.ts'
import { findTodo, manifest, wholeKit } from '../../../course/manifest.ts'
import { hashOfFiles } from '../../../grading/hash.ts'
import {
  faultsIn,
  stoppedIn,
  waitingIn,
  withoutUnwritten,
  withPartialMarks,
  withSecondRun,
  withSuspects,
} from '../../../grading/marks.ts'
import { FORMAT, type GradingResult } from '../../../grading/result.ts'
import type { Submission } from '../../../grading/submissions/read-submission.ts'
import { withKitCode } from '../../../grading/with-kit-code.ts'
import { isWritten } from '../../../course/is-written.ts'
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

/**
 * Runs the checks on a submission. A TODO that waits for a wrong or missing one is graded again with the kit's own code in
 * the place of that one: so it loses what is its own and not what it inherits.
 */
async function run(
  files: SourceTree,
  { marks, solutions }: Grader,
  workbench: Workbench,
): Promise<GradingResult | undefined> {
  const isOwn = (id: string): boolean => isWritten(id, files.get(findTodo(id).file) ?? '')
  let result = await workbench.run(files)
  const stopped = new Set<string>()
  let replacedBefore = -1
  // In each round, others turn out to be wrong by themselves. In a network, that may be one after the other.
  while (result !== undefined && solutions.size > 0) {
    // Of the TODOs whose checks were stopped, the first is to blame, and the others may only call it.
    const [first, ...suspects] = stoppedIn(result).filter(({ todo }) => !stopped.has(todo))
    if (first !== undefined) stopped.add(first.todo)
    const before = withSuspects(result, suspects, first)
    const waiting = waitingIn(before, isOwn)
    const kept = waiting.map(({ todo }) => todo)
    const faults = faultsIn(before, waiting)
    if (waiting.length === 0 || faults.length === replacedBefore) break
    replacedBefore = faults.length
    const changed = withKitCode(files, solutions, { replaced: [...faults, ...OUTSIDE], kept })
    const checks = [...new Set(kept.map((id) => findTodo(id).checks))]
    const second = await workbench.run(changed, { checks, todos: kept })
    if (second === undefined) break
    result = withSecondRun(before, second, kept)
  }
  if (result === undefined) return undefined
  const judged = withoutUnwritten(result, isOwn)
  return marks === 'partial' ? withPartialMarks(judged) : judged
}

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
