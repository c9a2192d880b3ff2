import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Reason } from '../../../course/causes/index.ts'
import { root } from '../../../system/root.ts'
import { runVitest } from '../run-vitest.ts'
import { UserError } from '#kit/system/user-error.ts'

/** A check that fails, with its whole message. */
export interface FailingCheck extends Partial<Reason> {
  /** `1.2 affineBackward > agrees with PyTorch` */
  check: string
  message: string
}

/** The part of the output of Vitest's JSON reporter that is used here. */
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
 * Runs checks without printing anything. The results are recorded as in any other run.
 *
 * @param filters - arguments that tell Vitest which checks to run
 * @returns the checks that fail
 * @throws UserError if they cannot be run at all
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
    throw new UserError('command', 'The checks could not be run. To see why, run "npx vitest run".')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Removes stack traces and quoted source lines from a message, and makes its paths relative to the kit. */
const withoutCode = (message: string): string =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => !/^ *at .*(?:file:|:\d+:\d+\)?$)/.test(line) && !/^ *(?:\d+ *)?[│|╭╰·┆]/u.test(line))
    .join('\n')
    .replaceAll(`${root}${sep}`, '')
    .replaceAll(`${root.replaceAll('\\', '/')}/`, '')
    .trimEnd()
