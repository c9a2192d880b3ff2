import { accessSync, constants, existsSync, lstatSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { displayed } from './root.ts'
import { UserError } from './user-error.ts'

/** An error of the operating system about a file or a folder. */
export type SystemError = NodeJS.ErrnoException

/** Returns whether an error comes from the operating system. Its code is then enough, without a stack trace. */
export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error

const PERMISSION = 'change the permissions, or work in your own copy of the kit'
const SPACE = 'free some space'
const OTHER_DISK = 'work in a copy of the kit on another disk'
const MOVE = 'move that file away'

/** The reason that each error code stands for, and what to do about it, if that is the same everywhere. */
const MEANINGS: Readonly<Record<string, readonly [reason: string, remedy?: string]>> = {
  ENOSPC: ['the disk is full', SPACE],
  EDQUOT: ['the disk is full', SPACE],
  EACCES: ['no permission', PERMISSION],
  EPERM: ['no permission', PERMISSION],
  EROFS: ['the disk is read-only', OTHER_DISK],
  ENOTDIR: ['a file is in the way', MOVE],
  EEXIST: ['a file is in the way', MOVE],
  EISDIR: ['a folder is in the way'],
  ELOOP: ['its symbolic links form a loop'],
  ENOENT: ['there is no such file or folder'],
  ENAMETOOLONG: ['its name is too long'],
  EIO: ['the disk does not respond correctly'],
}

/** Returns whether the system could not make a folder. Node also reports a read-only disk in this way. */
const isNewFolder = ({ code, syscall }: Partial<SystemError>): boolean =>
  code === 'ENOENT' && syscall === 'mkdir'

/** Returns why the system refused to read or write, as a short phrase to put after a colon or in parentheses. */
export function reasonOf(error: unknown): string {
  const { code = '', path, message = String(error) } = error as Partial<SystemError>
  if (code === 'ENOENT') {
    const link = path === undefined ? undefined : deadLink(path)
    if (link !== undefined) return `${link === path ? 'it' : link} is a symbolic link that leads nowhere`
    if (isNewFolder(error as SystemError)) return 'the folder cannot be created'
  }
  return MEANINGS[code]?.[0] ?? message.split('\n')[0]
}

/** Returns what to do about an error of the system, or undefined if that depends on what was tried. */
const remedyOf = (error: Partial<SystemError>): string | undefined =>
  isNewFolder(error) ? OTHER_DISK : MEANINGS[error.code ?? '']?.[1]

/** Returns one sentence that says what happened to which file or folder, and what to do about it. */
export function systemSentence(error: SystemError): string {
  const [what, reason, remedy] = [error.path ?? 'A file', reasonOf(error), remedyOf(error)]
  return remedy === undefined
    ? `${what} cannot be used: ${reason}.`
    : `${what} cannot be used (${reason}): ${remedy}.`
}

/**
 * Converts a system error to a `UserError` that says what to do. Returns any other error unchanged.
 *
 * @param path - the path to be read or written
 */
export function toFileAccessError(error: unknown, what: 'written' | 'read', path: string): unknown {
  const remedy = remedyOf(error as Partial<SystemError>)
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
export function withWriteErrors<Result>(path: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw toFileAccessError(error, 'written', path)
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
  withWriteErrors(path, () => accessSync(existing, constants.W_OK))
}

/** Returns the dangling symbolic link that makes a path unavailable, if there is one. */
function deadLink(path: string): string | undefined {
  // Finds the last existing part of the path, or the link in its place.
  for (let place = resolve(path); place !== dirname(place); place = dirname(place)) {
    const found = lstatSync(place, { throwIfNoEntry: false })
    if (found) return found.isSymbolicLink() ? place : undefined
  }
  return undefined
}
