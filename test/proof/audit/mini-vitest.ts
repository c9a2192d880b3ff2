/**
 * The small part of Vitest that the checks use, so that a check file can run many times in a second. The audit
 * substitutes this module for `vitest`.
 */
import { findSandbox } from '#kit/vitest/sandbox.ts'
import type { Meta, Outcome } from './outcome.ts'

interface Test {
  name: string
  suites: string[]
  meta: Meta
  body: (context: object) => Promise<void>
}

const hooks: (() => Promise<void>)[] = []
const tests: Test[] = []
const open: { name: string; meta: Meta }[] = []
let current: Test | undefined
let checkFile = ''

export function describe(name: string, options: { meta?: Meta }, body: () => void): void {
  open.push({ name, meta: options.meta ?? {} })
  body()
  open.pop()
}

export function test(name: string, body: Test['body']): void {
  const meta: Meta = Object.assign({}, ...open.map((suite) => suite.meta))
  tests.push({ name, suites: open.map((suite) => suite.name), meta, body })
}

/** Registers a hook that loads the work. */
export function beforeAll(hook: () => Promise<void>): void {
  hooks.push(hook)
}

export const inject = (name: string): string | readonly string[] | false | undefined =>
  name === 'tree' ? 'solutions' : name === 'sandbox' ? sandbox : undefined

/** With CNN_GRADING, the work runs in a process of its own, as when a submission is graded. */
const sandbox = process.env.CNN_GRADING ? findSandbox().command : false

export const expect = {
  getState: () => ({
    currentTestName: current && [...current.suites, current.name].join(' > '),
    testPath: checkFile,
  }),
}

class Skip extends Error {}

/** Forgets all declared tests before the tests of this file are declared. */
export function startFile(path: string): void {
  checkFile = path
  hooks.length = 0
  tests.length = 0
}

/**
 * Runs the tests declared since {@link startFile} once.
 *
 * @param todos - only the tests of these TODOs; all by default
 */
export async function runDeclared(todos?: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const hook of hooks.splice(0)) await hook()
  for (const declared of tests) {
    if (todos && !todos.includes(declared.meta.todo ?? '')) continue
    current = declared
    const task: { meta: Meta } = { meta: { ...declared.meta } }
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
      outcome.state = error instanceof Skip ? 'skipped' : 'failed'
      outcome.message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      outcome.reason = task.meta.reason
    }
    outcomes.push(outcome)
  }
  return outcomes
}
