// Configuration of StrykerJS, which makes every small change it knows to the solutions and runs the checks against each:
// `npm run grade:stryker`, or, for one file, `npm run grade:stryker -- --mutate solutions/3-dropout/dropout.ts`.
import { globSync, readFileSync } from 'node:fs'

/** Returns the lines between BEGIN SOLUTION and END SOLUTION, which a learner writes and the checks grade. */
function regions(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const marked = (word) => lines.flatMap((line, i) => (line.includes(`// ${word} SOLUTION`) ? [i + 1] : []))
  const ends = marked('END')
  return marked('BEGIN').map((begin, i) => `${file.replaceAll('\\', '/')}:${begin + 1}-${ends[i] - 1}`)
}

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/proof/stryker/vitest.config.ts' },
  mutate: globSync('solutions/*/*.ts').flatMap(regions),
  ignorePatterns: ['.vitest', 'docs', 'runs'],
  // Vite removes types without checking them.
  disableTypeChecks: false,
  tsconfigFile: 'none',
  tempDirName: '.vitest/stryker-sandbox',
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, skipFull: true },
  htmlReporter: { fileName: '.vitest/stryker/index.html' },
  jsonReporter: { fileName: '.vitest/stryker/report.json' },
}
