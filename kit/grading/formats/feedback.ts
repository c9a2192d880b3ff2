import type { Detail } from '../detail.ts'
import { tellingCheck, todosOf, type CheckResult, type GradingResult, type TodoResult } from '../result.ts'
import { pointsText } from '../points-text.ts'
import { shortened } from './plain-text.ts'

/** How much a learner is shown. */
export interface Shown {
  detail: Detail
  /** The most characters of one text that comes from the submission. */
  most: number
}

/** The most notes that a format repeats. */
const MOST_NOTES = 20

/** Returns the name by which a platform knows a TODO: stable, and different for every TODO. */
export const testName = ({ todo, title }: TodoResult): string => `${todo} ${title}`

/** Returns what a learner reads about the whole submission. */
export function summaryLines(result: GradingResult, { detail, most }: Shown): string[] {
  const todos = todosOf(result)
  const done = todos.filter(({ state }) => state === 'done').length
  const hidden = {
    full: [],
    cause: ['You see what is wrong, but not with which numbers. Your teacher can show you more.'],
    points: ['You see points only. Your teacher can show you what the checks found.'],
  }
  const others = result.notes.length - MOST_NOTES
  return [
    `${pointsText(result)}, ${done} of ${todos.length} TODOs done.`,
    ...(result.complete ? [] : ['Grading did not finish, so some checks have no result.']),
    ...result.notes.slice(0, MOST_NOTES).map((note) => shortened(note, most)),
    ...(others > 0 ? [`There are ${others} more notes.`] : []),
    ...hidden[detail],
    `The submission was kept apart by ${result.isolation}.`,
  ]
}

/** Returns what a learner reads about one TODO, as plain text in lines. */
export function todoText(todo: TodoResult, shown: Shown): string {
  const { state, waitsFor, earnedWith = [] } = todo
  switch (state) {
    case 'done':
      return earnedWith.length > 0
        ? `Right, when the kit's own code takes the place of TODO ${earnedWith.join(', ')}.`
        : 'Right: all its checks pass.'
    case 'waits':
      return `It waits for TODO ${waitsFor}, which is not right yet. Its own code may be right.`
    case 'not started':
      return waitsFor === undefined
        ? 'It is not started.'
        : `Its checks need TODO ${waitsFor}, which is not done.`
    case 'not run':
      return 'Some of its checks have no result.'
    case 'wrong':
      return wrongText(todo, shown)
  }
}

function wrongText(todo: TodoResult, { detail, most }: Shown): string {
  const failed = todo.checks.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return 'It is not right yet: its checks could not be loaded together with it.'
  const count = `${failed.length} of its ${todo.checks.length} checks ${failed.length === 1 ? 'fails' : 'fail'}.`
  const telling = tellingCheck(todo) ?? failed[0]
  const others = failed.filter((check) => check !== telling)
  switch (detail) {
    case 'points':
      return `${count} What they found is not shown here.`
    case 'cause':
      return [headline(telling, most), `${count} Their numbers and cases are not shown here.`].join('\n')
    case 'full':
      return [
        headline(telling, most),
        ...(telling.details === undefined ? [] : [shortened(telling.details, most)]),
        ...(others.length === 0 ? [] : ['', count, ...others.map((check) => headline(check, most))]),
      ].join('\n')
  }
}

const headline = ({ name, sentence }: CheckResult, most: number): string =>
  sentence === undefined ? name : `${name}: ${shortened(sentence, most)}`
