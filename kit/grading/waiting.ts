import { join } from 'node:path'
import { readOrEmpty } from './locate.ts'
import { findTodo, type Todo } from './manifest.ts'
import type { PartProgress } from './progress.ts'
import { wrapped } from './wrapped.ts'

/**
 * One sentence for each TODO that keeps others, which are written, from being judged; they would look as if nothing
 * had happened.
 */
export function waitingLines(parts: readonly PartProgress[], root: string, tree: string): string[] {
  const waiting = parts
    .flatMap(({ todos }) => todos)
    .filter(({ todo, waitsFor }) => waitsFor !== undefined && isFilledIn(todo, root, tree))
  const byOpen = Map.groupBy(waiting, ({ waitsFor }) => findTodo(waitsFor!))
  return Array.from(byOpen, ([open, group]) => {
    const ids = group.map(({ todo }) => todo.id).join(', ')
    const written = group.length === 1 ? 'is written, but its checks' : 'are written, but their checks'
    return wrapped(
      '  ',
      `TODO ${ids} ${written} need TODO ${open.id}, ${open.title}, too: write that one next.`,
    )
  })
}

/** Whether the line that throws is gone from a TODO, by what its file says. */
export function isFilledIn({ file, id }: Todo, root: string, tree = 'assignments'): boolean {
  const code = readOrEmpty(join(root, tree, file))
  const line = new RegExp(`^(?! *//).*NotImplementedError\\(['"]${id.replace('.', '\\.')}['"]`, 'm')
  return code !== '' && !line.test(code)
}
