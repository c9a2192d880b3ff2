import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecord, writeRecord } from '#kit/progress/record.ts'
import { toFileAccessError, requireWritable } from '#kit/system/system-error.ts'
import { UserError } from '#kit/system/user-error.ts'
import { temporaryFolder } from '../../support/folders.ts'

const kit = join(import.meta.dirname, '../../..')
const errorOf = (code: string, syscall = 'open') =>
  Object.assign(new Error(`${code}: raw`), { code, syscall })

test('what the system refuses is said with its reason and what to do', () => {
  const saying = (code: string, syscall?: string) =>
    (toFileAccessError(errorOf(code, syscall), 'written', join(kit, '.kit/hints.json')) as Error).message
  const start = '.kit/hints.json cannot be written'
  const mine = 'change the permissions, or work in your own copy of the kit.'
  expect(saying('EACCES')).toBe(`${start} (no permission): ${mine}`)
  expect(saying('EPERM')).toBe(`${start} (no permission): ${mine}`)
  const elsewhere = 'work in a copy of the kit on another disk.'
  expect(saying('EROFS')).toBe(`${start} (the disk is read-only): ${elsewhere}`)
  expect(saying('ENOENT', 'mkdir')).toBe(`${start} (the folder cannot be created): ${elsewhere}`)
  expect(saying('ENOSPC')).toBe(`${start} (the disk is full): free some space.`)
  const outside = join(kit, '../elsewhere')
  expect(toFileAccessError(errorOf('EACCES'), 'read', outside)).toMatchObject({
    message: `${outside} cannot be read (no permission): ${mine}`,
  })
})

test('any other error stays as it is', () => {
  for (const error of [errorOf('ENOENT'), errorOf('EMFILE'), new TypeError('a fault of the kit')])
    expect(toFileAccessError(error, 'written', kit)).toBe(error)
})

const onWindows = process.platform === 'win32'

// On Windows, paths below a file simply do not exist.
test.skipIf(onWindows)(
  'a file in the place of a folder is named, and no record counts as damaged for it',
  () => {
    const root = temporaryFolder()
    requireWritable(join(root, 'a/new/folder'))
    writeFileSync(join(root, '.kit'), '')
    const inTheWay = (what: string) =>
      new UserError(
        'refused',
        `${join(root, '.kit/progress.json')} cannot be ${what} (a file is in the way): move that file away.`,
      )
    expect(() => writeRecord(root, { savedOn: '2026-02-03', todos: {} })).toThrow(inTheWay('written'))
    expect(() => readRecord(root)).toThrow(inTheWay('read'))
  },
)
