import { Command } from 'commander'
import { styleText } from 'node:util'
import { changedSince } from '../../progress/recorded-parts.ts'
import { placeOf } from '../../course/locate.ts'
import { course, type Part } from '../../course/manifest.ts'
import { allDoneSentence } from '../../progress/next-line.ts'
import { partLines } from '../../progress/part-lines.ts'
import type { PartProgress, TodoProgress } from '../../progress/progress.ts'
import { isBrokenAgain, sentenceOf, type ProgressRecord, type TodoRecord } from '../../progress/record.ts'
import { killedRun } from '../../progress/run-under-way.ts'
import { symbols } from '../../text/symbols.ts'
import { isFilledIn } from '../../course/is-written.ts'
import { terminalColumns, wrapped } from '../../text/wrap.ts'
import { changeOf, readProgress, type Progress } from './progress.ts'
import { root } from '../../system/root.ts'
import { versions } from '../../system/versions.ts'

/** `npx kit status`: shows progress according to the last runs. */
export const statusCommand = new Command('status')
  .description('show your progress after the last run, without running anything')
  .option('--all', 'list the TODOs of all parts, not only of the current one')
  .option('--json', 'print it as JSON')
  .action(({ all, json }: { all?: boolean; json?: boolean }) => {
    const progress = readProgress()
    console.log(json ? JSON.stringify(asJson(progress), null, 2) : asText(progress, all ?? false))
  })

/** Returns the table of parts, the TODOs of the current part or of all parts, and what is next. */
export function asText(progress: Progress, all: boolean): string {
  const { record, parts, next } = progress
  if (!record && !all) return wrapped('', 'Nothing has been graded yet. Start "npx kit watch" first.')
  const graded = parts.filter(({ todos }) => todos.some(({ state }) => state !== 'not run'))
  const lists = (all ? parts : [currentPart(parts, next)]).flatMap((part) => [
    '',
    ...todoLines(part, progress),
  ])
  return [
    '',
    ...(course.name === undefined ? [] : [wrapped('  ', course.name), '']),
    ...partLines(graded),
    ...lists,
    '',
    nextLine(progress),
    ...(record ? [ageLine(record, changedSince(parts))] : []),
    ...killedLines(),
    '',
  ].join('\n')
}

/** Returns the TODOs of the current part, one per line. */
export function currentPartText(progress: Progress): string {
  const [title, ...lines] = todoLines(currentPart(progress.parts, progress.next), progress, cut)
  return [`${title}  (npx kit status --all shows all)`, ...lines].join('\n')
}

const currentPart = (parts: readonly PartProgress[], next: Progress['next']): PartProgress =>
  parts.find(({ todos }) => todos.some(({ todo }) => todo.id === next?.id)) ?? parts.at(-1)!

/** Truncates a text to one line. */
function cut(start: string, text: string): string {
  const [line, ...more] = wrapped(start, text, terminalColumns() - ELLIPSIS.length).split('\n')
  return more.length === 0 ? line : line + styleText('reset', ELLIPSIS)
}

const ELLIPSIS = ' ...'

function todoLines(
  { part, todos }: PartProgress,
  learner: Progress,
  line: (start: string, text: string) => string = wrapped,
): string[] {
  const width = Math.max(...part.todos.map(({ title }) => title.length))
  return [
    `  Part ${part.number}${dueOf(part)}  ${part.title}`,
    ...todos.map((progress) => {
      const { todo, state } = progress
      const [colour, sign] = signOf[state]
      const start = `    ${styleText(colour, sign)} ${todo.id.padEnd(5)} ${todo.title.padEnd(width)}  `
      return line(start, remark(progress, learner)).trimEnd()
    }),
  ]
}

/** Returns `, due 15 January` if the part has a last day. */
const dueOf = ({ due }: Part): string => (due === undefined ? '' : `, due ${day(due)}`)

const signOf = {
  done: ['green', symbols.right],
  wrong: ['red', symbols.wrong],
  waits: ['yellow', symbols.open],
  'not started': ['yellow', symbols.open],
  'not run': ['dim', '?'],
} as const

/** Returns the remark on a TODO, or '' if it is simply done. */
function remark(progress: TodoProgress, { record, skipped }: Progress): string {
  const { todo, state } = progress
  const later = skipped.includes(todo.id) && state !== 'done' ? 'skipped: ' : ''
  const change = changeOf(progress)
  if (change !== undefined) return later + change
  if (state === 'done') return ''
  const entry = record?.todos[todo.id]
  const words = later + standing(progress, entry)
  if (!isBrokenAgain(entry)) return words
  return `${styleText('red', `broken again (it was done on ${day(entry?.doneOn)})`)}: ${words}`
}

function standing({ todo, state, waitsFor }: TodoProgress, entry: TodoRecord | undefined): string {
  if (state === 'waits') return `waits for ${waitsFor}, which is not right yet`
  if (waitsFor !== undefined)
    return isFilledIn(todo, root)
      ? `written, but its checks also need ${waitsFor}`
      : `${state}, waits for ${waitsFor}`
  if (state !== 'wrong') return state
  return entry?.failure ? sentenceOf(entry.failure) : 'not right yet'
}

const day = (time = ''): string =>
  // A day of the calendar, such as 2027-01-15, is the same day everywhere.
  new Date(time.length === 10 ? `${time}T00:00` : time).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
  })

function nextLine({ next, parts }: Progress): string {
  if (!next) return wrapped('  ', styleText('green', allDoneSentence(parts)))
  return wrapped('  Next  ', `${styleText('cyan', placeOf(next, root))}  TODO ${next.id}, ${next.title}`)
}

/** Says how old the record is and whether it is still current. */
function ageLine({ savedOn }: ProgressRecord, changed: readonly string[]): string {
  const run = `The last run was ${ago(Date.now() - Date.parse(savedOn))}`
  if (changed.length === 0) return wrapped('  ', `${run}. Nothing has changed since it was checked.`)
  const remedy = 'Run "npx kit check all" to see the current state.'
  return wrapped('  ', `${run}. Changed since it was checked: ${changed.join(', ')}. ${remedy}`)
}

/** Says that the last run has left no result. */
function killedLines(): string[] {
  const beganOn = killedRun(root)
  if (beganOn === undefined) return []
  const began = ago(Date.now() - Date.parse(beganOn))
  return [
    wrapped(
      '  ',
      `A run that began ${began} was ended before it had a result. All of this is from earlier runs.`,
    ),
  ]
}

function ago(milliseconds: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return words.format(-minutes, 'minute')
  if (minutes < 48 * 60) return words.format(-Math.round(minutes / 60), 'hour')
  return words.format(-Math.round(minutes / 60 / 24), 'day')
}

function asJson({ record, parts, next, skipped }: Progress): object {
  return {
    versions,
    course: course.name,
    savedOn: record?.savedOn,
    killedOn: killedRun(root),
    changedSince: changedSince(parts),
    skipped,
    earned: parts.reduce((sum, { earned }) => sum + earned, 0),
    possible: parts.reduce((sum, { possible }) => sum + possible, 0),
    next: next?.id,
    parts: parts.map(({ part: { number, title, due }, earned, possible, todos }) => ({
      number,
      title,
      due,
      earned,
      possible,
      todos: todos.map(({ todo: { id, title: name, points }, state, waitsFor, changed }) => {
        const entry = record?.todos[id]
        const { doneOn, failure } = entry ?? {}
        return {
          id,
          title: name,
          points,
          state,
          waitsFor,
          changed,
          doneOn,
          brokeAgain: !changed && isBrokenAgain(entry),
          failure,
        }
      }),
    })),
  }
}
