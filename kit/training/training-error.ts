/** What can go wrong with a run's folder without being a fault of the kit; its message says in a sentence what to do. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
}

/** Why the system refused to read or write, in a few words. */
export function reasonOf(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (code === 'EACCES' || code === 'EPERM') return 'no permission'
  if (code === 'EROFS') return 'the disk is read-only'
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in the way'
  // Node says so of a disk that is read-only, too.
  if (code === 'ENOENT' && syscall === 'mkdir') return 'no folder can be made there'
  if (code === 'ENOENT') return 'the folder is not there'
  return error instanceof Error ? error.message : String(error)
}
