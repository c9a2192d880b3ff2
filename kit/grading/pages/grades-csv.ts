import { todosOf, type PartResult, type TodoResult } from '../result.ts'
import { brokenFilesIn } from './broken-files.ts'
import type { Graded } from './graded.ts'
import { numeral } from '../../text/quantities.ts'
import { withoutUnseen } from '../../text/unseen.ts'
import { STATES } from './html/states.ts'

/** Without it, Excel reads a file in the encoding of the machine. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * Returns a table of all points for a spreadsheet or a gradebook: a row for each learner, with a column for each part
 * and each TODO. The identifier is the number that a platform gave to a learner, or else the name. The last columns say
 * in words what is not done, and what is remarkable about the submission.
 */
export function gradesCsv(results: readonly (Graded & { identifier?: string })[]): string {
  const parts = firstOfEach(
    results.flatMap(({ result }) => result.parts),
    ({ part }) => part,
  )
  const todos = firstOfEach(
    results.flatMap(({ result }) => todosOf(result)),
    ({ todo }) => todo,
  )
  const head = [
    'identifier',
    'name',
    'total',
    'out of',
    ...parts.map(({ part, title }) => `Part ${part} ${title}`),
    ...todos.map(({ todo, title }) => `${todo} ${title}`),
    'not done',
    'notes',
  ]
  const rows = results.map(({ name, identifier = name, result }) => [
    identifier,
    name,
    result.points,
    result.possible,
    ...parts.map(({ part }) => result.parts.find((own) => own.part === part)?.points ?? ''),
    ...todos.map(({ todo }) => todosOf(result).find((own) => own.todo === todo)?.points ?? ''),
    notDone(todosOf(result)),
    [
      ...(result.complete ? [] : ['Grading did not finish.']),
      ...[...brokenFilesIn(result).keys()].map((file) => `${file} does not load.`),
      ...result.notes,
    ].join(' '),
  ])
  return BYTE_ORDER_MARK + [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Returns the TODOs in each state but done: `wrong: 1.2, 1.5; not started: 6.1`. */
const notDone = (todos: readonly TodoResult[]): string =>
  STATES.filter((state) => state !== 'done')
    .map((state) => ({ state, ids: todos.filter((todo) => todo.state === state).map(({ todo }) => todo) }))
    .filter(({ ids }) => ids.length > 0)
    .map(({ state, ids }) => `${state}: ${ids.join(', ')}`)
    .join('; ')

/**
 * Writes one cell. A spreadsheet would run text that begins like a formula, so such text gets an apostrophe. What
 * cannot be seen is left out.
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return numeral(value)
  const text = withoutUnseen(value)
  const harmless = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",;\n\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function firstOfEach<Item extends PartResult | TodoResult>(
  items: readonly Item[],
  idOf: (item: Item) => string | number,
): Item[] {
  return [...Map.groupBy(items, idOf).values()].map(([first]) => first)
}
