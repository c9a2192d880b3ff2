import type { SourceTree } from '../../../course/cut-stubs.ts'
import { findTodo, manifest } from '../../../course/manifest.ts'
import { FORMAT, todosOf, type GradingResult } from '../../../grading/result.ts'
import { faultsIn, waitingIn, withPartialMarks, withSecondRun } from '../../../grading/marks.ts'
import { withKitCode } from '../../../grading/with-kit-code.ts'
import { isWritten } from '../../../progress/waiting-todos.ts'
import type { Workbench } from './workbench.ts'

/** How often TODOs that wait are tried again. In each round, others may turn out to be wrong by themselves. */
const MOST_ROUNDS = 3

/** What grading a submission needs besides the submission. */
export interface Grading {
  workbench: Workbench
  marks: GradingResult['marks']
  /** The untouched stubs, and the solutions, by path below `assignments/`. */
  stubs: SourceTree
  solutions: SourceTree
}

/**
 * Grades a submission. A TODO that waits for a wrong or missing one is graded again with the kit's own code in its place,
 * so that it loses what is its own and not what it inherits.
 *
 * @param submitted - the files of the submission; for those that are missing, the stubs are taken
 * @throws UserError if the run of the checks ended without a result
 */
export async function gradeSubmission(
  submitted: SourceTree,
  { workbench, marks, stubs, solutions }: Grading,
): Promise<GradingResult> {
  const files = new Map([...stubs, ...submitted])
  const isOwn = (id: string): boolean => isWritten(id, files.get(findTodo(id).file) ?? '')
  let result = await workbench.run(files, [])
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const waiting = waitingIn(result, isOwn)
    if (waiting.length === 0) break
    const kept = waiting.map(({ todo }) => todo)
    const replaced = faultsIn(result, waiting)
    const checks = [...new Set(kept.map((id) => findTodo(id).checks))]
    const second = await workbench.run(withKitCode(files, solutions, { replaced, kept }), checks)
    const before = result
    result = withSecondRun(result, second, kept)
    // Only what was found wrong just now lets others hope.
    const isNew = todosOf(result).some(({ state }, i) => state === 'wrong' && todosOf(before)[i].state !== 'wrong')
    if (!isNew) break
  }
  return marks === 'partial' ? withPartialMarks(result) : result
}
