import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GradingResult } from '#kit/grading/result.ts'
import { recordFile } from '#kit/progress/record.ts'
import { violationsOfSchema } from '../support/result-schema.ts'
import { TemporaryKit } from '../support/temporary-kit.ts'

test('a graded run writes what every check gave, and leaves no progress', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1')
  kit.fill('1.2', (code) => code.replace('sum(dout, 0)', 'dout'))
  const file = join(kit.root, 'result.json')
  await kit.grade('layers.check', { CNN_GRADING: '1', CNN_RESULT: file }, [
    '--reporter=./kit/vitest/reporters/result.ts',
  ])
  const result = JSON.parse(readFileSync(file, 'utf8')) as GradingResult
  expect(violationsOfSchema(result)).toEqual([])
  const todos = result.parts.flatMap((part) => part.todos)
  const stateOf = (id: string) => todos.find(({ todo }) => todo === id)!
  expect(todos).toHaveLength(67)
  expect(stateOf('1.1')).toMatchObject({ state: 'done', points: stateOf('1.1').possible })
  expect(stateOf('1.2')).toMatchObject({ state: 'wrong', points: 0 })
  expect(stateOf('1.2').checks.find(({ state }) => state === 'failed')).toMatchObject({
    cause: expect.any(String) as unknown,
    sentence: expect.stringMatching(/^Wrong answer: /) as unknown,
  })
  expect(stateOf('1.3')).toMatchObject({ state: 'not started', points: 0 })
  expect(stateOf('4.1')).toMatchObject({ state: 'not run', points: 0 })
  expect(result).toMatchObject({ points: stateOf('1.1').points, possible: 151, complete: true })
  expect(existsSync(join(kit.root, recordFile.path))).toBe(false)
})

test('a file that imports one that cannot be loaded waits for it', async () => {
  const kit = new TemporaryKit()
  kit.fill('1.1', () => '  return (((\n')
  kit.fill('1.11')
  const file = join(kit.root, 'result.json')
  await kit.grade('two-layer-net.check', { CNN_GRADING: '1', CNN_RESULT: file }, [
    '--reporter=./kit/vitest/reporters/result.ts',
  ])
  const { parts } = JSON.parse(readFileSync(file, 'utf8')) as GradingResult
  const found = parts[0].todos.find(({ todo }) => todo === '1.11')!
  expect(found).toMatchObject({ state: 'waits', waitsFor: '1.1' })
  expect(found.checks[0]).toMatchObject({ kind: 'Broken file', cause: 'fault/does-not-load', fault: '1.1' })
  expect(found.checks[0].sentence).toBe(
    'Broken file: assignments/1-fully-connected/two-layer-net.ts imports assignments/1-fully-connected/layers.ts, ' +
      'which cannot be loaded. Repair that file first.',
  )
})
