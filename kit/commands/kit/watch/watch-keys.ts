import { styleText } from 'node:util'
import type { Todo } from '../../../course/manifest.ts'
import { allDoneSentence } from '../../../progress/next-line.ts'
import { wrapped } from '../../../text/wrap.ts'
import { insideVsCode } from './editor.ts'
import { openHandout } from '../handout.ts'
import { asText as hintText, oneMoreHint, faultyTodo } from '../hint/hint.ts'
import { describe, openTodo } from '../next.ts'
import { readProgress } from '../progress.ts'
import { fileToReset, reset } from '../reset/reset.ts'
import { skip } from '../skip.ts'
import { besideSolution } from '../beside-solution.ts'
import { asText as statusText, currentPartText } from '../status.ts'
import type { Session } from '../session.ts'

/** The label and the action of a key. */
interface KeyAction {
  label: string
  action: (session: Session) => void | Promise<void>
}

/** The keys of `npx kit watch`, in the order of the prompt. */
export const keys: ReadonlyMap<string, KeyAction> = new Map<string, KeyAction>([
  ['n', { label: 'next', action: withNext(showNext) }],
  ['h', { label: 'hint', action: withNext(showHint) }],
  ['o', { label: 'open handout', action: withNext(openHandout) }],
  ['v', { label: 'view solution', action: showSolution }],
  ['s', { label: 'skip', action: withNext((todo, session) => session.say(skip([todo]))) }],
  ['l', { label: 'list', action: showList }],
  ['r', { label: 'run again', action: withNext((todo, session) => session.check([todo.checks])) }],
  ['c', { label: 'check all', action: (session) => session.check() }],
  ['x', { label: 'start over', action: withNext(startOver) }],
  ['q', { label: 'quit', action: (session) => session.quit() }],
])

/** Returns the prompt with all keys, on one line if the terminal is wide enough. */
export function promptLine(): string {
  const words = Array.from(keys, ([key, { label }]) => `${styleText('bold', key)} ${label}`)
  return wrapped('  ', words.map((each) => each.replaceAll(' ', '\u00a0')).join('   '))
}

/** Creates a key action that acts on the next TODO, if there is one. */
function withNext(action: (todo: Todo, session: Session) => void | Promise<void>): KeyAction['action'] {
  return (session) => {
    const { next, parts } = readProgress()
    if (next) return action(next, session)
    session.say(allDoneSentence(parts))
  }
}

function showHint(todo: Todo, session: Session): void {
  const hinted = faultyTodo(todo)
  session.say(hintText(todo, hinted, oneMoreHint(hinted), 'press h'))
}

/** Shows the code of the TODO that was done last, and how the kit solves it. */
function showSolution(session: Session): void {
  const { record, parts } = readProgress()
  const doneOn = ({ id }: Todo): string => record?.todos[id]?.doneOn ?? ''
  const done = parts.flatMap(({ todos }) => todos.map(({ todo }) => todo)).filter(doneOn)
  const last = done.toSorted((a, b) => doneOn(a).localeCompare(doneOn(b))).at(-1)
  if (last) console.log(`\n${besideSolution(last)}`)
  else session.say("As soon as a TODO passes its checks, this key shows the kit's solution below yours.")
}

/** Prints all TODOs, or as many as fit above the prompt. */
function showList(session: Session): void {
  const progress = readProgress()
  const room = (process.stdout.rows || Infinity) - ROWS_OF_PROMPT
  const lists = [statusText(progress, true), statusText(progress, false), currentPartText(progress)]
  session.say(lists.find((text) => text.split('\n').length <= room) ?? lists.at(-1)!)
}

/** One empty line above the list, two lines on the last change, two of keys, and the cursor's line. */
const ROWS_OF_PROMPT = 6

async function showNext(todo: Todo, session: Session): Promise<void> {
  session.say(describe(todo, readProgress()))
  if (insideVsCode) await openTodo(todo)
}

async function startOver({ file }: Todo, session: Session): Promise<void> {
  const changed = fileToReset(file)
  if (!changed) return session.say(`assignments/${file} is unchanged. There is nothing to start over.`)
  session.say(`Start ${changed.path} over? The kit keeps a backup of your code. (y/n)`)
  session.say((await session.nextKey()) === 'y' ? reset(changed) : 'Nothing was changed.')
}
