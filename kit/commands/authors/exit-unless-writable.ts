import { requireWritable } from '../../system/system-error.ts'
import { isUserError } from '#kit/system/user-error.ts'

/** Ends the command with one sentence if the system does not allow writing to a folder. */
export function exitUnlessWritable(folder: string): void {
  try {
    requireWritable(folder)
  } catch (error) {
    if (!isUserError(error, 'refused')) throw error
    console.error(error.message)
    process.exit(1)
  }
}
