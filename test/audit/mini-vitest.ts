/**
 * The little of Vitest that the checks use, so that a check file can be run hundreds of times in a second: the audit
 * puts this module in the place of `vitest`.
 */
import type { Meta, Outcome } from './outcome.ts'

interface Test {
  name: string
  suites: string[]
  meta: Meta
  body: (context: object) => Promise<void>
}

const before: (() => Promise<void>)[] = []
const tests: Test[] = []
const open: { name: string; meta: Meta }[] = []
let current: Test | undefined

export function describe(name: string, options: { meta?: Meta }, body: () => void): void {
  open.push({ name, meta: options.meta ?? {} })
  body()
  open.pop()
}

export function test(name: string, body: Test['body']): void {
  const meta: Meta = Object.assign({}, ...open.map((suite) => suite.meta))
  tests.push({ name, suites: open.map((suite) => suite.name), meta, body })
}

/** Loads the work. */
export function beforeAll(hook: () => Promise<void>): void {
  before.push(hook)
}

// Only changes how Vitest shows a suite.
export function afterAll(): void {}

export const inject = (name: string): string | false => name === 'tree' && 'solutions'

export const expect = {
  getState: () => ({
    currentTestName: current && [...current.suites, current.name].join(' > '),
    testPath: 'checks/',
  }),
}

class Skip extends Error {}

/** Runs all tests that were declared so far, once. */
export async function runDeclared(): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const hook of before.splice(0)) await hook()
  for (const declared of tests) {
    current = declared
    const task = { meta: { ...declared.meta } }
    const outcome: Outcome = { name: declared.name, todo: task.meta.todo, state: 'passed' }
    try {
      await declared.body({
        task,
        annotate: async () => {},
        skip: (note: string) => {
          throw new Skip(note)
        },
      })
    } catch (error) {
      const skipped = error instanceof Skip
      outcome.state = skipped ? 'skipped' : 'failed'
      outcome.message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    }
    outcomes.push(outcome)
  }
  return outcomes
}
