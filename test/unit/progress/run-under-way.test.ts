import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killedRun, noteRunBegins, noteRunEnds } from '#kit/progress/run-under-way.ts'
import { temporaryFolder } from '../../support/folders.ts'

test('a run that goes on, or has ended, was not killed', () => {
  const root = temporaryFolder()
  expect(killedRun(root)).toBeUndefined()
  noteRunBegins(root)
  expect(killedRun(root)).toBeUndefined()
  noteRunEnds(root)
  expect(killedRun(root)).toBeUndefined()
})

test('a run whose process is gone before it has ended was killed', () => {
  const root = temporaryFolder()
  noteRunBegins(root)
  const path = join(root, '.kit/run.json')
  const begun = JSON.parse(readFileSync(path, 'utf8')) as { beganOn: string }
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeFileSync(path, JSON.stringify({ ...begun, pid }))
  expect(killedRun(root)).toBe(begun.beganOn)
  noteRunBegins(root)
  expect(killedRun(root)).toBeUndefined()
})

test('a damaged note says nothing', () => {
  const root = temporaryFolder()
  mkdirSync(join(root, '.kit'))
  writeFileSync(join(root, '.kit/run.json'), '{}')
  expect(killedRun(root)).toBeUndefined()
})
