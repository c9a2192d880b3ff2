import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const exitAtOnce = pathToFileURL(join(import.meta.dirname, '../../../kit/system/v8-flags.ts')).href

/** Returns V8's messages about compiling a function that is called often, without those about Node's own start. */
function compiling(...options: string[]): string {
  const often = `
    function calledOften(numbers) { return numbers.reduce((total, number) => total + number, 0) }
    for (let i = 0; i < 100_000; i++) calledOften([i, 1, 2, 3])`
  const args = ['--trace-opt', ...options, '--eval', often]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  // If V8 no longer knows an option, it says so here.
  expect(stderr).toBe('')
  return stdout
    .split('\n')
    .filter((line) => line.includes('calledOften'))
    .join('\n')
}

test('no command compiles with Maglev, for which process.exit might wait for ever', () => {
  expect(compiling()).toContain('MAGLEV')
  const ours = compiling('--import', exitAtOnce)
  expect(ours).toContain('TURBOFAN')
  expect(ours).not.toContain('MAGLEV')
})
