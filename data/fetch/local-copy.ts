import { createReadStream, type Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UNPACKED_FOLDER } from '../cache.ts'
import { errorCode } from './errors.ts'
import type { Distribution } from './distribution.ts'
import type { FileContents, Source } from './source.ts'
import { readTar } from './tar.ts'
import { UserError } from '#kit/system/user-error.ts'

const ARCHIVE = 'cifar-10-binary.tar.gz'

/**
 * Returns a source that reads a copy on this machine.
 *
 * @param path - the archive, a folder with the archive, the unpacked folder, or a folder with the unpacked folder
 */
export const localCopy = (path: string): Source => ({
  name: resolve(path),
  remedy: `give "--from" a complete ${ARCHIVE}, or the folder that it unpacks to, or download it with "npm run data" alone`,
  async read(distribution, _reporter, signal) {
    const names = Object.keys(distribution.files)
    if ((await stat(path)).isFile()) return readArchive(path, distribution, signal)
    for (const folder of [path, join(path, UNPACKED_FOLDER)]) {
      if (await exists(join(folder, names[0]))) return readFolder(folder, names, signal)
    }
    if (await exists(join(path, ARCHIVE))) return readArchive(join(path, ARCHIVE), distribution, signal)
    throw new UserError('data', `it contains neither ${names[0]} nor ${ARCHIVE}`)
  },
})

const readArchive = (path: string, { files }: Distribution, signal: AbortSignal): Promise<FileContents> =>
  readTar(createReadStream(path, { signal }), new Set(Object.keys(files)))

async function readFolder(folder: string, names: string[], signal: AbortSignal): Promise<FileContents> {
  const contents: FileContents = new Map()
  for (const name of names) {
    if (await exists(join(folder, name))) contents.set(name, await readFile(join(folder, name), { signal }))
  }
  return contents
}

const exists = (path: string): Promise<Stats | undefined> =>
  stat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined
    throw error
  })
