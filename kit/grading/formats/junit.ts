import type { GradingResult, PartResult, TodoResult } from '../result.ts'
import { pointsText } from '../points-text.ts'
import { summaryLines, testName, todoText, type Shown } from './feedback.ts'
import type { Format } from './format.ts'
import { escapeMarkup } from './plain-text.ts'
import { withinLimit } from './within-limit.ts'

/** JUnit XML has no limit. This is far more than anybody reads. */
const MOST_BYTES = 4_000_000

/**
 * JUnit XML, which Artemis, CodeGrade, GitLab and Jenkins read: a test suite for each part, a test case for each TODO.
 * A TODO that is not started fails: some platforms leave a skipped case out of the total, and then an empty submission
 * would be perfect. JUnit XML knows no points, so the output of each case has them.
 */
export const junit: Format = (result, { detail }) =>
  withinLimit(MOST_BYTES, (most) => {
    const shown = { detail, most }
    const suites = result.parts.map((part, i) => suite(part, i === 0 ? result : undefined, shown))
    const all = result.parts.flatMap(({ todos }) => todos)
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites ${attributes({ name: 'cnn-from-scratch', ...counts(all), time: result.seconds.toFixed(3) })}>`,
      ...suites,
      '</testsuites>',
      '',
    ].join('\n')
  })

/** @param result - what the output of the suite says about the whole submission, if this suite is to say it */
function suite({ part, title, todos }: PartResult, result: GradingResult | undefined, shown: Shown): string {
  return [
    `  <testsuite ${attributes({ name: `Part ${part} ${title}`, ...counts(todos), time: secondsOf(todos) })}>`,
    ...todos.map((todo) => testCase(todo, part, shown)),
    ...(result === undefined ? [] : [`    ${element('system-out', summaryLines(result, shown).join('\n'))}`]),
    '  </testsuite>',
  ].join('\n')
}

function testCase(todo: TodoResult, part: number, shown: Shown): string {
  const text = todoText(todo, shown)
  const [message] = text.split('\n')
  const kind = failureOf(todo)
  return [
    `    <testcase ${attributes({ classname: `Part ${part}`, name: testName(todo), time: secondsOf([todo]) })}>`,
    ...(kind === undefined ? [] : [`      ${element(kind, text, { message, type: todo.state })}`]),
    `      ${element('system-out', pointsText(todo))}`,
    '    </testcase>',
  ].join('\n')
}

/** Returns the element that says why a TODO earned less than everything. An `error` is a fault of the run. */
function failureOf({ state }: TodoResult): 'failure' | 'error' | undefined {
  if (state === 'done') return undefined
  return state === 'not run' ? 'error' : 'failure'
}

const counts = (todos: readonly TodoResult[]) => ({
  tests: String(todos.length),
  failures: String(todos.filter((todo) => failureOf(todo) === 'failure').length),
  errors: String(todos.filter((todo) => failureOf(todo) === 'error').length),
  skipped: '0',
})

const secondsOf = (todos: readonly TodoResult[]): string =>
  (
    todos.flatMap(({ checks }) => checks).reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000
  ).toFixed(3)

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escapeMarkup(value)}"`)
    .join(' ')

const element = (name: string, text: string, values: Readonly<Record<string, string>> = {}): string =>
  `<${[name, attributes(values)].join(' ').trim()}>${escapeMarkup(text)}</${name}>`
