import { todosOf, type GradingResult, type PartResult, type TodoResult } from '../result.ts'
import type { Detail } from '../detail.ts'
import { brokenFilesIn } from './broken-files.ts'
import { earnedWith, feedbackOnFile, feedbackOnTodo, idOf } from './feedback-on-todo.ts'
import { escape, folded, list, nameTag } from './html/markup.ts'
import { page } from './html/page.ts'
import { numeral, quantity } from '../../text/quantities.ts'
import { pointsText } from '../points-text.ts'
import type { State } from './html/states.ts'
import { stateMap } from './state-map.ts'

/** What a page of feedback is made of. */
export interface Feedback {
  /** How the learner is called. */
  name: string
  result: GradingResult
  /** How much a learner sees of a failure. */
  detail: Detail
  /** The name of the course. */
  course?: string
  /** When the work was graded. */
  when?: Date
}

/** Returns the page that one learner gets: the points, what is right, and what is wrong and why. */
export function feedbackPage({ name, result, detail, course, when }: Feedback): string {
  const todos = todosOf(result)
  const inState = (state: State): TodoResult[] => todos.filter((todo) => todo.state === state)
  const sections = [
    opening(name, result, course),
    notesOn(result),
    stateMap(result),
    leftOutOf(result, detail),
    section('what-to-look-at', 'What to look at', whatIsWrong(result, detail)),
    section('waiting', 'What waits', waiting(inState('waits'))),
    section('right', 'What is right', [rightIn(result.parts)]),
    section('open', 'Not started yet', [openIn(result.parts)]),
    section('left-out', 'Left out', [leftOutIn(inState('not run'))]),
    closing(result, when),
  ]
  return page(`${name}: ${pointsText(result)}`, sections.filter(Boolean).join('\n'))
}

/** Returns what is said about each file that does not load, and about each other TODO that is wrong. */
function whatIsWrong(result: GradingResult, detail: Detail): string[] {
  const broken = detail === 'points' ? new Map<string, TodoResult[]>() : brokenFilesIn(result)
  const inFiles = [...broken.values()].flat()
  return [
    ...Array.from(broken, ([file, todos]) => feedbackOnFile(file, todos)),
    ...todosOf(result)
      .filter((todo) => todo.state === 'wrong' && !inFiles.includes(todo))
      .map((todo) => feedbackOnTodo(todo, detail)),
  ]
}

const section = (id: string, title: string, content: readonly string[]): string =>
  content.join('') === '' ? '' : `<section id="${id}">\n<h2>${title}</h2>\n${content.join('\n')}\n</section>`

function opening(name: string, result: GradingResult, course: string | undefined): string {
  const share = result.possible === 0 ? 0 : result.points / result.possible
  return `<header>
${course === undefined ? '' : `<p class="over">${escape(course)}</p>\n`}<h1>${nameTag(name)}</h1>
<p class="score"><strong>${numeral(result.points)}</strong> of ${quantity(result.possible, 'point')}</p>
<div class="meter" aria-hidden="true"><div style="width: ${(100 * share).toFixed(1)}%"></div></div>
<p class="lead">${summary(result)}</p>
</header>`
}

/** Says where the learner stands, and what to do next. */
function summary(result: GradingResult): string {
  const todos = todosOf(result)
  const done = todos.filter(({ state }) => state === 'done').length
  const wrong = todos.filter(({ state }) => state === 'wrong')
  const next =
    wrong[0] ?? todos.find(({ state, waitsFor }) => state === 'not started' && waitsFor === undefined)
  if (done === todos.length) return 'Everything is right. Congratulations, this was a lot of work!'
  const begun =
    done === 0
      ? wrong.length === 0
        ? 'This is where the course begins.'
        : 'A start has been made.'
      : `${done} of ${quantity(todos.length, 'TODO')} ${done === 1 ? 'is' : 'are'} done.`
  if (next === undefined) return begun
  const how = next.state === 'wrong' ? 'Look at this one first' : 'Go on with'
  const target = next.state === 'wrong' ? idOf(next) : 'open'
  return `${begun} ${how}: <a href="#${target}">${next.todo} ${escape(next.title)}</a>.`
}

function notesOn({ notes, complete }: GradingResult): string {
  const all = complete ? notes : ['Grading did not finish, so points may be missing.', ...notes]
  return all.length === 0
    ? ''
    : `<section class="notes">\n<h2>About your submission</h2>\n${list(all.map(escape))}\n</section>`
}

function waiting(todos: readonly TodoResult[]): string[] {
  if (todos.length === 0) return []
  const items = Array.from(
    Map.groupBy(todos, ({ waitsFor = 'an earlier TODO' }) => waitsFor),
    ([waitsFor, group]) => `<strong>For ${escape(waitsFor)}</strong>: ${group.map(titled).join(', ')}`,
  )
  return [
    '<p>These use an earlier TODO that is wrong. They may be right already: correct the earlier one first.</p>',
    list(items, ' class="todos"'),
  ]
}

function rightIn(parts: readonly PartResult[]): string {
  return list(
    parts.flatMap(({ part, title, todos }) => {
      const done = todos.filter(({ state }) => state === 'done')
      if (done.length === 0) return []
      const all = done.length === todos.length ? ' <span class="quiet">everything</span>' : ''
      return [`<strong>${part} ${escape(title)}</strong>${all}: ${done.map(titled).join(', ')}`]
    }),
    ' class="todos"',
  )
}

function openIn(parts: readonly PartResult[]): string {
  return list(
    parts.flatMap(({ part, title, todos }) => {
      const open = todos.filter(({ state }) => state === 'not started')
      if (open.length === 0) return []
      const which =
        open.length === todos.length ? 'nothing that can be graded yet' : open.map(openTodo).join(', ')
      return [`<strong>${part} ${escape(title)}</strong>: ${which}`]
    }),
    ' class="todos"',
  )
}

const leftOutIn = (todos: readonly TodoResult[]): string =>
  todos.length === 0 ? '' : `<p>These were not graded: ${todos.map(titled).join(', ')}.</p>`

const titled = (todo: TodoResult): string =>
  `${todo.todo} ${escape(todo.title)}${inBrackets(earnedWith(todo))}`

/** It may be written, but its checks need an earlier TODO. */
const openTodo = (todo: TodoResult): string =>
  `${titled(todo)}${inBrackets(todo.waitsFor === undefined ? '' : `needs ${escape(todo.waitsFor)} first`)}`

const inBrackets = (text: string): string => (text === '' ? '' : ` <span class="quiet">(${text})</span>`)

/** Says that there is more than the page shows, if there is. */
function leftOutOf(result: GradingResult, detail: Detail): string {
  const checks = quantity(
    todosOf(result).reduce((sum, todo) => sum + todo.checks.length, 0),
    'check',
  )
  const shown: Record<Detail, string> = {
    full: '',
    cause: `There are ${checks}. For each TODO that is wrong, this page shows what the most telling one says. Others may fail as well, and the numbers and cases behind them are not shown.`,
    points: `There are ${checks}. This page shows the points that they add up to, and not what each of them found.`,
  }
  return shown[detail] && `<p class="quiet">${shown[detail]}</p>`
}

/** Says how the work was graded. */
function closing(result: GradingResult, when: Date | undefined): string {
  const rule =
    result.marks === 'whole'
      ? 'A TODO earns its points when all of its checks pass.'
      : 'A TODO earns the share of its points that is the share of its checks that pass.'
  const items = [
    rule,
    `Your code was kept apart by: ${escape(result.isolation)}.`,
    `${when === undefined ? 'Grading' : `Graded on ${dateOf(when)}. It`} took ${quantity(result.seconds, 'second')}.`,
  ]
  const fingerprints = `<dl><dt>Kit</dt><dd>${escape(result.kit)}</dd><dt>Checks</dt><dd><code>${escape(result.checks)}</code></dd><dt>Submission</dt><dd><code>${escape(result.submission)}</code></dd></dl>`
  return `<footer>
<h2>How this was graded</h2>
${items.map((item) => `<p>${item}</p>`).join('\n')}
${folded('Which kit, checks and files', `<p>These numbers belong to exactly these checks and exactly these files.</p>${fingerprints}`)}
</footer>`
}

const dateOf = (when: Date): string => when.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })
