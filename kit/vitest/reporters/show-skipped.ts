import {
  experimental_getRunnerTask,
  type Reporter,
  type TestCollection,
  type TestModule,
  type TestSuite,
} from 'vitest/node'

/**
 * Shows a suite or a file as skipped when all of its checks were skipped. Vitest itself would show it as passed. This
 * reporter must come before the others, so that they see it too. The checks cannot set this state themselves: Vitest
 * would assume that the checks of a suite that is skipped when it ends were never counted, and would count them again.
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
  // This same result is sent to the Vitest UI afterwards.
  task.result.state = 'skip'
}

function isSkipped(children: TestCollection): boolean {
  const tests = Array.from(children.allTests())
  return tests.length > 0 && tests.every((test) => test.result().state === 'skipped')
}
