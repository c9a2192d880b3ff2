import { lstatSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** An error of the operating system about a file or a folder. */
export type SystemError = NodeJS.ErrnoException

/** Whether an error comes from the operating system: then its code says all, and where it was thrown says nothing. */
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

/** Why the system refused to read or write, in a few words that follow a colon. */
export function reasonOf(error: unknown): string {
  const { code = '', syscall, path, message = String(error) } = error as Partial<SystemError>
  if (code === 'ENOENT') {
    const link = path === undefined ? undefined : deadLink(path)
    if (link !== undefined) return `${link === path ? 'it' : link} is a symbolic link that leads nowhere`
    // Node says so of a disk that is read-only, too.
    if (syscall === 'mkdir') return 'no folder can be made there'
  }
  return REASONS.get(code) ?? message.split('\n')[0]
}

/** What happened as one sentence, with the file or folder that it happened to. */
export const systemSentence = (error: SystemError): string =>
  `${error.path ?? 'A file'} cannot be used: ${reasonOf(error)}.`

/** The symbolic link that keeps a path from being there, if it is one that does so. */
function deadLink(path: string): string | undefined {
  // The last folder of the path that is there, or what is in its place.
  for (let place = resolve(path); place !== dirname(place); place = dirname(place)) {
    const found = lstatSync(place, { throwIfNoEntry: false })
    if (found) return found.isSymbolicLink() ? place : undefined
  }
  return undefined
}
