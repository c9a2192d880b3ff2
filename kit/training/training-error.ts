/** What can go wrong with a run's folder without being a fault of the kit; its message says in a sentence what to do. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError'
}

/** Why the system refused to read or write, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full'
  if (code === 'EACCES' || code === 'EPERM') return 'no permission'
  if (code === 'EROFS') return 'the disk is read-only'
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in the way'
  return error instanceof Error ? error.message : String(error)
}
