import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { reasonOf } from './system-error.ts'
import { UserError } from './user-error.ts'

const root = join(import.meta.dirname, '../..')

/** The remedy for each error code of the system. */
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
 * Converts a system error to a `UserError` with a message for the user. Returns any other error unchanged.
 *
 * @param path - the path to be read or written
 */
export function refused(error: unknown, what: 'written' | 'read', path: string): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException
  // Node also reports this error for a read-only disk.
  const remedy = remedies[code === 'ENOENT' && syscall === 'mkdir' ? 'EROFS' : code]
  if (remedy === undefined) return error
  return new UserError('refused', `${displayed(path)} cannot be ${what} (${reasonOf(error)}): ${remedy}.`, {
    cause: error,
  })
}

/**
 * Runs an action that writes a file or a folder.
 *
 * @throws UserError when the system refuses
 */
export function writing<Result>(path: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw refused(error, 'written', path)
  }
}

/**
 * Checks beforehand that a path can be written, so that a long command does not fail at its end.
 *
 * @param path - a file or a folder that need not exist yet
 * @throws UserError when the system does not allow writing it
 */
export function requireWritable(path: string): void {
  let existing = path
  while (!existsSync(existing)) existing = dirname(existing)
  writing(path, () => accessSync(existing, constants.W_OK))
}

/** Returns a path relative to the kit's folder, if it is inside. */
function displayed(path: string): string {
  const fromKit = relative(root, path)
  const isInside = fromKit !== '' && !isAbsolute(fromKit) && fromKit.split(sep)[0] !== '..'
  return isInside ? fromKit.replaceAll('\\', '/') : path
}
