import { UserError } from './user-error.ts'

/** The least that the process of the checks needs, in MB. */
export const LEAST_MEMORY = 512

/**
 * Returns the most memory in bytes that a process with code under test may take. The variable CNN_MEMORY_MB gives it in
 * MB; 1 GB by default.
 *
 * @throws UserError if the variable is set to something else than a number
 */
export function memoryLimit({ CNN_MEMORY_MB: given }: NodeJS.ProcessEnv = process.env): number {
  const megabytes = given ? Number(given) : 1024
  if (!Number.isInteger(megabytes) || megabytes < LEAST_MEMORY)
    throw new UserError(
      'bad-setting',
      `CNN_MEMORY_MB is ${given}, but must be a whole number of MB, and at least ${LEAST_MEMORY}.`,
    )
  return megabytes * 2 ** 20
}
