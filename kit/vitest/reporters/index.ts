const ONE_FAILURE_A_TODO = './kit/vitest/reporters/one-failure-a-todo.ts'

/** What reports a run, in this order: each sees what those before it have changed. */
export const reporters: readonly string[] = [
  './kit/vitest/reporters/crashed-checks.ts',
  './kit/vitest/reporters/show-skipped.ts',
  ONE_FAILURE_A_TODO,
  './kit/vitest/reporters/reporter.ts',
  ...(process.env.CNN_GRADING ? ['./kit/vitest/reporters/isolation.ts'] : []),
  ...(process.env.CNN_GRADING && process.env.CNN_RESULT ? ['./kit/vitest/reporters/result.ts'] : []),
]

/** The same, but every failure is printed in full, by Vitest's own reporter. */
export const everyFailure: readonly string[] = reporters.map((path) =>
  path === ONE_FAILURE_A_TODO ? 'default' : path,
)
