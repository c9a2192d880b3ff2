import fs, { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { linkPackages } from '#kit/commands/kit/init/link-packages.ts'
import { missingPackages } from '#kit/commands/kit/doctor/missing-packages.ts'
import { temporaryFolder, writeTree } from '../../../support/folders.ts'

let [kit, learner] = ['', '']

const files = {
  'node_modules/a/package.json': '{"version":"1.0.0"}',
  'node_modules/a/lib/cli.js': 'a',
  'node_modules/a/lib/node_modules/own.js': 'part of a',
  'node_modules/a/node_modules/b/package.json': '{"version":"2.0.0"}',
  'node_modules/a/node_modules/unasked/big.bin': 'x',
  'node_modules/a/node_modules/.bin/b': '',
  'node_modules/authors/package.json': '{"version":"1.0.0"}',
  // The files that npm creates on Windows.
  'node_modules/.bin/c.cmd': '"%dp0%\\..\\a\\lib\\cli.js"',
  'node_modules/.bin/c.ps1': '',
  'node_modules/.bin/authors.cmd': '',
  'node_modules/.cache/kept': '',
}
const lock = {
  '': { bin: { kit: 'kit.js' } },
  'node_modules/a': { version: '1.0.0', bin: { a: 'lib/cli.js', c: 'lib/cli.js' } },
  'node_modules/a/node_modules/b': { version: '2.0.0', bin: { b: 'b.js' } },
  'node_modules/for-another-system': { version: '1.0.0', optional: true },
}

beforeEach(() => {
  const folder = temporaryFolder()
  ;[kit, learner] = [join(folder, 'kit'), join(folder, 'learner')]
  writeTree(kit, files)
  for (const name of ['a', 'authors'])
    symlinkSync(`../${name}/lib/cli.js`, join(kit, 'node_modules/.bin', name))
  writeTree(learner, { 'package-lock.json': JSON.stringify({ packages: lock }) })
})

/** Lists all files below a folder, without the folders themselves. */
const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()

const wanted = [
  '.bin/a',
  '.bin/c.cmd',
  '.bin/c.ps1',
  'a/lib/cli.js',
  'a/lib/node_modules/own.js',
  'a/node_modules/.bin/b',
  'a/node_modules/b/package.json',
  'a/package.json',
]

test('the packages that a folder asks for are there as links, with their commands, and stay when the others go', () => {
  const told: (readonly [number, number])[] = []
  expect(linkPackages(kit, learner, (done, all) => told.push([done, all]))).toBe(0)
  expect(told).toEqual([
    [1, 2],
    [2, 2],
  ])
  expect(filesIn(join(learner, 'node_modules'))).toEqual(wanted)
  const inode = (folder: string): number => statSync(join(folder, 'node_modules/a/lib/cli.js')).ino
  expect(inode(learner)).toBe(inode(kit))
  rmSync(kit, { recursive: true })
  expect(readFileSync(join(learner, 'node_modules/.bin/a'), 'utf8')).toBe('a')
  expect(missingPackages(learner)).toEqual({ all: 2, missing: [] })
})

test('what cannot be linked is copied', () => {
  vi.spyOn(fs, 'linkSync').mockImplementation(() => {
    throw Object.assign(new Error('cross-device link not permitted'), { code: 'EXDEV' })
  })
  syncBuiltinESMExports()
  onTestFinished(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })
  const bytes = wanted
    .filter((path) => path !== '.bin/a')
    .reduce((sum, path) => sum + statSync(join(kit, 'node_modules', path)).size, 0)
  expect(linkPackages(kit, learner)).toBe(bytes)
  expect(filesIn(join(learner, 'node_modules'))).toEqual(wanted)
  writeFileSync(join(learner, 'node_modules/a/lib/cli.js'), 'changed')
  expect(readFileSync(join(kit, 'node_modules/a/lib/cli.js'), 'utf8')).toBe('a')
})

test('packages that are missing or old are named', () => {
  rmSync(join(kit, 'node_modules/a'), { recursive: true })
  expect(linkPackages(kit, learner)).toBe(0)
  expect(missingPackages(learner)).toEqual({ all: 2, missing: ['a', 'b'] })
  rmSync(join(kit, 'node_modules'), { recursive: true })
  expect(linkPackages(kit, learner)).toBe(0)
  expect(existsSync(join(learner, 'node_modules/a'))).toBe(false)
})
