import { styleText } from 'node:util'
import type { PartProgress, TodoProgress, TodoState } from './progress.ts'

/** What has been earned in each part, a line for each: a bar, the points, and how many TODOs are in which state. */
export function partLines(parts: readonly PartProgress[]): string[] {
  const width = Math.max(0, ...parts.map(({ part }) => part.title.length))
  return parts.map((part) => partLine(part, width))
}

function partLine({ part, todos, earned, possible }: PartProgress, width: number): string {
  const words = statesOf(todos).map(([count, state]) => styleText(colors[state], `${count} ${state}`))
  const points = `${String(earned).padStart(3)} of ${possible} points`
  return `  Part ${part.number}  ${part.title.padEnd(width)}  ${bar(earned / possible)}  ${points}  ${words.join(', ')}`
}

/** How many TODOs are in which state; no state stands there with none. */
export function statesOf(todos: readonly TodoProgress[]): [count: number, state: TodoState][] {
  return (['done', 'wrong', 'not started', 'not run'] as const)
    .map((state): [number, TodoState] => [todos.filter((todo) => todo.state === state).length, state])
    .filter(([count]) => count > 0)
}

const colors = { done: 'green', wrong: 'red', 'not started': 'yellow', 'not run': 'dim' } as const

function bar(share: number): string {
  const cells = 20
  const filled = Math.floor(share * cells)
  return styleText('green', '█'.repeat(filled)) + styleText('dim', '░'.repeat(cells - filled))
}
