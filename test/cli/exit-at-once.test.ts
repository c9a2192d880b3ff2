import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const exitAtOnce = pathToFileURL(join(import.meta.dirname, '../../kit/cli/exit-at-once.ts')).href

/** What V8 tells of compiling a function that is called often. */
function compiling(...options: string[]): string {
  const often = `
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
    for (let i = 0; i < 10_000; i++) sum([i, 1, 2, 3])`
  const args = ['--trace-opt', ...options, '--eval', often]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  // A V8 that does not know an option any more says so here.
  expect(stderr).toBe('')
  return stdout
}

test('no command compiles with Maglev, for which process.exit might wait for ever', () => {
  expect(compiling()).toContain('MAGLEV')
  const ours = compiling('--import', exitAtOnce)
  expect(ours).toContain('TURBOFAN')
  expect(ours).not.toContain('MAGLEV')
})
