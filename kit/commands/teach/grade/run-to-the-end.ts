import type { SourceTree } from '../../../course/cut-stubs.ts'
import { findTodo } from '../../../course/manifest.ts'
import { unfinishedIn, withVerdicts } from '../../../grading/marks.ts'
import { todosOf, type GradingResult, type TodoResult } from '../../../grading/result.ts'
import type { Workbench } from './workbench.ts'

/**
 * Runs the checks of some TODOs on a submission. If the process of the checks ends, which happens when it suddenly runs out
 * of memory, new ones go on: with the TODOs of the file that had begun, one at a time, and then with all other files. So only
 * a TODO whose own checks end the process has no result.
 *
 * @param todos - the numbers of the TODOs; all of them by default
 */
export async function runToTheEnd(
  workbench: Workbench,
  files: SourceTree,
  todos: readonly string[] = [],
): Promise<GradingResult | undefined> {
  let result = await workbench.run(files, orderFor(todos))
  const ended = new Set<string>()
  while (result?.complete) {
    const left = unfinishedIn(result).filter(
      ({ todo }) => !ended.has(todo) && (todos.length === 0 || todos.includes(todo)),
    )
    const begun = left.find(({ checks }) => checks.length > 0)
    const next = (begun === undefined ? left : [begun]).map(({ todo }) => todo)
    if (next.length === 0) break
    if (begun !== undefined) ended.add(begun.todo)
    const more = await workbench.run(files, orderFor(next))
    const hasBegun = (todo: TodoResult): boolean => next.includes(todo.todo) && todo.checks.length > 0
    if (more === undefined || !todosOf(more).some(hasBegun)) break
    result = withVerdicts(result, more, next)
  }
  return result
}

const orderFor = (todos: readonly string[]) => ({
  checks: [...new Set(todos.map((id) => findTodo(id).checks))],
  todos,
})
