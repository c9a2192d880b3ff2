import { RefusedError, requireWritable } from '../../system/refused.ts'

/** Ends the command with one sentence if the system does not allow writing to a folder. */
export function exitUnlessWritable(folder: string): void {
  try {
    requireWritable(folder)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
