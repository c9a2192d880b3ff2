import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Runs the checks against solutions/ only, because StrykerJS cannot choose a project of `vitest.config.cjs`. */
export default defineConfig({
  ssr: { resolve: { conditions: ['solutions', ...defaultServerConditions] } },
  test: {
    include: ['checks/**/*.check.ts'],
    setupFiles: ['checks/support/running/setup.ts'],
    testTimeout: 30_000,
    provide: { tree: 'solutions' },
  },
})
