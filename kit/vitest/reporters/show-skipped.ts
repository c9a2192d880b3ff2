import {
  experimental_getRunnerTask,
  type Reporter,
  type TestCollection,
  type TestModule,
  type TestSuite,
} from 'vitest/node'

/**
 * Shows a suite or a file as skipped when all of its checks were: Vitest itself would show it as passed. Has to stand
 * before the other reporters, so that they see it too. The checks cannot say it themselves: of a suite that is skipped
 * when it ends, Vitest believes that its checks were never counted, and counts them once more.
 */
export default class ShowSkipped implements Reporter {
  onTestSuiteResult(suite: TestSuite): void {
    showSkipped(suite)
  }

  onTestModuleEnd(module: TestModule): void {
    showSkipped(module)
  }
}

function showSkipped(suite: TestSuite | TestModule): void {
  const task = experimental_getRunnerTask(suite)
  if (task.result?.state !== 'pass' || !isSkipped(suite.children)) return
  task.mode = 'skip'
  // What is sent to the Vitest UI afterwards is this very result.
  task.result.state = 'skip'
}

function isSkipped(children: TestCollection): boolean {
  const tests = Array.from(children.allTests())
  return tests.length > 0 && tests.every((test) => test.result().state === 'skipped')
}
