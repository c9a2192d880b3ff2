import { join } from 'node:path'
import { readOrEmpty } from './locate.ts'
import { findTodo, type Todo } from './manifest.ts'
import type { PartProgress } from './progress.ts'
import { hasSolutions } from './solutions.ts'
import { wrapped } from './wrapped.ts'

/**
 * One sentence for each TODO that keeps others, which are written, from being judged; they would look as if nothing
 * had happened.
 */
export function waitingLines(parts: readonly PartProgress[], root: string, tree: string): string[] {
  const waiting = parts
    .flatMap(({ todos }) => todos)
    .filter(({ todo, waitsFor }) => waitsFor !== undefined && isFilledIn(todo, root, tree))
  if (waiting.length === 0) return []
  const byOpen = Map.groupBy(waiting, ({ waitsFor }) => findTodo(waitsFor!))
  const lines = Array.from(byOpen, ([open, group]) => {
    const ids = group.map(({ todo }) => todo.id).join(', ')
    const written = group.length === 1 ? 'is written, but its checks' : 'are written, but their checks'
    return wrapped(
      '  ',
      `TODO ${ids} ${written} need TODO ${open.id}, ${open.title}, too: write that one next.`,
    )
  })
  const canLend = tree === 'assignments' && hasSolutions(root)
  return canLend ? [...lines, `  Or let the kit's stand in for it: ${lendCommand(waiting[0].todo)}`] : lines
}

/** What checks a TODO although others that it builds on are not started. */
export const lendCommand = ({ id }: Todo): string => `npx kit check ${id} --lend`

/** Whether the line that throws is gone from a TODO, by what its file says. */
export function isFilledIn({ file, id }: Todo, root: string, tree = 'assignments'): boolean {
  const code = readOrEmpty(join(root, tree, file))
  const line = new RegExp(`^(?! *//).*NotImplementedError\\(['"]${id.replace('.', '\\.')}['"]`, 'm')
  return code !== '' && !line.test(code)
}
