import { styleText } from 'node:util'
import { farewells } from './farewells.ts'
import { manifest, type Todo } from './manifest.ts'
import { brokeAgain, type ProgressRecord } from './record.ts'
import { wrapped } from './wrapped.ts'

/** So many TODOs are named in one line, not more. */
const FEW = 5

/**
 * What is new in a record, as lines to print: parts that are finished, with what was learnt and what comes next, and
 * TODOs that were done and are not any more. The latter are said for as long as they last.
 */
export function newsLines(before: ProgressRecord | undefined, after: ProgressRecord): string[] {
  const isDone = (record: ProgressRecord | undefined, { id }: Todo): boolean =>
    record?.todos[id]?.state === 'done'
  const finished = manifest.filter(
    ({ todos }) => todos.every((todo) => isDone(after, todo)) && !todos.every((todo) => isDone(before, todo)),
  )
  const broken = manifest.flatMap(({ todos }) => todos).filter(({ id }) => brokeAgain(after.todos[id]))
  return [
    ...finished.flatMap(({ number, title }) => [
      '',
      styleText('green', `  Part ${number}, ${title}, is done.`),
      wrapped('  ', farewells[number]),
      '',
    ]),
    ...broken.map(({ id, title, file }) =>
      wrapped('  ', styleText('red', `Broke again: TODO ${id}, ${title} (${file}) was done before.`)),
    ),
  ]
}

/** Where to see how the kit does what is done for the first time now, as a line to print; none if nothing is. */
export function comparisonLines(before: ProgressRecord | undefined, after: ProgressRecord): string[] {
  const ids = manifest
    .flatMap(({ todos }) => todos.map(({ id }) => id))
    .filter((id) => after.todos[id]?.doneOn !== undefined && before?.todos[id]?.doneOn === undefined)
  if (ids.length === 0) return []
  const which = ids.length > FEW ? 'TODO' : ids.join(' ')
  return [styleText('dim', `  Compare with the kit's own: npx kit solution ${which}`)]
}
