import { lstatSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** An error of the operating system about a file or a folder. */
export type SystemError = NodeJS.ErrnoException

/** Returns whether an error comes from the operating system. Its code is then enough, without a stack trace. */
export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'syscall' in error

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'the disk is read-only'],
  ['ENOTDIR', 'a file is in the way'],
  ['EEXIST', 'a file is in the way'],
  ['EISDIR', 'a folder is in the way'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['ENOENT', 'there is no such file or folder'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk does not answer as it should'],
])

/** Returns why the system refused to read or write, as a short phrase to put after a colon or in parentheses. */
export function reasonOf(error: unknown): string {
  const { code = '', syscall, path, message = String(error) } = error as Partial<SystemError>
  if (code === 'ENOENT') {
    const link = path === undefined ? undefined : deadLink(path)
    if (link !== undefined) return `${link === path ? 'it' : link} is a symbolic link that leads nowhere`
    // Node also reports this error for a read-only disk.
    if (syscall === 'mkdir') return 'no folder can be made there'
  }
  return REASONS.get(code) ?? message.split('\n')[0]
}

/** Returns one sentence that says what happened to which file or folder. */
export const systemSentence = (error: SystemError): string =>
  `${error.path ?? 'A file'} cannot be used: ${reasonOf(error)}.`

/** Returns the dangling symbolic link that makes a path unavailable, if there is one. */
function deadLink(path: string): string | undefined {
  // Finds the last existing part of the path, or the link in its place.
  for (let place = resolve(path); place !== dirname(place); place = dirname(place)) {
    const found = lstatSync(place, { throwIfNoEntry: false })
    if (found) return found.isSymbolicLink() ? place : undefined
  }
  return undefined
}
