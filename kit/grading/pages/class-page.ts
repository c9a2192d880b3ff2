import { percent } from '../../text/quantities.ts'
import type { PartResult } from '../result.ts'
import { brokenFilesIn } from './broken-files.ts'
import { classTodos, median, stuckAt, type ClassTodo, type StuckAt } from './class-summary.ts'
import type { Graded } from './graded.ts'
import { histogram } from './html/histogram.ts'
import { escape, folded, list, nameTag, prose } from './html/markup.ts'
import { misconceptions, type Misconception } from './misconceptions.ts'
import { page } from './html/page.ts'
import { numeral, quantity } from '../../text/quantities.ts'
import { pointsText } from '../points-text.ts'
import { classOf, legend, STATES, stateTag, symbolOf, type State } from './html/states.ts'

/** What a page on a class is made of. */
export interface ClassResults {
  results: readonly Graded[]
  /** Whether learners are named. */
  namesShown: boolean
  /** The name of the course. */
  course?: string
}

/** Returns a page for the teacher: how the class has done, what it got wrong, and what to say about it. */
export function classPage({ results, namesShown, course }: ClassResults): string {
  const todos = classTodos(results)
  const over = course === undefined ? '' : `<p class="over">${escape(course)}</p>\n`
  const title = `<header>\n${over}<h1>The class at a glance</h1>\n`
  if (results.length === 0)
    return page('The class at a glance', `${title}<p>There are no submissions.</p>\n</header>`)
  const sections = [
    `${title}${figures(results)}\n</header>`,
    distribution(results),
    filesSection(results, namesShown),
    mistakesSection(misconceptions(results), results.length, namesShown),
    stuckSection(stuckAt(results), results.length, namesShown),
    todosSection(todos, results),
    neverPassedSection(todos),
  ]
  return page('The class at a glance', sections.filter(Boolean).join('\n'))
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The few numbers that come first. */
function figures(results: readonly Graded[]): string {
  const earned = results.map(({ result }) => result.points)
  const possible = Math.max(...results.map(({ result }) => result.possible))
  const whole = results.filter(({ result }) => result.points === result.possible).length
  const cut = results.filter(({ result }) => !result.complete).length
  const shown: [value: string, name: string][] = [
    [String(results.length), results.length === 1 ? 'submission' : 'submissions'],
    [mean(earned).toFixed(1), `points on average, of ${possible}`],
    [numeral(median(earned)), 'points, the median'],
    [String(whole), 'with all points'],
  ]
  const terms = shown.map(([value, name]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('\n')
  const note =
    cut === 0
      ? ''
      : `\n<p class="notes">Grading did not finish for ${quantity(cut, 'submission')}, so points may be missing.</p>`
  return `<dl class="figures">\n${terms}\n</dl>${note}`
}

function distribution(results: readonly Graded[]): string {
  const possible = Math.max(...results.map(({ result }) => result.possible))
  const drawn = histogram(
    results.map(({ result }) => result.points),
    possible,
  )
  return `<section id="points">\n<h2>Points</h2>\n${drawn}\n</section>`
}

/** Files that do not load. In them, there is nothing to talk about in a lecture. */
function filesSection(results: readonly Graded[], namesShown: boolean): string {
  const broken = results.flatMap(({ name, result }) =>
    [...brokenFilesIn(result).keys()].map((file) => ({ name, file })),
  )
  if (broken.length === 0) return ''
  const learners = results.filter(({ result }) => brokenFilesIn(result).size > 0).length
  const files = Array.from(
    Map.groupBy(broken, ({ file }) => file),
    ([file, all]) =>
      `<code>${escape(file)}</code> <span class="quiet">(${namesShown ? all.map(({ name }) => nameTag(name)).join(', ') : quantity(all.length, 'learner')})</span>`,
  )
  return `<section id="files">
<h2>Files that do not load</h2>
<article class="mistake">
<p class="count"><strong>${learners}</strong> of ${results.length} <span class="quiet">${percent(learners / results.length, 0)}</span></p>
<div>
<h3>A file does not load</h3>
<p class="cause">Nothing in such a file can be graded, so it does not count below. The feedback of each learner says why it does not load.</p>
${list(files.toSorted(), ' class="todos"')}
</div>
</article>
</section>`
}

/** The most mistakes that are shown at once. */
const UNFOLDED = 10

function mistakesSection(all: readonly Misconception[], size: number, namesShown: boolean): string {
  if (all.length === 0) return ''
  const often = all.filter(({ learners }, i) => i < UNFOLDED && (learners.length > 1 || size === 1))
  const seldom = all.slice(often.length)
  const card = (one: Misconception): string => mistakeCard(one, size, namesShown)
  const most = seldom[0]?.learners.length
  const rest =
    seldom.length === 0
      ? ''
      : folded(
          `${quantity(seldom.length, often.length === 0 ? 'mistake' : 'more mistake')}, of ${most === 1 ? 'one learner each' : `at most ${most} learners each`}`,
          seldom.map(card).join('\n'),
        )
  return `<section id="mistakes">
<h2>What the class got wrong</h2>
<p class="quiet">Each of these is five minutes of the next lecture: say the sentence, ask the question or show the formula, and name the section. What only follows from an earlier mistake is not counted.</p>
${often.map(card).join('\n')}
${rest}
</section>`
}

function mistakeCard(one: Misconception, size: number, namesShown: boolean): string {
  const { todo, title, sentence, learners, hint, handout } = one
  const names = namesShown ? `\n<p class="names">${learners.map(nameTag).join(', ')}</p>` : ''
  return `<article class="mistake">
<p class="count"><strong>${learners.length}</strong> of ${size} <span class="quiet">${percent(learners.length / size, 0)}</span></p>
<div>
<h3><span class="number">${todo}</span> ${escape(title)}</h3>
<p class="cause">${prose(sentence)}</p>
<p class="say"><span class="label">${hint.kind === 'question' ? 'Ask' : 'Show'}</span> ${prose(hint.text)}</p>
<p class="read">Read again: ${escape(handout)}</p>${names}
</div>
</article>`
}

function stuckSection(stuck: readonly StuckAt[], size: number, namesShown: boolean): string {
  const done = size - stuck.reduce((sum, { learners }) => sum + learners.length, 0)
  const most = Math.max(1, ...stuck.map(({ learners }) => learners.length))
  const rows = stuck.map(({ todo, title, learners }) => {
    const counts = Map.groupBy(learners, ({ state }) => state)
    const words = STATES.flatMap((state) => {
      const some = counts.get(state)
      return some === undefined
        ? []
        : [`<span class="${classOf(state)} state">${some.length} ${state}</span>`]
    })
    const names = namesShown
      ? `<p class="names">${learners.map(({ name }) => nameTag(name)).join(', ')}</p>`
      : ''
    return `<tr>
<th scope="row"><span class="number">${todo}</span> ${escape(title)}${names}</th>
<td class="bars"><div class="bar" aria-hidden="true" style="width: ${((100 * learners.length) / most).toFixed(1)}%"></div></td>
<td class="points">${learners.length}</td>
<td><div class="states">${words.join(' ')}</div></td>
</tr>`
  })
  const finished =
    done === 0 ? '' : `\n<p>${quantity(done, 'learner')} ${done === 1 ? 'has' : 'have'} done everything.</p>`
  const table =
    rows.length === 0
      ? ''
      : `<p class="quiet">The first TODO of each learner that is not done.</p>
<table class="stuck">
<thead><tr><th scope="col">TODO</th><th scope="col"><span class="heard">Bar</span></th><th scope="col" class="points">Learners</th><th scope="col">State</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
  return `<section id="stuck">\n<h2>Where the class is stuck</h2>\n${table}${finished}\n</section>`
}

/** Every TODO with the number of learners in each state. */
function todosSection(todos: readonly ClassTodo[], results: readonly Graded[]): string {
  const states = STATES.filter((state) => todos.some(({ counts }) => counts.has(state)))
  const parts = results[0].result.parts
  const head = states.map((state) => `<th scope="col" class="points">${stateTag(state)}</th>`).join('')
  const bodies = parts.map((part) => {
    const own = todos.filter(({ todo }) => todo.startsWith(`${part.part}.`))
    return `<tbody>
<tr class="part"><th scope="rowgroup" colspan="${states.length + 2}">${partHeading(part, results)}</th></tr>
${own.map((todo) => todoRow(todo, states)).join('\n')}
</tbody>`
  })
  return `<section id="todos">
<h2>TODO by TODO</h2>
<div class="narrow-only">${legend(states)}</div>
<table class="by-todo">
<thead><tr><th scope="col">TODO</th><th scope="col"><span class="heard">Bar</span></th>${head}</tr></thead>
${bodies.join('\n')}
</table>
</section>`
}

function partHeading({ part, title, possible }: PartResult, results: readonly Graded[]): string {
  const earned = results.map(({ result }) => result.parts.find((one) => one.part === part)?.points ?? 0)
  return `<strong>${part} ${escape(title)}</strong> <span class="quiet">${pointsText({ points: Number(mean(earned).toFixed(1)), possible })} on average</span>`
}

function todoRow({ todo, title, counts }: ClassTodo, states: readonly State[]): string {
  const bar = states
    .map((state) => counts.get(state) ?? 0)
    .map((count, i) =>
      count === 0 ? '' : `<div class="${classOf(states[i])}" style="flex-grow: ${count}"></div>`,
    )
  const numbers = states.map((state) => {
    const count = counts.get(state) ?? 0
    return `<td class="points ${count === 0 ? 'quiet' : classOf(state)}" data-symbol="${symbolOf(state)}">${count}</td>`
  })
  return `<tr>
<th scope="row"><span class="number">${todo}</span> ${escape(title)}</th>
<td class="bars"><div class="stack" aria-hidden="true">${bar.join('')}</div></td>${numbers.join('')}
</tr>`
}

function neverPassedSection(todos: readonly ClassTodo[]): string {
  const unstarted = todos.filter(({ counts }) =>
    STATES.every((state) => state === 'not started' || !counts.has(state)),
  )
  const rows = todos
    .filter(({ neverPassed }) => neverPassed.length > 0)
    .map(
      ({ todo, title, neverPassed }) =>
        `<strong><span class="number">${todo}</span> ${escape(title)}</strong>${list(
          neverPassed.map(
            ({ name, ran }) => `${escape(name)} <span class="quiet">(${quantity(ran, 'learner')})</span>`,
          ),
        )}`,
    )
  const content = [
    rows.length > 0 &&
      `<p class="quiet">If many have tried, the handout may be unclear here, or the check may be wrong. The number says how many have tried.</p>
${list(rows, ' class="todos"')}`,
    rows.length === 0 && '<p>Somebody passes each check that was tried.</p>',
    unstarted.length > 0 &&
      `<p>Nobody has started ${unstarted.map(({ todo, title }) => `<span class="todo">${todo} ${escape(title)}</span>`).join(', ')}.</p>`,
  ]
  return `<section id="never-passed">\n<h2>Checks that nobody passes</h2>\n${content.filter(Boolean).join('\n')}\n</section>`
}
