import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isSystemError, toFileAccessError, withWriteErrors } from '../system/system-error.ts'
import { isUserError, UserError } from '#kit/system/user-error.ts'

/** The error codes of reading a path where a folder, or a symbolic link to itself, is in the place of the file. */
const IN_ITS_PLACE = ['EISDIR', 'ELOOP']

/** A JSON file that keeps something from one command to the next. */
export interface StateFile<Content> {
  /** The path from the root of the kit: `.kit/progress.json`. */
  path: string
  /** Returns whether the parsed content is valid for this file. */
  isValid(content: unknown): content is Content
}

/**
 * Reads the content of a state file.
 *
 * @param root - the folder of the kit
 * @returns undefined if nothing was kept yet
 * @throws UserError if the file has invalid content
 * @throws UserError, or the system's own error, if it cannot be read
 */
export function readState<Content>(root: string, { path, isValid }: StateFile<Content>): Content | undefined {
  try {
    const content = JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown
    if (isValid(content)) return content
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined
    // The file may be intact, so the kit must not set it aside.
    if (isSystemError(error) && !IN_ITS_PLACE.includes(error.code ?? ''))
      throw toFileAccessError(error, 'read', join(root, path))
  }
  throw new UserError(
    'damaged',
    `${path} is damaged. The next command or run renames it and starts a new one.`,
  )
}

/**
 * Replaces the content of a state file atomically.
 *
 * @throws UserError if the system refuses the write
 */
export function writeState<Content>(root: string, { path }: StateFile<Content>, content: Content): void {
  const target = join(root, path)
  withWriteErrors(target, () => {
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
export function setDamagedAside<Content>(root: string, file: StateFile<Content>): string[] {
  try {
    readState(root, file)
    return []
  } catch (error) {
    if (!isUserError(error, 'damaged')) throw error
  }
  let aside = `${file.path}.damaged`
  for (let n = 2; existsSync(join(root, aside)); n++) aside = `${file.path}.damaged.${n}`
  withWriteErrors(join(root, aside), () => renameSync(join(root, file.path), join(root, aside)))
  return [`${file.path} was damaged. The kit has renamed it to ${aside} and started a new one.`]
}
