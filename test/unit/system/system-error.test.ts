import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { isSystemError, reasonOf, systemSentence } from '#kit/system/system-error.ts'
import { readState, setDamagedAside, type StateFile } from '../../../kit/progress/state-file.ts'
import { temporaryFolder } from '../../support/folders.ts'

test('a disk that is read-only is a reason also where Node only says that a folder could not be made', () => {
  const error = Object.assign(new Error('ENOENT: no such file or directory, mkdir'), { code: 'ENOENT' })
  expect(reasonOf(Object.assign(error, { syscall: 'mkdir' }))).toBe('the folder cannot be created')
  expect(reasonOf(Object.assign(error, { syscall: 'open' }))).toBe('there is no such file or folder')
})

test('what has no words of its own keeps those of the system, or of who has thrown it', () => {
  const busy = Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY', syscall: 'open' })
  expect(systemSentence({ ...busy, message: busy.message, name: 'Error', path: '/a/b' })).toBe(
    '/a/b cannot be used: EBUSY: resource busy or locked.',
  )
  expect(reasonOf('thrown')).toBe('thrown')
  expect([isSystemError(busy), isSystemError(new Error('mine'))]).toEqual([true, false])
})

test('what cannot be read is not taken for damaged, and stays where it is', () => {
  const root = temporaryFolder()
  const kept: StateFile<unknown> = {
    path: '.kit/kept.json',
    isValid: (_content): _content is unknown => true,
  }
  expect(readState(root, kept)).toBe(undefined)
  writeFileSync(join(root, '.kit'), 'a file')
  expect(() => readState(root, kept)).toThrow('a file is in the way')
  expect(() => setDamagedAside(root, kept)).toThrow('a file is in the way')
})

test.skipIf(process.platform === 'win32').for(['', 'relative'])(
  'the cache folder is a whole path where HOME and XDG_CACHE_HOME are "%s"',
  async (folder) => {
    vi.stubEnv('HOME', folder)
    vi.stubEnv('XDG_CACHE_HOME', folder)
    vi.resetModules()
    const { cacheFolder } = await import('#kit/system/cache-folder.ts')
    expect(cacheFolder).toMatch(/^\/.*cnn-from-scratch$/)
    vi.unstubAllEnvs()
  },
)
