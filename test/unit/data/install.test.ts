import { installedFolder } from '#data/cache.ts'
import { install, type InstallOptions } from '#data/fetch/install.ts'
import type { FileContents, Source } from '#data/fetch/source.ts'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recorder, fakeDataset } from './support.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { UserError } from '#kit/system/user-error.ts'

const { distribution, files } = await fakeDataset()

const giving = (contents: FileContents): Source => ({
  name: 'the shelf',
  remedy: 'look behind it',
  read: async () => contents,
})

const failing = (code: string): Source => ({
  name: 'the broken shelf',
  remedy: 'mend it',
  read: () => Promise.reject(Object.assign(new Error('technical words'), { code })),
})

const setUp = async (
  sources: Source[],
): Promise<InstallOptions & { reporter: ReturnType<typeof recorder> }> => ({
  distribution,
  sources,
  cache: join(temporaryFolder(), 'cache'),
  reporter: recorder(),
  signal: new AbortController().signal,
})

/** Returns the message of an expected failure of install. */
const failureOf = async (options: InstallOptions): Promise<string> => {
  const error = await install(options).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(UserError)
  return (error as Error).message
}

test('writes every file and nothing else', async () => {
  const options = await setUp([giving(files)])
  expect(await install(options)).toBe('installed')
  expect(await readdir(options.cache)).toEqual(['cifar-10-batches-bin'])
  const folder = installedFolder(options.cache)
  expect(await readdir(folder)).toEqual([...files.keys()])
  for (const [name, bytes] of files) expect(await readFile(join(folder, name))).toEqual(Buffer.from(bytes))
})

test('a second run reads no source', async () => {
  const options = await setUp([giving(files)])
  await install(options)
  expect(await install({ ...options, sources: [failing('ENOTFOUND')] })).toBe('already there')
})

test('replaces a damaged copy, and keeps it until the new one is there', async () => {
  const options = await setUp([giving(files)])
  await install(options)
  const damaged = join(installedFolder(options.cache), 'test_batch.bin')
  await writeFile(damaged, 'damaged')
  await failureOf({ ...options, sources: [failing('ENOTFOUND')] })
  expect(await readFile(damaged, 'utf8')).toBe('damaged')
  expect(await install(options)).toBe('installed')
  expect(await readFile(damaged)).toEqual(Buffer.from(files.get('test_batch.bin')!))
  expect(await readdir(options.cache)).toEqual(['cifar-10-batches-bin'])
})

test('goes on to the next source and says why', async () => {
  const options = await setUp([failing('E404'), giving(files)])
  expect(await install(options)).toBe('installed')
  expect(options.reporter.notes).toEqual([
    'The broken shelf failed: its server answered with status 404. Trying the shelf instead.',
  ])
})

test('names every failure, and the remedy of the last source', async () => {
  const options = await setUp([failing('ENOTFOUND'), failing('ECONNREFUSED')])
  expect(await failureOf(options)).toBe(
    'CIFAR-10 could not be read (the broken shelf failed: its server was not found; ' +
      'the broken shelf failed: its server refused the connection): mend it.',
  )
  expect(await readdir(options.cache)).toEqual([])
})

test('refuses a file with the wrong checksum, and a missing one', async () => {
  const wrong = new Map(files).set('data_batch_2.bin', Uint8Array.of(1, 2, 3))
  expect(await failureOf(await setUp([giving(wrong)]))).toContain(
    'its data_batch_2.bin does not have the published checksum',
  )
  const missing = new Map(files)
  missing.delete('test_batch.bin')
  expect(await failureOf(await setUp([giving(missing)]))).toContain('it does not contain test_batch.bin')
})

test('a bug is not dressed up as a failure of the source', async () => {
  const bug = new TypeError('a bug')
  const source: Source = { name: 'x', remedy: 'y', read: () => Promise.reject(bug) }
  await expect(install(await setUp([source]))).rejects.toBe(bug)
})

test('removes what killed runs left behind, and nothing that is in use', async () => {
  const options = await setUp([giving(files)])
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const abandoned = `.incomplete-${hostname()}-${gone}-AAAAAA`
  const inUse = `.incomplete-${hostname()}-${process.pid}-BBBBBB`
  const elsewhere = `.incomplete-another-machine-${gone}-CCCCCC`
  for (const name of [abandoned, inUse, elsewhere, 'notes']) {
    await mkdir(join(options.cache, name, 'finished'), { recursive: true })
  }
  await install(options)
  expect((await readdir(options.cache)).toSorted()).toEqual(
    [inUse, elsewhere, 'cifar-10-batches-bin', 'notes'].toSorted(),
  )
})

test('several runs at once all succeed', async () => {
  const options = await setUp([giving(files)])
  await Promise.all(Array.from({ length: 8 }, () => install(options)))
  expect(await readdir(options.cache)).toEqual(['cifar-10-batches-bin'])
  expect(await install({ ...options, sources: [] })).toBe('already there')
})

test('stopping it leaves nothing behind', async () => {
  const stop = new AbortController()
  const source: Source = {
    ...giving(files),
    read: async () => {
      stop.abort()
      return files
    },
  }
  const options = { ...(await setUp([source])), signal: stop.signal }
  await expect(install(options)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  expect(await readdir(options.cache)).toEqual([])
})

test('a full disk is told before anything is downloaded', async () => {
  const options = await setUp([failing('this is not asked')])
  const message = await failureOf({ ...options, distribution: { ...distribution, bytes: 1e18 } })
  expect(message).toBe(
    `The disk of ${options.cache} is full. Free 200 MB, ` +
      'or set the environment variable CIFAR10_DIR to a folder on another disk.',
  )
})

test('a cache that is a file', async () => {
  const options = await setUp([giving(files)])
  await writeFile(options.cache, '')
  expect(await failureOf(options)).toContain('is not a folder. Move it away')
})

test.each([
  ['to nowhere', 'nowhere', 'it is a symbolic link that leads nowhere'],
  ['to itself', 'cache', 'its symbolic links form a loop'],
])('a cache that is a symbolic link %s', async (_where, target, reason) => {
  const cache = join(temporaryFolder(), 'cache')
  await symlink(join(cache, '..', target), cache)
  const options = { ...(await setUp([giving(files)])), cache }
  expect(await failureOf(options)).toBe(
    `${cache} cannot be used: ${reason}. Fix that, ` +
      'or set the environment variable CIFAR10_DIR to a folder.',
  )
})

test.each([
  ['a file', (folder: string) => writeFile(folder, '')],
  ['a symbolic link to nowhere', (folder: string) => symlink(`${folder}-nowhere`, folder)],
  ['a symbolic link to itself', (folder: string) => symlink(folder, folder)],
  [
    'a folder of folders',
    (folder: string) => mkdir(join(folder, Object.keys(distribution.files)[0]), { recursive: true }),
  ],
])('%s in the place of the files is replaced', async (_what, make) => {
  const options = await setUp([giving(files)])
  await mkdir(options.cache)
  await make(installedFolder(options.cache))
  expect(await install(options)).toBe('installed')
  expect(await install(options)).toBe('already there')
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a cache that may not be written to (skipped for root and on Windows, who may)',
  async () => {
    const options = await setUp([giving(files)])
    await mkdir(options.cache, { mode: 0o555 })
    const message = await failureOf(options)
    await chmod(options.cache, 0o755)
    expect(message).toContain(`You have no permission to use ${options.cache}`)
  },
)
