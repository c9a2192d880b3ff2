import { defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '../system/v8-flags.ts'
import { memoryLimit } from '../system/memory-limit.ts'
import { requireWritable } from '../system/system-error.ts'
import { allowedImports } from './plugins/allowed-imports.ts'
import { lendSolutions } from './plugins/lend-solutions.ts'
import { manifest, tagOf, wholeKit } from '../course/manifest.ts'
import CourseOrder from './course-order.ts'
import { findSandbox } from './sandbox.ts'
import { ensureTokenFolder } from './token-folder.ts'
import { lastingWorkers } from './lasting-worker.ts'
import { prestartedWorkers } from './worker-pool.ts'
import { reporters } from './reporters/index.ts'
import { liveUi } from './ui/live.ts'
import { htmlReport } from './ui/report.ts'
import { root } from '../system/root.ts'

ensureTokenFolder()

/** With CNN_GRADING, the code of a submission runs in a process of its own. */
const sandbox: readonly string[] | false = process.env.CNN_GRADING ? findSandbox().command : false

const checks = {
  include: ['checks/**/*.check.ts'],
  // The parts that do not belong to the course.
  exclude: [
    ...configDefaults.exclude,
    ...wholeKit
      .filter(({ number }) => !manifest.some((part) => part.number === number))
      .map(({ folder }) => `checks/${folder}/**`),
  ],
  setupFiles: ['checks/support/running/setup.ts'],
  // checks/support/running/time-limit.ts stops checks, also while they load the learner's code. Vitest's own limits
  // would count the time that a laptop sleeps.
  testTimeout: 0,
  hookTimeout: 0,
  // All checks use the same engine. It starts instantly, and small products gain nothing from a faster one.
  env: { CNN_ENGINE: 'wasm' },
  // Nothing of a submission is loaded here when it has its own process. So Node itself loads all but the check files: in code
  // that Vite has transformed, every use of an imported name looks it up in the other module.
  ...(sandbox && { server: { deps: { external: [/(?<!\.check)\.ts$/] } } }),
}

/** Makes `#work/...` resolve to solutions/. The conditions replace Vite's defaults, which are needed too. */
const solutions = { resolve: { conditions: ['solutions', ...defaultServerConditions] } }

/** The folder that each project needs to be included. A learner's folder has neither solutions nor tests. */
const folders: Record<string, string> = {
  assignments: 'assignments',
  solutions: 'solutions',
  kit: 'test',
  browser: 'test/browser',
  long: 'test/long',
  sweeps: 'test/sweeps',
  pages: 'test/pages',
}

/** Returns a project of the kit's tests: of `npm test`, or of one of the scripts `test:browser`, `test:long` and so on. */
const testsOf = (name: string, files: { include: string[]; exclude?: string[] }) => ({
  extends: true as const,
  ssr: solutions,
  // On any machine, only a hanging test takes this long.
  test: {
    name,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Commands that tests start share V8's compile cache.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    ...files,
  },
})

export default defineConfig({
  // Symbolic links in assignments/ are treated as regular files: their imports resolve inside the kit, and Vitest's
  // module cache does not know the link's target.
  resolve: { preserveSymlinks: true },
  plugins: [allowedImports(), liveUi(), htmlReport(reporters)],
  test: {
    // Plain `npx vitest` grades the learner's tree. `--project` replaces this. Vitest's types lack this option.
    ...({ project: ['assignments'] } as object),
    reporters: [...reporters],
    // The Vitest UI and its report show annotations. The terminal would only repeat them below a failure.
    provide: { annotations: process.argv.some((argument) => /--ui|html/.test(argument)) },
    includeTaskLocation: true,
    // "tag:part-2" in the search of the Vitest UI shows one part and its progress. So does "--tags-filter part-2".
    tags: manifest.map((part) => ({ name: tagOf(part), description: part.title })),
    // A check that takes less is not slow, even on a slow machine.
    slowTestThreshold: 2000,
    sequence: { sequencer: CourseOrder },
    maxWorkers: '100%',
    // Nothing of a submission runs in the process of the checks when it has its own, so one serves for all files.
    ...(sandbox ? { pool: lastingWorkers, isolate: false } : { pool: prestartedWorkers }),
    fsModuleCache: isCacheWritable(),
    // More than the limit at which checks/support/running/watchdog.ts stops checks, but not enough to bring down the
    // machine. The second flag keeps Node from reporting an error when a loop inside a timer is stopped.
    // A check leaves much garbage. With more space for what is new, it is collected less often.
    execArgv: [
      `--max-old-space-size=${(2 * memoryLimit()) / 2 ** 20}`,
      '--no-force-async-hooks-checks',
      '--min-semi-space-size=16',
    ],
    onStackTrace: (_error, frame) => !frame.file.includes('/node_modules/'),
    projects: [
      {
        extends: true,
        // Used by "npx kit check --lend".
        plugins: process.env.CNN_LEND ? [lendSolutions()] : [],
        test: { ...checks, name: 'assignments', provide: { tree: 'assignments', sandbox } },
      },
      {
        extends: true,
        ssr: solutions,
        // The solutions disturb nothing, so that their checks can share processes.
        test: {
          ...checks,
          name: 'solutions',
          provide: { tree: 'solutions', sandbox },
          pool: 'forks',
          isolate: false,
        },
      },
      testsOf('kit', {
        include: ['test/**/*.test.ts'],
        exclude: ['test/browser/**', 'test/long/**', 'test/sweeps/**', 'test/pages/**'],
      }),
      testsOf('browser', { include: ['test/browser/*.test.ts'] }),
      testsOf('long', { include: ['test/long/**/*.test.ts'] }),
      testsOf('sweeps', { include: ['test/sweeps/**/*.test.ts'] }),
      testsOf('pages', { include: ['test/pages/*.test.ts'] }),
    ].filter(({ test }) => existsSync(join(root, folders[test.name]))),
  },
})

/** Returns whether Vitest may write its module cache. Vitest fails if it cannot fill or clear the cache. */
function isCacheWritable(): boolean {
  try {
    requireWritable(join(root, 'node_modules'))
    requireWritable(join(root, 'node_modules/.vitest-cache'))
    return true
  } catch {
    return false
  }
}
