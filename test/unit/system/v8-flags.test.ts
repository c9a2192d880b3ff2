import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const exitAtOnce = pathToFileURL(join(import.meta.dirname, '../../../kit/system/v8-flags.ts')).href

/** What V8 tells of compiling a function that is called often. What Node itself needs to start is no concern of this. */
function compiling(...options: string[]): string {
  const often = `
    function calledOften(numbers) { return numbers.reduce((total, number) => total + number, 0) }
    for (let i = 0; i < 100_000; i++) calledOften([i, 1, 2, 3])`
  const args = ['--trace-opt', ...options, '--eval', often]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  // A V8 that does not know an option any more says so here.
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
