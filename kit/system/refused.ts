import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { reasonOf } from './system-error.ts'

const root = join(import.meta.dirname, '../..')

/** The system does not let the kit read or write a file; the message says in one sentence which, why and what to do. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** What to do, by the code of the system's error. */
const remedies: Readonly<Record<string, string>> = {
  EACCES: 'give yourself the permission, or work in a copy of the kit that is yours',
  EPERM: 'give yourself the permission, or work in a copy of the kit that is yours',
  EROFS: 'work in a copy of the kit on another disk',
  ENOSPC: 'free some space',
  EDQUOT: 'free some space',
  EEXIST: 'move that file away',
  ENOTDIR: 'move that file away',
}

/**
 * An error of the system, with a message for whoever started the command; any other error as it is.
 *
 * @param path - what was to be read or written
 */
export function refused(error: unknown, what: 'written' | 'read', path: string): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException
  // Node says so of a disk that is read-only, too.
  const remedy = remedies[code === 'ENOENT' && syscall === 'mkdir' ? 'EROFS' : code]
  if (remedy === undefined) return error
  return new RefusedError(`${displayed(path)} cannot be ${what} (${reasonOf(error)}): ${remedy}.`, {
    cause: error,
  })
}

/**
 * Runs something that writes a file or a folder.
 *
 * @throws RefusedError when the system does not let it
 */
export function writing<Result>(path: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw refused(error, 'written', path)
  }
}

/**
 * Finds out beforehand what would cost the work of a whole command.
 *
 * @param path - a file or a folder that may not be there yet
 * @throws RefusedError when the system does not let it be written
 */
export function requireWritable(path: string): void {
  let existing = path
  while (!existsSync(existing)) existing = dirname(existing)
  writing(path, () => accessSync(existing, constants.W_OK))
}

/** A path from the folder of the kit, if it is in there. */
function displayed(path: string): string {
  const fromKit = relative(root, path)
  const isInside = fromKit !== '' && !isAbsolute(fromKit) && fromKit.split(sep)[0] !== '..'
  return isInside ? fromKit.replaceAll('\\', '/') : path
}
