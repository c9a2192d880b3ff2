import type { TodoResult } from '../../result.ts'
import { escape } from './markup.ts'

export type State = TodoResult['state']

/** How a state is shown: a symbol, so that no one needs the colour, and the class that gives it its colour. */
const shown: Record<State, { symbol: string; name: string }> = {
  done: { symbol: '✓', name: 'done' },
  wrong: { symbol: '✗', name: 'wrong' },
  waits: { symbol: '⋯', name: 'waits' },
  'not started': { symbol: '○', name: 'open' },
  'not run': { symbol: '–', name: 'left' },
}

/** All states, in the order in which they are shown. */
export const STATES = Object.keys(shown) as State[]

export const symbolOf = (state: State): string => shown[state].symbol
export const classOf = (state: State): string => shown[state].name

/** Returns a state as a coloured word. */
export const stateTag = (state: State): string =>
  `<span class="state ${classOf(state)}"><span aria-hidden="true">${symbolOf(state)}</span> ${escape(state)}</span>`

/** Explains the colours and symbols of the states that occur. */
export const legend = (states: readonly State[]): string =>
  `<p class="legend">${STATES.filter((state) => states.includes(state))
    .map(
      (state) =>
        `<span><span class="cell ${classOf(state)}" aria-hidden="true">${symbolOf(state)}</span> ${state}</span>`,
    )
    .join('\n')}</p>`
