import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findTodo, manifest } from '#kit/course/manifest.ts'
import { isFilledIn } from '#kit/course/is-written.ts'
import type { ProgressRecord } from '#kit/progress/record.ts'
import { throwingLines } from '#kit/progress/waiting-todos.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'
import { temporaryFolder, writeTree } from '../support/folders.ts'

test('what is written, but cannot be judged before something else is, is said in a sentence', async () => {
  const kit = new TemporaryKit()
  const before = manifest.flatMap(({ todos }) => todos.map(({ id }) => id))
  for (const id of before.slice(0, before.indexOf('3.3'))) kit.fill(id)
  expect((await kit.grade('3-dropout/2')).output).not.toContain('is written')

  kit.fill('3.3')
  const { output } = await kit.grade('3-dropout/2', {}, ['-t', '^3\\.3 '])
  expect(output).toContain(
    'TODO 3.3 is written, but its checks also need TODO 3.4, FullyConnectedNet: dropout backward. Write that one next.',
  )
  expect(output).toMatch(/Next .* TODO 3\.4, /)

  kit.fill('3.4')
  const judged = await kit.grade('3-dropout/2')
  expect(judged.output).not.toContain('is written')
  expect(judged.output).toContain("Compare with the kit's solution: npx kit solution 3.3 3.4")
  expect((await kit.grade('3-dropout/2')).output).not.toContain('Compare')
  rmSync(join(kit.root, 'solutions'), { recursive: true })
  rmSync(join(kit.root, '.kit'), { recursive: true })
  expect((await kit.grade('3-dropout/2')).output).not.toContain('Compare')
})

test('what fails only because an earlier TODO is wrong waits for it', async () => {
  const kit = new TemporaryKit()
  kit.fill('6.1', (code) => code.replaceAll('i * stride', 'i'))
  for (const id of ['6.2', '6.3']) kit.fill(id)
  const { output } = await kit.grade('residual-block')
  expect(output).toMatch(/ Wrong .* TODO 6\.1, /)
  expect(output).toMatch(/ Waits .* TODO 6\.2, .*: shortcutForward \(TODO 6\.1\)/)
  expect(output).toContain('TODO 6.3 waits for the same reason.')
  expect(output).not.toMatch(/ Wrong .* TODO 6\.[23]/)
})

test('so does what only one check needs', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.2', (code) => code.replace('sum(dout, 0)', 'mean(dout, 0)'))
  for (const id of ['1.1', '1.3', '1.4']) kit.fill(id)
  const { output } = await kit.grade('1-layers')
  expect(output).toMatch(/ Wrong .* TODO 1\.2, .*mean is not defined\. Import it: import { mean } from/)
  expect(output).toMatch(/ Waits .* TODO 1\.4, .*: affineBackward \(TODO 1\.2\)/)
})

test('what imports a file that does not parse waits for it, and only that file is said to be broken', async () => {
  const kit = new TemporaryKit()
  for (const id of ['1.1', '1.2', '1.3', '1.4', '1.11', '1.12', '1.13']) kit.fill(id)
  kit.fill('1.5', (code) => `const [N] = scores.shape\nconst [N] = scores.shape\n${code}`)
  const { output } = await kit.grade('1-fully-connected')
  const broken =
    /losses\.ts:\d+ +TODO 1\.5, softmaxLoss: Broken file: assignments\/1-fully-connected\/losses\.ts:\d+ does not parse/
  expect(output).toMatch(broken)
  expect(output).toMatch(
    / Waits .*TODO 1\.11, .* imports assignments\/1-fully-connected\/losses\.ts, which cannot be loaded/,
  )
  expect(output).not.toMatch(/two-layer-net\.ts:\d+ does not parse/)
  expect(output).toContain('4 done, 2 wrong, 3 waiting, 7 not started')
})

test('an untouched TODO is not wrong because an earlier one is: it waits', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.11', (code) => `${code}throw new RangeError('no')\n`)
  const { output, checks } = await kit.grade('two-layer-net')
  expect(output).toContain('1 wrong, 2 not started')
  expect(output).not.toContain(' Waits ')
  const others = checks.filter(({ meta }) => meta.todo !== '1.11')
  expect(new Set(others.map(({ status, meta }) => `${status}, ${meta.open}`))).toEqual(
    new Set(['skipped, 1.11']),
  )
  const { todos } = JSON.parse(kit.read('.kit/progress.json')) as ProgressRecord
  expect(todos['1.12']).toMatchObject({ state: 'not started', waitsFor: '1.11' })
  expect(todos['1.12'].failure).toBeUndefined()
})

test.each([
  ["  throw new NotImplementedError('1.3')", false],
  ['  throw new NotImplementedError("1.3")', false],
  ["  // throw new NotImplementedError('1.3')", true],
  ["  throw new NotImplementedError('1.33')", true],
  ['  return 7', true],
  ['', false],
])('by its line that throws, a TODO with "%s" is filled in: %s', (code, expected) => {
  expect(isFilledIn(findTodo('1.3'), folderWith(code))).toBe(expected)
})

test.each([
  ['  const isPositive = map(x, Number)\n', true],
  ['', false],
  ['  // The second line of the comment.\n\n', false],
  ['  /*\n   * Perhaps with map?\n   */\n', false],
])('with "%s" above its line that throws, a TODO has code that does not count: %s', (code, expected) => {
  const root = folderWith(`  // TODO 1.3: Do it.\n${code}  throw new NotImplementedError('1.3')\n`)
  const [part] = manifest
  const todos = part.todos.map((todo) => ({ todo, state: 'not started' as const }))
  const lines = throwingLines([{ part, todos, earned: 0, possible: 30 }], root, 'assignments')
  expect(lines.join('').replaceAll(/\s+/g, ' ')).toBe(
    expected
      ? " Your code of TODO 1.3 does not count yet: below it, the line with NotImplementedError('1.3') still throws. Delete this line."
      : '',
  )
})

/** Returns a folder in which the file of TODO 1.3 has this code. */
function folderWith(code: string): string {
  const root = temporaryFolder()
  writeTree(root, { [`assignments/${findTodo('1.3').file}`]: code })
  return root
}
