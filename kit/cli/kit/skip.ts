import { Command } from 'commander'
import type { Todo } from '../../grading/manifest.ts'
import { setSkipped } from '../../grading/skipped.ts'
import { KitError } from './kit-error.ts'
import { readProgress, standingOf } from './progress.ts'
import { root } from './root.ts'
import { todoNamed } from './target.ts'

/** `npx kit skip`: a TODO is left for later. */
export const skipCommand = new Command('skip')
  .description('leave a TODO for later: "next" comes back to it when nothing else is left')
  .argument('[todo]', 'such as 1.2 or affineBackward (default: the next one; with --undo, all)')
  .option('--undo', 'leave it for later no more')
  .action((name: string | undefined, { undo }: { undo?: boolean }) => {
    const named = name === undefined ? undefined : todoNamed(name)
    console.log(undo ? unskip(named) : skip(named ?? nextTodo()))
  })

function nextTodo(): Todo {
  const { next } = readProgress()
  if (!next) throw new KitError('All is done: there is nothing to skip.')
  return next
}

/** Leaves a TODO for later, and returns what was done as a sentence. */
export function skip(todo: Todo): string {
  const { id, title } = todo
  if (standingOf(readProgress(), todo).state === 'done')
    return `TODO ${id}, ${title}, is done: there is nothing to skip.`
  setSkipped(root, id, true)
  const { next } = readProgress()
  const goOn =
    next?.id === id || !next ? 'Nothing else is left, though.' : `Next is TODO ${next.id}, ${next.title}.`
  return `TODO ${id}, ${title}, is left for later. ${goOn} Back to it: npx kit skip --undo ${id}`
}

/** @param todo - undefined means all of them */
function unskip(todo: Todo | undefined): string {
  const { skipped } = readProgress()
  const ids = todo ? [todo.id] : skipped
  for (const id of ids) setSkipped(root, id, false)
  if (!ids.some((id) => skipped.includes(id)))
    return todo ? `TODO ${todo.id} was not left for later.` : 'No TODO was left for later.'
  return `TODO ${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} left for later no more.`
}
