import type { RunnerTestFile, RunnerTestSuite } from 'vitest'

/**
 * An `afterAll` hook that shows a suite or a file as skipped when all of its checks were: Vitest itself would show it
 * as passed. There is no public way to say so, hence the writing to the task.
 */
// oxlint-disable-next-line no-empty-pattern -- Vitest wants a pattern here: it reads which fixtures a hook uses
export function markSkipped({}: object, suite: Readonly<RunnerTestSuite | RunnerTestFile>): void {
  const skipped =
    suite.tasks.length > 0 && suite.tasks.every(({ mode }) => mode === 'skip' || mode === 'todo')
  if (!skipped) return
  const writable = suite as RunnerTestSuite
  writable.mode = 'skip'
  writable.result = { ...writable.result, state: 'skip' }
}
