import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import './kit/cli/require-node.ts'

const checks = {
  include: ['checks/**/*.check.ts'],
  setupFiles: ['checks/support/setup.ts'],
  testTimeout: 30_000,
}

/** What makes `#work/...` mean solutions/; the conditions replace Vite's own, which are needed too. */
const solutions = { resolve: { conditions: ['solutions', ...defaultServerConditions] } }

export default defineConfig({
  test: {
    // Plain `npx vitest` grades the learner's tree; `--project` replaces this. It works but is not in Vitest's types.
    ...({ project: ['assignments'] } as object),
    reporters: ['default', './kit/grading/reporter.ts'],
    includeTaskLocation: true,
    maxWorkers: '100%',
    // A stub that eats memory should end its own check, not the machine.
    execArgv: ['--max-old-space-size=1024'],
    onStackTrace: (_error, frame) => !frame.file.includes('/node_modules/'),
    projects: [
      { extends: true, test: { ...checks, name: 'assignments', provide: { tree: 'assignments' } } },
      {
        extends: true,
        ssr: solutions,
        test: { ...checks, name: 'solutions', provide: { tree: 'solutions' } },
      },
      {
        extends: true,
        ssr: solutions,
        test: { name: 'kit', include: ['test/**/*.test.ts'], testTimeout: 60_000 },
      },
    ],
  },
})
