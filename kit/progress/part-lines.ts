import { stripVTControlCharacters, styleText } from 'node:util'
import { symbols } from '../text/symbols.ts'
import { terminalColumns } from '../text/wrap.ts'
import type { PartProgress, TodoProgress, TodoState } from './progress.ts'

/** How a part is shown: on one line if there is room, otherwise on two lines, with a shorter bar or none. */
interface Layout {
  /** The width of the bar in characters. */
  cells: number
  /** The text between the points and the states of the TODOs. */
  between: string
}
const BELOW = `\n${' '.repeat('  Part 1  '.length)}`
const layouts: readonly Layout[] = [
  { cells: 20, between: '  ' },
  { cells: 10, between: '  ' },
  { cells: 20, between: BELOW },
  { cells: 10, between: BELOW },
  { cells: 0, between: BELOW },
]

/** Returns one line for each part: a bar, the points earned, and the number of TODOs in each state. */
export function partLines(parts: readonly PartProgress[], columns = terminalColumns()): string[] {
  const width = Math.max(0, ...parts.map(({ part }) => part.title.length))
  const choices = layouts.map((layout) => parts.map((part) => partLine(part, width, layout)))
  const fits = (text: string): boolean =>
    stripVTControlCharacters(text)
      .split('\n')
      .every((line) => line.length <= columns)
  return choices.find((lines) => lines.every(fits)) ?? choices.at(-1)!
}

function partLine(
  { part, todos, earned, possible }: PartProgress,
  width: number,
  { cells, between }: Layout,
): string {
  const words = statesOf(todos).map(([state, text]) => styleText(colors[state], text))
  const points = `${String(earned).padStart(3)} of ${possible} points`
  const bars = cells === 0 ? [] : [bar(earned, possible, cells)]
  const head = [`Part ${part.number}`, part.title.padEnd(width), ...bars, points]
  return `  ${head.join('  ')}${between}${words.join(', ')}`
}

/** Returns how many TODOs are in each state, such as `2 wrong`, without states that no TODO is in. */
export function statesOf(todos: readonly TodoProgress[]): [state: TodoState, text: string][] {
  return (Object.keys(colors) as TodoState[]).flatMap((state): [TodoState, string][] => {
    const count = todos.filter((todo) => todo.state === state).length
    return count === 0 ? [] : [[state, `${count} ${state === 'waits' ? 'waiting' : state}`]]
  })
}

const colors = {
  done: 'green',
  wrong: 'red',
  waits: 'yellow',
  'not started': 'yellow',
  'not run': 'dim',
} as const

function bar(earned: number, possible: number, cells: number): string {
  const filled = Math.floor((earned / Math.max(1, possible)) * cells)
  return (
    styleText('green', symbols.full.repeat(filled)) + styleText('dim', symbols.empty.repeat(cells - filled))
  )
}
