import { findTodo } from '../../course/manifest.ts'
import { tellingCheck, todosOf, type GradingResult, type TodoResult } from '../result.ts'
import { saidBy, saidValues } from './said-values.ts'

/** Causes of the same kind that concern a single function of a file, or the checks. */
const LOADED = ['file/no-export', 'file/skips-cases', 'file/changes-built-in']

/**
 * Returns the file that does not load, if that is why a TODO is wrong. Then nothing in the file can be graded, so it is one
 * thing that is wrong, and not one for each TODO.
 *
 * @returns its path in `assignments/`
 */
export function brokenFileOf(todo: TodoResult): string | undefined {
  const told = tellingCheck(todo)
  if (todo.state !== 'wrong' || told?.cause === undefined) return undefined
  const { cause } = told
  if (!cause.endsWith('-loading') && (!cause.startsWith('file/') || LOADED.includes(cause))) return undefined
  const values = saidValues(cause, saidBy(told))
  const path = values?.get('path') ?? values?.get('file') ?? findTodo(todo.todo).file
  return path.replace(/^assignments\//, '').replace(/:\d+$/, '')
}

/** Returns the files that do not load, with the TODOs that nobody can grade because of them. */
export const brokenFilesIn = (result: GradingResult): Map<string, TodoResult[]> => {
  const broken = todosOf(result).flatMap((todo) => {
    const file = brokenFileOf(todo)
    return file === undefined ? [] : [{ file, todo }]
  })
  return new Map(
    Array.from(
      Map.groupBy(broken, ({ file }) => file),
      ([file, all]) => [file, all.map(({ todo }) => todo)],
    ),
  )
}
