import type { Todo } from '../../../course/manifest.ts'
import type { TodoProgress } from '../../../progress/progress.ts'
import { readProgress } from '../progress.ts'

/** Returns the arguments that make Vitest run the checks of these TODOs only, or of all if there are none. */
export function filters(todos: readonly Todo[]): string[] {
  if (todos.length === 0) return []
  const wanted = [...runWith(todos), ...todos]
  const files = [...new Set(wanted.map(({ checks }) => checks))]
  if (todos.length > 1) return files
  const ids = wanted.map(({ id }) => id.replace('.', '\\.'))
  return [...files, '-t', `^(${ids.join('|')}) `]
}

/**
 * Returns the other TODOs to check in the same run: earlier ones that are written but wait for this TODO, and TODOs
 * that were done before their code changed, if they share a file with these or are no longer done.
 */
function runWith(todos: readonly Todo[]): Todo[] {
  const { record, parts } = readProgress()
  const all = parts.flatMap((part) => part.todos)
  const [{ id: first }] = todos
  const earlier = all.slice(
    0,
    all.findIndex(({ todo }) => todo.id === first),
  )
  const waitedFor = ({ todo }: TodoProgress) => record?.todos[todo.id]?.waitsFor === first
  const waiting = todos.length === 1 ? earlier.filter(waitedFor) : []
  const changed = all.filter(({ todo, changed: files }) => {
    const { state, doneOn } = record?.todos[todo.id] ?? {}
    const shares = todos.some(({ file }) => file === todo.file)
    return files !== undefined && doneOn !== undefined && (shares || state !== 'done')
  })
  const others = [...waiting, ...changed].map(({ todo }) => todo)
  return others.filter(({ id }) => !todos.some((todo) => todo.id === id))
}
