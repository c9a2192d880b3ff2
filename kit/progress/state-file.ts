import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { refused, writing } from '../system/refused.ts'
import { isSystemError } from '../system/system-error.ts'

/** A file of `.kit/` is there, but cannot be read; the message says what becomes of it. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError'
}

/** What reading gives where a folder, or a symbolic link to itself, is in the place of the file. */
const IN_ITS_PLACE = ['EISDIR', 'ELOOP']

/** A file in which the kit keeps something from one command to the next, as JSON. */
export interface KeptFile<Content> {
  /** From the root of the kit: `.kit/progress.json`. */
  path: string
  /** Whether what was read is what this file holds. */
  isSound(content: unknown): content is Content
}

/**
 * What was kept.
 *
 * @param root - the folder of the kit
 * @returns undefined if nothing was kept yet
 * @throws DamagedError if there is something else than this file should hold
 * @throws RefusedError, or the system's own error, if it cannot be read
 */
export function readKept<Content>(root: string, { path, isSound }: KeptFile<Content>): Content | undefined {
  try {
    const content = JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown
    if (isSound(content)) return content
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined
    // What is there may be whole, and is not the kit's to put aside.
    if (isSystemError(error) && !IN_ITS_PLACE.includes(error.code ?? ''))
      throw refused(error, 'read', join(root, path))
  }
  throw new DamagedError(`${path} is damaged: the next command or run puts it aside and starts a new one.`)
}

/**
 * Keeps something in the place of what was there before, in one instant.
 *
 * @throws RefusedError if the system does not let it be written
 */
export function writeKept<Content>(root: string, { path }: KeptFile<Content>, content: Content): void {
  const target = join(root, path)
  writing(target, () => {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(`${target}.new`, `${JSON.stringify(content, null, 2)}\n`)
    renameSync(`${target}.new`, target)
  })
}

/**
 * Puts a file that cannot be read aside, beside its place.
 *
 * @returns what was done, as a sentence; none if the file is sound or not there
 */
export function setAside<Content>(root: string, file: KeptFile<Content>): string[] {
  try {
    readKept(root, file)
    return []
  } catch (error) {
    if (!(error instanceof DamagedError)) throw error
  }
  let aside = `${file.path}.damaged`
  for (let n = 2; existsSync(join(root, aside)); n++) aside = `${file.path}.damaged.${n}`
  writing(join(root, aside), () => renameSync(join(root, file.path), join(root, aside)))
  return [`${file.path} was damaged: it is ${aside} now, and a new one is started.`]
}
