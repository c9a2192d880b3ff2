import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { killedRun, noteRunBegins, noteRunEnds } from '#kit/progress/run-under-way.ts'

const newFolder = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'run-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return root
}

test('a run that goes on, or has ended, was not killed', () => {
  const root = newFolder()
  expect(killedRun(root)).toBeUndefined()
  noteRunBegins(root)
  expect(killedRun(root)).toBeUndefined()
  noteRunEnds(root)
  expect(killedRun(root)).toBeUndefined()
})

test('a run whose process is gone before it has ended was killed', () => {
  const root = newFolder()
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
  const root = newFolder()
  mkdirSync(join(root, '.kit'))
  writeFileSync(join(root, '.kit/run.json'), '{}')
  expect(killedRun(root)).toBeUndefined()
})
