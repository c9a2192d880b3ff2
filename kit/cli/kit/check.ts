import { Command } from 'commander'
import type { Todo } from '../../grading/manifest.ts'
import { readProgress } from './progress.ts'
import { runVitest } from './run-vitest.ts'
import { todosNamed } from './target.ts'

/** `npx kit check`: the checks of one TODO, one file, one part, or all. */
export const checkCommand = new Command('check')
  .description('run the checks of one TODO, of a file, of a part, or "all" of them')
  .argument('[what]', 'such as 1.2, layers, 2-normalization or all (default: the next TODO)')
  .option('--json', 'print what the TODOs have come to as JSON, and nothing else')
  .addHelpText('after', '\nThe exit code is 1 if a check fails. A TODO that is not started is no failure.')
  .action(async (what: string | undefined, { json }: { json?: boolean }) => {
    const todos = what === 'all' ? [] : what === undefined ? nextTodos() : todosNamed(what)
    process.exitCode = await runVitest(['run', ...filters(todos)], { quiet: json })
    if (json) console.log(JSON.stringify(asJson(todos), null, 2))
  })

/** The next TODO. When all are done, none, which means to check them all once more. */
function nextTodos(): readonly Todo[] {
  const { next } = readProgress()
  return next ? [next] : []
}

/** What tells Vitest to run the checks of these TODOs only; of all when there are none. */
function filters(todos: readonly Todo[]): string[] {
  if (todos.length !== 1) return [...new Set(todos.map(({ checks }) => checks))]
  const wanted = [...waitingFor(todos[0]), todos[0]]
  const ids = wanted.map(({ id }) => id.replace('.', '\\.'))
  return [...new Set(wanted.map(({ checks }) => checks)), '-t', `^(${ids.join('|')}) `]
}

/** Earlier TODOs that are written, but could not be checked as long as this one was not. */
function waitingFor({ id }: Todo): Todo[] {
  const todos = readProgress().parts.flatMap((part) => part.todos)
  const earlier = todos.slice(
    0,
    todos.findIndex(({ todo }) => todo.id === id),
  )
  return earlier.filter(({ waitsFor }) => waitsFor === id).map(({ todo }) => todo)
}

/** How the TODOs stand after the run; all of them when none are given. */
function asJson(wanted: readonly Todo[]): object {
  const { record, parts } = readProgress()
  const todos = parts
    .flatMap((part) => part.todos)
    .filter(({ todo: { id } }) => wanted.length === 0 || wanted.some((each) => each.id === id))
    .map(({ todo: { id, title }, state, waitsFor }) => {
      return { id, title, state, waitsFor, failure: record?.todos[id]?.failure }
    })
  return { passed: todos.every(({ state }) => state === 'done'), todos }
}
