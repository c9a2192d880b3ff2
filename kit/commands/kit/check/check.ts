import { Command } from 'commander'
import type { Todo } from '../../../course/manifest.ts'
import { readSolutions } from '../../../course/solutions.ts'
import { everyFailure } from '../../../vitest/reporters/index.ts'
import { filters } from './check-filters.ts'
import { readProgress, readProgressAfter, type Progress } from '../progress.ts'
import { root } from '../../../system/root.ts'
import { runVitest } from '../run-vitest.ts'
import { todosNamed } from '../target.ts'
import { versions } from '../../../system/versions.ts'

const ALL = 'all'

interface Options {
  lend?: boolean
  json?: boolean
  all?: boolean
}

/** `npx kit check`: runs the checks of one TODO, one file, one part, or all. */
export const checkCommand = new Command('check')
  .description('run the checks of a TODO, a file or a part, or "all" checks')
  .argument('[what]', 'such as 1.2, layers, 1-fully-connected or all (default: the next TODO)')
  .option('--lend', "use the kit's solutions for TODOs that it builds on and that you have not started")
  .option('--all', 'print every failure in full, not only the most informative one of each TODO')
  .option('--json', 'print only the results, as JSON')
  .addHelpText(
    'after',
    '\nThe exit code is 1 if a check fails. A TODO that is not started does not count as a failure.',
  )
  .action(async (what: string | undefined, { lend, json, all }: Options) => {
    // Throws if there are no solutions to lend.
    if (lend) readSolutions(root)
    const todos =
      what?.toLowerCase() === ALL ? [] : what === undefined ? nextTodos() : todosNamed(what, [ALL])
    const before = readProgress()
    process.exitCode = await runVitest(
      ['run', ...filters(todos), ...(all ? everyFailure : []).map((path) => `--reporter=${path}`)],
      { quiet: json, lend },
    )
    if (todos.length > 0 && before.next && !readProgress().next) {
      // The last TODO is done, but something may have broken on the way.
      if (!json) console.log('  The kit does that now.')
      process.exitCode = await runVitest(['run'], { quiet: json })
    }
    if (json) console.log(JSON.stringify(asJson(todos, before), null, 2))
  })

/** Returns the next TODO, or an empty list when all are done, which means to check all of them once more. */
function nextTodos(): readonly Todo[] {
  const { next } = readProgress()
  return next ? [next] : []
}

/** Returns the state of these TODOs after the run, or of all TODOs if none are given. */
function asJson(wanted: readonly Todo[], before: Progress): object {
  const { record, parts } = readProgressAfter(before)
  const todos = parts
    .flatMap((part) => part.todos)
    .filter(({ todo: { id } }) => wanted.length === 0 || wanted.some((each) => each.id === id))
    .map(({ todo: { id, title }, state, waitsFor }) => {
      return { id, title, state, waitsFor, failure: record?.todos[id]?.failure }
    })
  return { versions, passed: todos.every(({ state }) => state === 'done'), todos }
}
