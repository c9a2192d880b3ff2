import { Command } from 'commander'
import type { Todo } from '../../course/manifest.ts'
import { setSkipped } from '../../progress/skipped-todos.ts'
import { print } from '../../text/wrap.ts'
import { readProgress, progressOfTodo } from './progress.ts'
import { root } from '../../system/root.ts'
import { todosNamed } from './target.ts'
import { UserError } from '#kit/system/user-error.ts'

/** `npx kit skip`: leaves TODOs for later. */
export const skipCommand = new Command('skip')
  .description('skip TODOs for now; the kit comes back to them when nothing else is left')
  .argument(
    '[what...]',
    'such as 1.2, layers or 1-fully-connected (default: the next TODO; with --undo, all)',
  )
  .option('--undo', 'no longer skip them')
  .action((names: string[], { undo }: { undo?: boolean }) => {
    const todos = [...new Set(names.flatMap((name) => todosNamed(name)))]
    const said = undo ? unskip(todos) : names.length > 0 ? skip(todos, names) : skip([nextTodo()])
    print(said)
  })

function nextTodo(): Todo {
  const { next } = readProgress()
  if (!next) throw new UserError('command', 'Everything is done. There is nothing to skip.')
  return next
}

/**
 * Leaves TODOs for later, except those that are done.
 *
 * @param names - the names that the learner typed, if any
 * @returns a sentence that says what was done
 */
export function skip(todos: readonly Todo[], names: readonly string[] = []): string {
  const before = readProgress()
  const open = todos.filter((todo) => progressOfTodo(before, todo).state !== 'done')
  if (open.length === 0) return `${titled(todos)} done. There is nothing to skip.`
  setSkipped(root, open.map(numberOf), true)
  const { next } = readProgress()
  const goOn =
    !next || open.includes(next) ? 'But nothing else is left.' : `Next is TODO ${next.id}, ${next.title}.`
  const back = (names.length > 0 ? names : open.map(numberOf)).map(quoted).join(' ')
  return `${titled(open)} skipped for now. ${goOn} To undo this: npx kit skip --undo ${back}`
}

/** Takes TODOs back. @param todos - an empty list means all that are left for later */
function unskip(todos: readonly Todo[]): string {
  const { skipped } = readProgress()
  const ids = todos.length > 0 ? todos.map(numberOf) : skipped
  const back = ids.filter((id) => skipped.includes(id))
  setSkipped(root, back, false)
  if (back.length > 0) return `TODO ${back.join(', ')} ${back.length === 1 ? 'is' : 'are'} no longer skipped.`
  return ids.length === 0
    ? 'No TODO was skipped.'
    : `TODO ${ids.join(', ')} ${ids.length === 1 ? 'was' : 'were'} not skipped.`
}

const numberOf = ({ id }: Todo): string => id

const quoted = (name: string): string => (/\s/.test(name) && !/^part \d+$/i.test(name) ? `"${name}"` : name)

/** Returns the start of a sentence: `TODO 1.2, affineBackward, is` for one TODO, only the numbers for several. */
const titled = (todos: readonly Todo[]): string =>
  todos.length === 1
    ? `TODO ${todos[0].id}, ${todos[0].title}, is`
    : `TODO ${todos.map(numberOf).join(', ')} are`
