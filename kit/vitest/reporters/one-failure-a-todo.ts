import { styleText } from 'node:util'
import { DefaultReporter, type TestCase } from 'vitest/node'
import type { RunnerTask, RunnerTestCase, RunnerTestFile } from 'vitest'
import { wrapped, wrappedLines } from '../../text/wrap.ts'
import { mostTelling } from './telling-failure.ts'

/**
 * Prints what Vitest's own reporter prints, but only the most telling failure of each TODO in full: eight red blocks for
 * one mistake are a wall. `reporter.ts` counts the others in one line. Behind a check that could not run there are two
 * words: the lines at the end say where the code of the next TODO is.
 */
export default class OneFailureATodo extends DefaultReporter {
  #files: RunnerTestFile[] = []

  override reportSummary(files: RunnerTestFile[], errors: unknown[]): void {
    this.#files = files
    const shown = shownOf(files)
    super.reportSummary(
      files.map((file) => only(file, shown)),
      errors,
    )
  }

  /** Counts all checks, whichever are shown. */
  override reportTestSummary(_files: RunnerTestFile[], errors: unknown[], leakCount: number): void {
    super.reportTestSummary(this.#files, errors, leakCount)
  }

  /** Breaks the line above a failure between words, like those below it. */
  protected override getFullName(task: RunnerTask, separator?: string): string {
    const before = ` FAIL   ${task.file.projectName ?? ''}  `.length
    return wrapped(' '.repeat(before), super.getFullName(task, separator)).trimStart()
  }

  protected override getTestCaseSuffix(test: TestCase): string {
    const suffix = super.getTestCaseSuffix(test)
    const { todo, open } = test.meta()
    const result = test.result()
    if (open === undefined || result.state !== 'skipped' || result.note === undefined) return suffix
    return suffix.replace(result.note, open === todo ? 'not started' : `waits for ${open}`)
  }
}

/** The failed checks that are shown: one for each TODO, and all that belong to none. */
function shownOf(files: readonly RunnerTestFile[]): Set<RunnerTestCase> {
  const failed = files.flatMap(testsIn).filter(({ result }) => result?.state === 'fail')
  const byTodo = Map.groupBy(failed, ({ meta, file, id }) =>
    meta.todo === undefined ? id : `${file.projectName} ${meta.todo}`,
  )
  return new Set(Array.from(byTodo.values(), (tests) => mostTelling(tests, ({ meta }) => meta)))
}

const testsIn = (task: RunnerTask): RunnerTestCase[] =>
  task.type === 'test' ? [task] : task.tasks.flatMap(testsIn)

/** A suite or file without the failed checks that are not shown. */
function only<Suite extends Extract<RunnerTask, { tasks: RunnerTask[] }>>(
  suite: Suite,
  shown: ReadonlySet<RunnerTestCase>,
): Suite {
  const tasks = suite.tasks
    .filter((task) => task.type !== 'test' || task.result?.state !== 'fail' || shown.has(task))
    .map((task) => (task.type === 'test' ? coloured(task) : only(task, shown)))
  return { ...suite, tasks }
}

/**
 * A failed check whose colours mean something: the sentence is red as Vitest has it, and so is each wrong number in the
 * table below it; the rest is plain.
 */
function coloured(test: RunnerTestCase): RunnerTestCase {
  if (!test.meta.reason || !test.result?.errors) return test
  const errors = test.result.errors.map((error) => {
    const [sentence, ...details] = inTerminal(error).split('\n')
    const plain = details.map((line) =>
      line.replaceAll(WRONG_NUMBER, (number) => styleText(['reset', 'red'], number)),
    )
    return { ...error, message: [sentence, ...plain.map((line) => styleText('reset', line))].join('\n') }
  })
  // There is one attempt, with the same errors; without it, these are printed. With annotations, which are for the page
  // of the Vitest UI, Vitest would look for the check itself and not know this copy of it.
  return { ...test, annotations: [], result: { ...test.result, errors, attempts: undefined } }
}

/**
 * Returns a message with its lines wrapped at the edge of the terminal. Vitest prints the name of the error before the
 * first one. The command that repeats a case stays on one line, so that it can be copied.
 */
function inTerminal({ name = 'Error', message }: { name?: string; message: string }): string {
  const lines = `${name}: ${message}`.split('\n')
  const wrappedMessage = lines
    .map((line) => (line.includes('REPLAY=') ? line : wrappedLines(line)))
    .join('\n')
  return wrappedMessage.slice(`${name}: `.length)
}

/** As the table of a failure marks it. */
const WRONG_NUMBER = /(?:-?\d\S*|NaN|-?Infinity)\*(?=\s|$)/g
