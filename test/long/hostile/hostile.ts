import { describe, expect, test } from 'vitest'
import type { CauseId } from '#kit/course/causes/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import { sharedRun } from '../../support/shared-run.ts'
import { TemporaryKit, type GradedRun, type ReportedCheck } from '../../support/temporary-kit.ts'

/**
 * What a submission may do, and the resulting message. It has no cause if the process ends before a check reports one.
 */
export interface Misbehaviour {
  does: string
  cause?: CauseId
  code: string
  says: string | RegExp
}

const points = (ids: readonly string[]): number =>
  manifest
    .flatMap(({ todos }) => todos)
    .reduce((sum, todo) => sum + (ids.includes(todo.id) ? todo.points : 0), 0)

/** Returns the sum of all points in the table printed by a run. */
const earned = (output: string): number =>
  Array.from(output.matchAll(/(\d+) of \d+ points/g)).reduce((sum, [, number]) => sum + Number(number), 0)

/** Returns the failure messages of the checks of these TODOs. */
const failuresOf = ({ checks }: GradedRun, isMeant: (todo: string) => boolean): string[] =>
  failedOf(checks, isMeant).map(({ failureMessages }) => failureMessages.join('\n'))

/** Returns their causes, as reported in Vitest's JSON. */
const causesOf = ({ checks }: GradedRun, isMeant: (todo: string) => boolean) =>
  failedOf(checks, isMeant).map(({ meta }) => meta.reason?.cause)

const failedOf = (checks: readonly ReportedCheck[], isMeant: (todo: string) => boolean) =>
  checks.filter(({ status, meta }) => status === 'failed' && isMeant(meta.todo ?? ''))

const fileOf = (id: string): string | undefined =>
  manifest.flatMap(({ todos }) => todos).find((todo) => todo.id === id)?.file

/**
 * Registers tests that grade one submission, in which some TODOs are solved and other functions and files misbehave.
 */
export function hostileTests(
  honest: readonly string[],
  calls: Readonly<Record<string, Misbehaviour>>,
  loads: Readonly<Record<string, Misbehaviour>>,
): void {
  const run = sharedRun(async () => {
    const kit = new TemporaryKit()
    for (const id of honest) kit.fill(id)
    for (const [id, { code }] of Object.entries(calls)) kit.fill(id, () => `  ${code}\n`)
    for (const [file, { code }] of Object.entries(loads)) {
      kit.write(`assignments/${file}`, `${kit.read(`assignments/${file}`)}\n${code}\n`)
    }
    return await kit.grade()
  })

  describe('what a function does when it is called is a failed check with a sentence', () => {
    const rows = Object.entries(calls).map(([id, call]) => ({ id, ...call }))
    test.for(rows)('TODO $id $does', async ({ id, says, cause }) => {
      expect(failuresOf(await run(), (todo) => todo === id).join('\n')).toMatch(says)
      expect(causesOf(await run(), (todo) => todo === id)).toContain(cause)
    })
  })

  describe('what a file does when it is loaded fails each of its checks with a sentence', () => {
    const rows = Object.entries(loads).map(([file, load]) => ({ file, ...load }))
    test.for(rows)('$file $does', async ({ file, says, cause }) => {
      const failures = failuresOf(await run(), (todo) => fileOf(todo) === file)
      expect(failures.length).toBeGreaterThan(0)
      for (const message of failures) expect(message).toMatch(says)
      expect(new Set(causesOf(await run(), (todo) => fileOf(todo) === file))).toEqual(new Set([cause]))
    })
  })

  test('the others go on, nothing else is earned, and nothing is left without a verdict', async () => {
    const { checks, exitCode, output } = await run()
    const statesOf = (id: string) =>
      new Set(checks.filter(({ meta }) => meta.todo === id).map(({ status }) => status))
    expect(honest.map((id) => [id, statesOf(id)])).toEqual(honest.map((id) => [id, new Set(['passed'])]))
    expect(checks.filter(({ status }) => status === 'pending')).toEqual([])
    expect(output).not.toContain('Unhandled')
    expect(earned(output)).toBe(points(honest))
    expect(exitCode).toBe(1)
  })
}
