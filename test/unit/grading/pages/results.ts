import { sentences, type CauseId } from '#kit/course/causes/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import { FORMAT, type CheckResult, type GradingResult, type TodoResult } from '#kit/grading/result.ts'

/** What differs from a submission that has not been started, by the number of the TODO. */
export type Work = Readonly<Record<string, Partial<TodoResult>>>

/** Returns the result of a submission. A TODO that is done has its points. */
export function resultOf(work: Work, rest: Partial<GradingResult> = {}): GradingResult {
  const parts = manifest.map(({ number, title, todos }) => {
    const results = todos.map((todo): TodoResult => {
      const own = work[todo.id] ?? {}
      return {
        todo: todo.id,
        title: todo.title,
        state: 'not started',
        points: own.state === 'done' ? todo.points : 0,
        possible: todo.points,
        checks: [check('agrees with PyTorch', { state: own.state === 'done' ? 'passed' : 'not started' })],
        ...own,
      }
    })
    return { part: number, title, ...sumOf(results), todos: results }
  })
  return {
    format: FORMAT,
    kit: '0.1.0',
    checks: 'c'.repeat(64),
    submission: 'd'.repeat(64),
    isolation: "Node's permissions only",
    complete: true,
    marks: 'whole',
    seconds: 26,
    notes: [],
    ...sumOf(parts),
    parts,
    ...rest,
  }
}

const sumOf = (items: readonly { points: number; possible: number }[]) => ({
  points: items.reduce((sum, { points }) => sum + points, 0),
  possible: items.reduce((sum, { possible }) => sum + possible, 0),
})

/** Returns the result of one check; it has passed unless something else is said. */
export const check = (name: string, rest: Partial<CheckResult> = {}): CheckResult => ({
  name,
  state: 'passed',
  milliseconds: 3,
  ...rest,
})

/** Returns a check that fails for a cause, with its sentence. */
export function failing(
  name: string,
  cause: CauseId,
  { values = {}, ...rest }: Partial<CheckResult> & { values?: Readonly<Record<string, string>> } = {},
): CheckResult {
  const words: Readonly<Record<string, string>> = { what: rest.what ?? '', ...values }
  const sentence = sentences[cause].replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word])
  return check(name, {
    state: 'failed',
    kind: 'Wrong answer',
    cause,
    sentence: `${rest.kind ?? 'Wrong answer'}: ${sentence}`,
    ...rest,
  })
}

/** Returns a TODO that is wrong. The first check tells most. */
export const wrong = (...checks: CheckResult[]): Partial<TodoResult> => ({
  state: 'wrong',
  telling: checks[0]?.name,
  checks,
})

/** Returns what somebody can read on a page. */
export const readable = (html: string): string =>
  html
    .replace(/<style>[^]*<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',')
