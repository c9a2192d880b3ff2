import { styleText } from 'node:util'
import type { PartProgress, TodoProgress } from './progress.ts'

/** What has been earned in each part, a line for each: a bar, the points, and how many TODOs are in which state. */
export function partLines(parts: readonly PartProgress[]): string[] {
  const width = Math.max(0, ...parts.map(({ part }) => part.title.length))
  return parts.map((part) => partLine(part, width))
}

function partLine({ part, todos, earned, possible }: PartProgress, width: number): string {
  const count = (state: TodoProgress['state']): number => todos.filter((todo) => todo.state === state).length
  const words = (['done', 'wrong', 'not started', 'not run'] as const)
    .map((state) => [count(state), state] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => styleText(colors[state], `${number} ${state}`))
  const points = `${String(earned).padStart(3)} of ${possible} points`
  return `  Part ${part.number}  ${part.title.padEnd(width)}  ${bar(earned / possible)}  ${points}  ${words.join(', ')}`
}

const colors = { done: 'green', wrong: 'red', 'not started': 'yellow', 'not run': 'dim' } as const

function bar(share: number): string {
  const cells = 20
  const filled = Math.floor(share * cells)
  return styleText('green', '█'.repeat(filled)) + styleText('dim', '░'.repeat(cells - filled))
}
