import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const OWN_REPORTER = fileURLToPath(new URL('report-reporter.ts', import.meta.url))

/**
 * Creates a Vite plugin that replaces `--reporter=html` by the kit's own report (report-reporter.ts).
 *
 * @param usual - the reporters of any other run. They run too, even though they were not named, because the report
 *   shows their results.
 */
export function htmlReport(usual: readonly string[]): Plugin {
  return {
    name: 'html-report',
    configureVitest({ vitest: { config } }) {
      const named = new Map(config.reporters.filter((each) => Array.isArray(each)))
      const options = named.get('html')
      if (!options) return
      named.delete('html')
      const paths = usual.map((name) => (name.startsWith('.') ? resolve(config.root, name) : name))
      const all = new Map([...paths.map((path) => [path, {}] as const), ...named, [OWN_REPORTER, options]])
      config.reporters = [...all]
    },
  }
}
