import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { refused, writing } from '../system/refused.ts'
import { isSystemError } from '../system/system-error.ts'
import { isUserError, UserError } from '#kit/system/user-error.ts'

/** The error codes of reading a path where a folder, or a symbolic link to itself, is in the place of the file. */
const IN_ITS_PLACE = ['EISDIR', 'ELOOP']

/** A JSON file that keeps something from one command to the next. */
export interface KeptFile<Content> {
  /** The path from the root of the kit: `.kit/progress.json`. */
  path: string
  /** Returns whether the parsed content is valid for this file. */
  isSound(content: unknown): content is Content
}

/**
 * Reads the content of a kept file.
 *
 * @param root - the folder of the kit
 * @returns undefined if nothing was kept yet
 * @throws UserError if the file has invalid content
 * @throws UserError, or the system's own error, if it cannot be read
 */
export function readKept<Content>(root: string, { path, isSound }: KeptFile<Content>): Content | undefined {
  try {
    const content = JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown
    if (isSound(content)) return content
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined
    // The file may be intact, so the kit must not set it aside.
    if (isSystemError(error) && !IN_ITS_PLACE.includes(error.code ?? ''))
      throw refused(error, 'read', join(root, path))
  }
  throw new UserError(
    'damaged',
    `${path} is damaged: the next command or run puts it aside and starts a new one.`,
  )
}

/**
 * Replaces the content of a kept file atomically.
 *
 * @throws UserError if the system refuses the write
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
 * Renames a damaged file, so that a new one can be started.
 *
 * @returns a sentence that says what was done, or nothing if the file is valid or does not exist
 */
export function setAside<Content>(root: string, file: KeptFile<Content>): string[] {
  try {
    readKept(root, file)
    return []
  } catch (error) {
    if (!isUserError(error, 'damaged')) throw error
  }
  let aside = `${file.path}.damaged`
  for (let n = 2; existsSync(join(root, aside)); n++) aside = `${file.path}.damaged.${n}`
  writing(join(root, aside), () => renameSync(join(root, file.path), join(root, aside)))
  return [`${file.path} was damaged: it is ${aside} now, and a new one is started.`]
}
