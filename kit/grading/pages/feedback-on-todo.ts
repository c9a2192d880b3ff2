import { tellingCheck, type CheckResult, type TodoResult } from '../result.ts'
import { handoutFile, handoutSection } from './handout-section.ts'
import { escape, folded, list, monospaced, prose } from './html/markup.ts'
import { saidBy } from './said-values.ts'
import { numbersOf } from './html/numbers-of.ts'
import { quantity } from '../../text/quantities.ts'
import type { Detail } from '../detail.ts'
import { pointsText } from '../points-text.ts'
import { stateTag } from './html/states.ts'

/** Returns the id of the section on a TODO. */
export const idOf = ({ todo }: TodoResult): string => `todo-${todo.replace('.', '-')}`

/** Returns the section on a TODO that is wrong. */
export function feedbackOnTodo(todo: TodoResult, detail: Detail): string {
  const content =
    detail === 'points' ? [] : [reason(todo, detail), tellsMore(todo, detail) ? others(todo) : '']
  return `<article id="${idOf(todo)}">
<div class="heading"><h3><span class="number">${todo.todo}</span> ${escape(todo.title)}</h3>
<p>${stateTag(todo.state)} <span class="points">${pointsText(todo)}</span></p></div>
${[...content, earnedWith(todo) && `<p class="read">${earnedWith(todo)}.</p>`, whereToRead(todo, detail)].filter(Boolean).join('\n')}
</article>`
}

/** Returns the section on a file that does not load, and the TODOs that cannot be graded because of it. */
export function feedbackOnFile(file: string, todos: readonly TodoResult[]): string {
  const telling = tellingCheck(todos[0])!
  const places = todos.map((todo) => `<span id="${idOf(todo)}">${todo.todo} ${escape(todo.title)}</span>`)
  const points = { points: 0, possible: todos.reduce((sum, { possible }) => sum + possible, 0) }
  return `<article>
<div class="heading"><h3><code>${escape(file)}</code> does not load</h3>
<p>${stateTag('wrong')} <span class="points">${pointsText(points)}</span></p></div>
<p class="kind">${escape(telling.kind!)}</p>
<p class="cause">${prose(saidBy(telling))}</p>
<p>Nothing in this file can be graded: ${places.join(', ')}.</p>
<p class="read">Before you hand in again, run <code>npx kit check ${escape(file)}</code>. It shows whether the file loads.</p>
</article>`
}

/** Whether the checks say more than one sentence. If the function of a TODO is missing, all of them say the same. */
const tellsMore = (todo: TodoResult, detail: Detail): boolean =>
  detail === 'full' && !tellingCheck(todo)?.cause?.startsWith('file/')

/** Says which points were earned although an earlier TODO is not right. */
export const earnedWith = ({ earnedWith: replaced = [], ...todo }: TodoResult): string =>
  replaced.length === 0
    ? ''
    : `${pointsText(todo)} earned with the kit's own part in place of ${escape(replaced.join(', '))}`

/** What the telling check says. */
function reason(todo: TodoResult, detail: Detail): string {
  const telling = tellingCheck(todo)
  if (telling === undefined) return '<p class="cause">None of its checks could run.</p>'
  const { kind } = telling
  return [
    kind !== undefined && kind !== 'Wrong answer' && `<p class="kind">${escape(kind)}</p>`,
    `<p class="cause">${prose(saidBy(telling))}</p>`,
    tellsMore(todo, detail) && numbers([checkToShow(todo, telling)]),
  ]
    .filter(Boolean)
    .join('\n')
}

/** Returns the check whose numbers are shown: the telling one, or one that says the same and has a smallest case. */
const checkToShow = ({ checks }: TodoResult, telling: CheckResult): CheckResult =>
  [telling, ...checks].find((check) => saidBy(check) === saidBy(telling) && check.case !== undefined) ??
  telling

/** The names of some checks, and the numbers of the first. */
function numbers(checks: readonly CheckResult[]): string {
  const [first] = checks
  const names = checks.map(({ name }) => escape(name)).join('; ')
  const label = `<p class="label">${checks.length === 1 ? 'Check' : 'Checks'}: ${names}</p>`
  return first.details === undefined
    ? label
    : `${label}\n${monospaced(numbersOf(first.details), `Numbers: ${first.name}`)}`
}

function whereToRead({ todo, title }: TodoResult, detail: Detail): string {
  // The numbers end with the file and the line.
  const file = detail === 'full' ? undefined : handoutFile(todo)
  const place = file === undefined ? '' : `, in <code>${escape(file)}</code>`
  return `<p class="read">Explained in ${escape(handoutSection({ todo, title }))}${place}. For a hint, type <code class="command">npx kit hint ${todo}</code>.</p>`
}

/** The other checks of the TODO, folded: those that fail as well, those that could not run, and those that pass. */
function others(todo: TodoResult): string {
  const { checks } = todo
  const telling = tellingCheck(todo)
  const shown = telling && checkToShow(todo, telling)
  const inState = (state: CheckResult['state']): CheckResult[] =>
    checks.filter((check) => check.state === state && check !== shown)
  const [failed, passed] = [inState('failed'), inState('passed')]
  const unable = checks.filter(({ state }) => state === 'not started' || state === 'not run')
  const names = (some: readonly CheckResult[]): string => list(some.map(({ name }) => escape(name)))
  const folds = [
    failed.length > 0 &&
      folded(
        `${quantity(failed.length, 'more check')} ${failed.length === 1 ? 'fails' : 'fail'}`,
        failures(failed, telling),
      ),
    unable.length > 0 &&
      folded(`${quantity(unable.length, 'check')} could not run yet`, list(unable.map(unableBecause))),
    passed.length > 0 &&
      folded(`${quantity(passed.length, 'check')} ${passed.length === 1 ? 'passes' : 'pass'}`, names(passed)),
  ]
  return folds.filter(Boolean).join('\n')
}

/** Returns checks that fail, together where they say the same. What the telling check says stands above. */
function failures(failed: readonly CheckResult[], telling: CheckResult | undefined): string {
  const groups = Map.groupBy(failed, saidBy)
  const items = Array.from(groups, ([said, group]) =>
    telling !== undefined && said === saidBy(telling)
      ? `The same is said by: ${group.map(({ name }) => escape(name)).join('; ')}`
      : `${prose(said)}\n${numbers(group)}`,
  )
  return list(items, ' class="failures"')
}

const unableBecause = ({ name, open }: CheckResult): string =>
  `${escape(name)}${open === undefined ? '' : ` <span class="quiet">(needs ${escape(open)})</span>`}`
