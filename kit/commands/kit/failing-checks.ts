import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reason } from '../../course/causes/index.ts'
import { KitError } from './kit-error.ts'
import { root } from './root.ts'
import { runVitest } from './run-vitest.ts'

/** A check that fails, with everything that it says. */
export interface FailingCheck extends Partial<Reason> {
  /** `1.2 affineBackward > agrees with PyTorch` */
  check: string
  message: string
}

/** As Vitest's JSON reporter writes it. */
interface JsonReport {
  testResults: {
    message: string
    assertionResults: {
      ancestorTitles: string[]
      title: string
      status: string
      failureMessages: string[]
      meta: { reason?: Reason }
    }[]
  }[]
}

/**
 * Runs checks without printing anything, and remembers what they say as every run does.
 *
 * @param filters - what tells Vitest which checks to run
 * @returns those that fail
 * @throws KitError if they cannot be run at all
 */
export async function failingChecks(filters: readonly string[]): Promise<FailingCheck[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kit-report-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = [
      './kit/vitest/reporters/crashed-checks.ts',
      './kit/vitest/reporters/reporter.ts',
      'json',
    ]
    const options = [...reporters.map((name) => `--reporter=${name}`), `--outputFile=${file}`]
    await runVitest(['run', ...filters, ...options], { quiet: true })
    const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as JsonReport
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ ancestorTitles, title, failureMessages, meta }) => ({
        check: [...ancestorTitles, title].join(' > '),
        ...meta.reason,
        message: failureMessages.map(withoutCode).join('\n'),
      }))
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new KitError('The checks could not be run: see what "npx vitest run" says.')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A message without the calls behind it, without the lines that a parser quotes, and with paths below the kit. */
const withoutCode = (message: string): string =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => !/^ *at .*(?:file:|:\d+:\d+\)?$)/.test(line) && !/^ *(?:\d+ *)?[│|╭╰·┆]/u.test(line))
    .join('\n')
    .replaceAll(`${root}${sep}`, '')
    .replaceAll(`${root.replaceAll('\\', '/')}/`, '')
    .trimEnd()
