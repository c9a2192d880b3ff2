import { styleText } from 'node:util'
import { farewells, previews } from './part-texts.ts'
import { manifest, partOf, type Part, type Todo } from '../course/manifest.ts'
import type { PartProgress } from './progress.ts'
import { brokeAgain, type ProgressRecord } from './record.ts'
import { wrapped } from '../text/wrap.ts'

/** So many TODOs are named in one line, not more. */
const FEW = 5

/**
 * What is new in a record, as lines to print: parts that are finished for the first time, with what was learnt and what
 * comes next, and TODOs that were done and are not any more. The latter are said for as long as they last.
 *
 * @param parts - the record as it is known now
 * @param next - the TODO that comes next
 */
export function newsLines(
  before: ProgressRecord | undefined,
  after: ProgressRecord,
  parts: readonly PartProgress[],
  next: Todo | undefined,
): string[] {
  const finished = manifest.filter(
    (part) => after.finished?.includes(part.number) && !wasFinished(before, part),
  )
  const broken = parts
    .flatMap(({ todos }) => todos)
    .filter(({ todo, state }) => state !== 'not run' && brokeAgain(after.todos[todo.id]))
  return [
    ...finished.flatMap(({ number, title }) => [
      '',
      styleText('green', `  Part ${number}, ${title}, is done.`),
      wrapped('  ', farewells[number]),
      ...(number === finished.at(-1)!.number ? previewLines(next) : []),
      '',
    ]),
    ...broken.map(({ todo: { id, title, file } }) =>
      wrapped('  ', styleText('red', `Broke again: TODO ${id}, ${title} (${file}) was done before.`)),
    ),
  ]
}

/** What earlier versions of the kit have written does not say it, but when each TODO was done. */
const wasFinished = (record: ProgressRecord | undefined, { number, todos }: Part): boolean =>
  record?.finished?.includes(number) ?? todos.every(({ id }) => record?.todos[id]?.doneOn !== undefined)

function previewLines(next: Todo | undefined): string[] {
  if (!next) return []
  const { number } = partOf(next.id)
  return [`  Next, Part ${number}: ${previews[number]}`]
}

/** Where to see how the kit does what is done for the first time now, as a line to print; none if nothing is. */
export function comparisonLines(before: ProgressRecord | undefined, after: ProgressRecord): string[] {
  const ids = manifest
    .flatMap(({ todos }) => todos.map(({ id }) => id))
    .filter((id) => after.todos[id]?.doneOn !== undefined && before?.todos[id]?.doneOn === undefined)
  if (ids.length === 0) return []
  const [which, instance] = ids.length > FEW ? [ids[0], ', for instance'] : [ids.join(' '), '']
  return [styleText('dim', `  Compare with the kit's own${instance}: npx kit solution ${which}`)]
}
