/**
 * Runs one check file against one tree of work, a number of times, in a process of its own:
 * `node worker.ts TREE CHECK-FILE TIMES`. Prints the outcomes of each run as one line of JSON.
 */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const [tree, checkFile, times] = process.argv.slice(2)
const work = pathToFileURL(`${tree}/`)
const vitest = new URL('mini-vitest.ts', import.meta.url)
const noCharts = new URL('no-charts.ts', import.meta.url)

registerHooks({
  resolve(specifier, context, next) {
    const replaced = specifier.startsWith('#work/')
      ? new URL(specifier.slice('#work/'.length), work)
      : specifier === 'vitest'
        ? vitest
        : specifier === '#kit/report/index.ts'
          ? noCharts
          : undefined
    return replaced
      ? { url: replaced.href, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context)
  },
})

const { runDeclared } = (await import('./mini-vitest.ts')) as typeof import('./mini-vitest.ts')
await import(pathToFileURL(checkFile).href)
for (let run = 0; run < Number(times); run++) console.log(JSON.stringify(await runDeclared()))
