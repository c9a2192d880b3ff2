import { styleText } from 'node:util'
import { farewells, previews } from './part-texts.ts'
import { manifest, partOf, type Part, type Todo } from '../course/manifest.ts'
import type { PartProgress } from './progress.ts'
import { isBrokenAgain, type ProgressRecord } from './record.ts'
import { wrapped } from '../text/wrap.ts'

/** The most TODOs that one line names. */
const FEW = 5

/**
 * Returns lines that announce the parts that are finished for the first time, with what was learnt and what comes next.
 *
 * @param next - the TODO that comes next
 */
export function finishedLines(
  before: ProgressRecord | undefined,
  after: ProgressRecord,
  next: Todo | undefined,
): string[] {
  const finished = manifest.filter(
    (part) => after.finished?.includes(part.number) && !wasFinished(before, part),
  )
  return finished.flatMap(({ number, title }) => [
    '',
    styleText('green', `  Part ${number}, ${title}, is done.`),
    wrapped('  ', farewells[number]),
    ...(number === finished.at(-1)!.number ? previewLines(next) : []),
    '',
  ])
}

/**
 * Returns a line for each TODO that was done and is broken again, for as long as it stays broken. It also says how many
 * others were done and now wait for this one.
 *
 * @param parts - the current state of every part
 */
export function brokenLines(record: ProgressRecord, parts: readonly PartProgress[]): string[] {
  const todos = parts.flatMap((part) => part.todos)
  const wereDone = todos.filter(({ todo }) => record.todos[todo.id]?.doneOn !== undefined)
  return todos
    .filter(({ todo, state }) => state !== 'not run' && isBrokenAgain(record.todos[todo.id]))
    .map(({ todo: { id, title, file } }) => {
      const count = wereDone.filter(({ waitsFor }) => waitsFor === id).length
      const others =
        count === 0 ? '' : count === 1 ? ' One other waits for it.' : ` ${count} others wait for it.`
      const sentence = `Broken again: TODO ${id}, ${title} (${file}) was done before.${others}`
      return wrapped('  ', styleText('red', sentence))
    })
}

/** Returns whether a part was finished before. Records of earlier kit versions have only `doneOn`. */
const wasFinished = (record: ProgressRecord | undefined, { number, todos }: Part): boolean =>
  record?.finished?.includes(number) ?? todos.every(({ id }) => record?.todos[id]?.doneOn !== undefined)

function previewLines(next: Todo | undefined): string[] {
  if (!next) return []
  const { number } = partOf(next.id)
  return [`  Next, Part ${number}: ${previews[number]}`]
}

/** Returns a line that names newly done TODOs, or no line if there are none. */
export function doneLines(done: readonly Todo[]): string[] {
  if (done.length === 0) return []
  const names = done.map(({ id, title }) => `TODO ${id}, ${title}`)
  const list = done.length > FEW ? `${done.length} TODOs` : names.join('; ')
  return [wrapped('  ', styleText('green', `Done: ${list}.`))]
}

/** Returns a line that says how to see the kit's solutions of newly done TODOs, or no line if there are none. */
export function comparisonLines(done: readonly Todo[]): string[] {
  const ids = done.map(({ id }) => id)
  if (ids.length === 0) return []
  const [which, instance] = ids.length > FEW ? [ids[0], ', for instance'] : [ids.join(' '), '']
  return [styleText('dim', `  Compare with the kit's solution${instance}: npx kit solution ${which}`)]
}

/** Returns the TODOs that are done for the first time. */
export const newlyDone = (before: ProgressRecord | undefined, after: ProgressRecord): Todo[] =>
  manifest
    .flatMap(({ todos }) => todos)
    .filter(({ id }) => after.todos[id]?.doneOn !== undefined && before?.todos[id]?.doneOn === undefined)
