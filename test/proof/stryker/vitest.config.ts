import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { tagOf, wholeKit } from '../../../kit/course/manifest.ts'

/** Runs the checks against solutions/ only, because StrykerJS cannot choose a project of `vitest.config.cjs`. */
export default defineConfig({
  ssr: { resolve: { conditions: ['solutions', ...defaultServerConditions] } },
  test: {
    include: ['checks/**/*.check.ts'],
    setupFiles: ['checks/support/running/setup.ts'],
    testTimeout: 30_000,
    // Every check names the tag of its part, and Vitest refuses a name that it does not know.
    tags: wholeKit.map((part) => ({ name: tagOf(part) })),
    provide: { tree: 'solutions', sandbox: false },
  },
})
