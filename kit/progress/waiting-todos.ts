import { join } from 'node:path'
import { isFilledIn, throwOf } from '../course/is-written.ts'
import { readOrEmpty } from '../system/read-or-empty.ts'
import { findTodo, type Todo } from '../course/manifest.ts'
import type { PartProgress } from './progress.ts'
import { hasSolutions } from '../course/solutions.ts'
import { wrapped } from '../text/wrap.ts'

/**
 * Returns one sentence for each unfinished TODO that keeps written TODOs from being judged. Without it, their authors
 * would see no effect of their work.
 */
export function waitingLines(parts: readonly PartProgress[], root: string, tree: string): string[] {
  const waiting = parts
    .flatMap(({ todos }) => todos)
    .filter(
      ({ todo, state, waitsFor }) =>
        state === 'not started' && waitsFor !== undefined && isFilledIn(todo, root, tree),
    )
  if (waiting.length === 0) return []
  const byOpen = Map.groupBy(waiting, ({ waitsFor }) => findTodo(waitsFor!))
  const lines = Array.from(byOpen, ([open, group]) => {
    const ids = group.map(({ todo }) => todo.id).join(', ')
    const written = group.length === 1 ? 'is written, but its checks' : 'are written, but their checks'
    return wrapped(
      '  ',
      `TODO ${ids} ${written} also need TODO ${open.id}, ${open.title}. Write that one next.`,
    )
  })
  const advice = tree === 'assignments' ? lendAdvice(waiting[0].todo, root) : ''
  return advice ? [...lines, `  ${advice}`] : lines
}

/** Returns how to check a TODO that builds on an unfinished one, or '' if there are no solutions to lend. */
export const lendAdvice = ({ id }: Todo, root: string): string =>
  hasSolutions(root) ? `Or use the kit's solution in its place: npx kit check ${id} --lend` : ''

/** Returns a sentence for each TODO whose code cannot count, because the line that throws still stands below it. */
export function throwingLines(parts: readonly PartProgress[], root: string, tree: string): string[] {
  return parts
    .flatMap(({ todos }) => todos)
    .filter(({ todo, state }) => state === 'not started' && hasCodeAboveThrow(todo, root, tree))
    .map(({ todo: { id } }) =>
      wrapped(
        '  ',
        `Your code of TODO ${id} does not count yet: below it, the line with NotImplementedError('${id}') still throws. Delete this line.`,
      ),
    )
}

/** Returns whether there is code between the comment of a TODO and the line that throws. */
function hasCodeAboveThrow({ file, id }: Todo, root: string, tree: string): boolean {
  const lines = readOrEmpty(join(root, tree, file)).split('\n')
  const end = lines.findIndex((line) => throwOf(id).test(line))
  const start = lines.slice(0, Math.max(0, end)).findLastIndex((line) => line.includes(`// TODO ${id}:`))
  return start !== -1 && lines.slice(start, end).some((line) => !/^\s*(?:$|\/\/|\/?\*)/.test(line))
}
