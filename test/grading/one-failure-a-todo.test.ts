import { spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { sharedRun } from '../support/shared-run.ts'
import { VITEST } from '../support/running-vitest.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

/** Two TODOs that are wrong: three checks of the one fail, and two of the other. */
const outputs = sharedRun(async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1', (code) => code.replace(', b)', ', mul(b, 2))'))
  kit.fill('1.3', (code) => code.replace('Math.max(0, value)', 'Math.max(0, -value)'))
  const run = (...options: string[]): string => {
    const args = [VITEST, 'run', 'checks/1-fully-connected/1-layers', ...options]
    return spawnSync(process.execPath, args, {
      cwd: kit.root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: '1' },
    }).output.join('')
  }
  return Promise.resolve({
    ours: run(),
    all: run('--reporter=default', '--reporter=./kit/vitest/reporters/reporter.ts'),
  })
})

const blocks = (output: string): number => output.match(/^ FAIL /gm)?.length ?? 0

test('each TODO that is wrong shows one failure in full, and how many more there are', async () => {
  const ours = stripVTControlCharacters((await outputs()).ours)
  expect(ours).toContain(' Failed Tests 2 ')
  expect(blocks(ours)).toBe(2)
  expect(ours).toMatch(/Tests +\d+ failed \| /)
  expect(ours).toMatch(
    / Wrong .* TODO 1\.1, .*\n +\d more checks of this TODO fail\. To see everything: npx kit check 1\.1 --all\n/,
  )
  expect(ours).toMatch(
    / Wrong .* TODO 1\.3, .*\n +\d more checks of this TODO fail\. To see everything: npx kit check 1\.3 --all\n/,
  )
})

test('a check that could not run has two words behind it, and not the whole reason', async () => {
  const ours = stripVTControlCharacters((await outputs()).ours)
  expect(ours).toMatch(/↓ the gradients are linear .* \[not started\]$/m)
  expect(ours).not.toContain('not started: ')
})

test("Vitest's own reporter shows them all, and nothing says that there are more", async () => {
  const all = stripVTControlCharacters((await outputs()).all)
  expect(blocks(all)).toBeGreaterThan(2)
  expect(all).not.toContain('to see everything')
})

test('the sentence and the wrong numbers are red, and the rest is plain', async () => {
  const { ours } = await outputs()
  const RED = '\u001B[31m'
  const RESET = '\u001B[0m'
  const [sentence, facts, heading, row] = ours.slice(ours.indexOf('Wrong answer')).split('\n')
  expect(sentence).not.toContain(RESET)
  for (const line of [facts, heading]) {
    expect(line.startsWith(RESET)).toBe(true)
    expect(line).not.toContain(RED)
  }
  const [, expected, yours] = /^(.*\d) {3,}(\S.*)$/.exec(row)!
  expect(expected).not.toContain(RED)
  const wrong = yours.match(/\d+\*/g)!
  expect(wrong.length).toBeGreaterThan(0)
  for (const number of wrong)
    expect(yours).toMatch(new RegExp(`\u001B\\[31m-?[\\d.e-]*${number.replace('*', '\\*')}`))
})
