import { tellingCheck, type CheckResult, type TodoResult } from '../result.ts'
import { handoutFile, handoutSection } from './handout-section.ts'
import { escape, folded, list, monospaced, prose } from './markup.ts'
import { saidBy } from './mistakes-of.ts'
import { numbersOf } from './numbers-of.ts'
import { points, quantity } from './quantity.ts'
import { stateTag } from './states.ts'

/**
 * How much a learner sees of a failure: everything, only why the work is wrong (no numbers and no cases), or only the
 * points.
 */
export type Detail = 'full' | 'cause' | 'points'

/** Returns the id of the section on a TODO. */
export const idOf = ({ todo }: TodoResult): string => `todo-${todo.replace('.', '-')}`

/** Returns the section on a TODO that is wrong. */
export function feedbackOnTodo(todo: TodoResult, detail: Detail): string {
  const content = detail === 'points' ? [] : [reason(todo, detail), detail === 'full' ? others(todo) : '']
  return `<article id="${idOf(todo)}">
<div class="heading"><h3><span class="number">${todo.todo}</span> ${escape(todo.title)}</h3>
<p>${stateTag(todo.state)} <span class="points">${points(todo)}</span></p></div>
${[...content, whereToRead(todo, detail)].filter(Boolean).join('\n')}
</article>`
}

/** What the telling check says. */
function reason(todo: TodoResult, detail: Detail): string {
  const telling = tellingCheck(todo)
  if (telling === undefined) return '<p class="cause">None of its checks could run.</p>'
  const { kind, details } = telling
  return [
    kind !== undefined && kind !== 'Wrong answer' && `<p class="kind">${kind}</p>`,
    `<p class="cause">${prose(saidBy(telling))}</p>`,
    detail === 'full' && details !== undefined && numbers(details, telling.name),
  ]
    .filter(Boolean)
    .join('\n')
}

const numbers = (details: string, name: string): string => monospaced(numbersOf(details), `Numbers: ${name}`)

function whereToRead({ todo, title }: TodoResult, detail: Detail): string {
  // The numbers end with the file and the line.
  const file = detail === 'full' ? undefined : handoutFile(todo)
  const place = file === undefined ? '' : `, in <code>${escape(file)}</code>`
  return `<p class="read">Explained in ${escape(handoutSection({ todo, title }))}${place}. For a hint, type <code>npx kit hint ${todo}</code>.</p>`
}

/** The other checks of the TODO, folded: those that fail as well, those that could not run, and those that pass. */
function others({ checks, telling }: TodoResult): string {
  const inState = (state: CheckResult['state']): CheckResult[] =>
    checks.filter((check) => check.state === state && check.name !== telling)
  const [failed, passed] = [inState('failed'), inState('passed')]
  const unable = checks.filter(({ state }) => state === 'not started' || state === 'not run')
  const names = (some: readonly CheckResult[]): string => list(some.map(({ name }) => escape(name)))
  const folds = [
    failed.length > 0 &&
      folded(
        `${quantity(failed.length, 'more check')} ${failed.length === 1 ? 'fails' : 'fail'}`,
        failures(failed),
      ),
    unable.length > 0 &&
      folded(`${quantity(unable.length, 'check')} could not run yet`, list(unable.map(unableBecause))),
    passed.length > 0 &&
      folded(`${quantity(passed.length, 'check')} ${passed.length === 1 ? 'passes' : 'pass'}`, names(passed)),
  ]
  return folds.filter(Boolean).join('\n')
}

function failures(failed: readonly CheckResult[]): string {
  const groups = Map.groupBy(failed, saidBy)
  return list(
    Array.from(
      groups,
      ([said, group]) =>
        `<strong>${group.map(({ name }) => escape(name)).join('; ')}</strong><br>${prose(said)}${group[0].details === undefined ? '' : numbers(group[0].details, group[0].name)}`,
    ),
    ' class="failures"',
  )
}

const unableBecause = ({ name, open }: CheckResult): string =>
  `${escape(name)}${open === undefined ? '' : ` <span class="quiet">(needs ${escape(open)})</span>`}`
