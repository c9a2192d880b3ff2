import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '../system/v8-flags.ts'
import { requireWritable } from '../system/refused.ts'
import { allowedImports } from './plugins/allowed-imports.ts'
import { lendSolutions } from './plugins/lend-solutions.ts'
import { manifest, tagOf } from '../course/manifest.ts'
import ManifestOrder from './course-order.ts'
import { readyWorkers } from './worker-pool.ts'
import { reporters } from './reporters/index.ts'
import { liveUi } from './ui/live.ts'
import { htmlReport } from './ui/report.ts'

const checks = {
  include: ['checks/**/*.check.ts'],
  setupFiles: ['checks/support/running/setup.ts'],
  // Checks are stopped by checks/support/running/time-limit.ts, also while they load the work. Vitest would count the time that a
  // laptop sleeps.
  testTimeout: 0,
  hookTimeout: 0,
  // The same engine wherever checks run; it is there in an instant, and small products gain nothing from a faster one.
  env: { CNN_ENGINE: 'wasm' },
}

/** What makes `#work/...` mean solutions/; the conditions replace Vite's own, which are needed too. */
const solutions = { resolve: { conditions: ['solutions', ...defaultServerConditions] } }

/** Without which a project is left out: the folder of a learner has neither solutions nor the tests of the kit. */
const folders: Record<string, string> = {
  assignments: 'assignments',
  solutions: 'solutions',
  kit: 'test',
  browser: 'test/browser',
  long: 'test/long',
}

/** A part of the tests of the kit itself; `npm test`, `npm run test:browser` and `npm run test:long` run one each. */
const testsOf = (name: string, files: { include: string[]; exclude?: string[] }) => ({
  extends: true as const,
  ssr: solutions,
  // So long takes only what hangs, on whatever machine.
  test: {
    name,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // The commands that tests start keep what V8 has compiled for the next one.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    ...files,
  },
})

const root = join(import.meta.dirname, '../..')

export default defineConfig({
  // A symbolic link among the assignments is a file like any other: what it imports is in the kit and not where it leads,
  // and what Vitest keeps for the next run does not know of that place.
  resolve: { preserveSymlinks: true },
  plugins: [allowedImports(), liveUi(), htmlReport(reporters)],
  test: {
    // Plain `npx vitest` grades the learner's tree; `--project` replaces this. It works but is not in Vitest's types.
    ...({ project: ['assignments'] } as object),
    reporters: [...reporters],
    // The Vitest UI and its report show annotations; the terminal would only repeat them below a failure.
    provide: { annotations: process.argv.some((argument) => /--ui|html/.test(argument)) },
    includeTaskLocation: true,
    // "tag:part-2" in the search of the Vitest UI shows one part and its progress; so does "--tags-filter part-2".
    tags: manifest.map((part) => ({ name: tagOf(part), description: part.title })),
    // Below that a check is not slow, even on a slow machine.
    slowTestThreshold: 2000,
    sequence: { sequencer: ManifestOrder },
    maxWorkers: '100%',
    pool: readyWorkers,
    fsModuleCache: isCacheWritable(),
    // More than the 1 GB at which checks are stopped (checks/support/running/watchdog.ts), less than takes the machine down.
    // And stopping a loop inside a timer must not count as an error in Node.
    execArgv: ['--max-old-space-size=2048', '--no-force-async-hooks-checks'],
    onStackTrace: (_error, frame) => !frame.file.includes('/node_modules/'),
    projects: [
      {
        extends: true,
        // For "npx kit check --lend".
        plugins: process.env.CNN_LEND ? [lendSolutions()] : [],
        test: { ...checks, name: 'assignments', provide: { tree: 'assignments' } },
      },
      {
        extends: true,
        ssr: solutions,
        test: { ...checks, name: 'solutions', provide: { tree: 'solutions' } },
      },
      testsOf('kit', { include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/long/**'] }),
      testsOf('browser', { include: ['test/browser/*.test.ts'] }),
      testsOf('long', { include: ['test/long/**/*.test.ts'] }),
    ].filter(({ test }) => existsSync(join(root, folders[test.name]))),
  },
})

/** Vitest ends with an error where it may not fill or clear the modules that it has kept for the next run. */
function isCacheWritable(): boolean {
  try {
    requireWritable(join(root, 'node_modules'))
    requireWritable(join(root, 'node_modules/.vitest-cache'))
    return true
  } catch {
    return false
  }
}
