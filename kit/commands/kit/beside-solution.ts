import { join } from 'node:path'
import { styleText } from 'node:util'
import { withoutCarriageReturns } from '../../course/cut-stubs.ts'
import { readOrEmpty } from '../../system/read-or-empty.ts'
import type { Todo } from '../../course/manifest.ts'
import { readStubs } from '../../course/stubs.ts'
import { codeOfTodo } from './reset/reset-todo.ts'
import { root } from '../../system/root.ts'
import { solutionOf } from './solution.ts'

/** Returns the learner's code of a TODO that is done, and below it the kit's. */
export function besideSolution(todo: Todo): string {
  const mine = withoutCarriageReturns(readOrEmpty(join(root, 'assignments', todo.file)))
  const own = codeOfTodo(mine, readStubs(root).get(todo.file) ?? '', todo.id)
  const kits = `${styleText('bold', `The kit's solution of TODO ${todo.id}:`)}\n${solutionOf(todo, false)}`
  if (own === undefined) return kits
  return `${styleText('bold', `Your code of TODO ${todo.id}:`)}\n  ${own.trim()}\n\n${kits}`
}
