import type { GradingResult, TodoResult } from '../result.ts'
import { idOf } from './feedback-on-todo.ts'
import { escape } from './html/markup.ts'
import { numeral } from '../../text/quantities.ts'
import { pointsText } from '../points-text.ts'
import { classOf, legend, symbolOf } from './html/states.ts'

/** Shows the points of every part, and the state of every TODO at a glance. */
export function stateMap({ parts }: GradingResult): string {
  const rows = parts.map(
    (part) => `<tr>
<th scope="row"><span class="number">${part.part}</span> ${escape(part.title)}</th>
<td class="points">${numeral(part.points)} <span class="of">of ${part.possible}</span></td>
<td><div class="cells">${part.todos.map(cell).join('')}</div></td>
</tr>`,
  )
  const states = parts.flatMap(({ todos }) => todos.map(({ state }) => state))
  return `<section id="parts">
<h2>All parts</h2>
<table class="parts">
<thead><tr><th scope="col">Part</th><th scope="col" class="points">Points</th><th scope="col">TODOs</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${legend(states)}
</section>`
}

function cell(todo: TodoResult): string {
  const { state } = todo
  const says = `${todo.todo} ${todo.title}: ${state}, ${pointsText(todo)}`
  const drawn = `<span class="step" aria-hidden="true">${todo.todo.split('.')[1]}</span><span aria-hidden="true">${symbolOf(state)}</span><span class="heard">${escape(says)}</span>`
  const attributes = `class="cell ${classOf(state)}" title="${escape(says)}"`
  return state === 'wrong'
    ? `<a ${attributes} href="#${idOf(todo)}">${drawn}</a>`
    : `<span ${attributes}>${drawn}</span>`
}
