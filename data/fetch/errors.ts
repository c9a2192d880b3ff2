import { isSystemError, reasonOf as systemReasonOf } from '#kit/system/system-error.ts'
import { isUserError, UserError } from '#kit/system/user-error.ts'

/** How errors of the network, of npm's fetcher and of archives are described after "... failed: ". */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'its server was not found'],
  ['EAI_AGAIN', 'its server was not found'],
  ['ENETUNREACH', 'there is no network'],
  ['EHOSTUNREACH', 'its server cannot be reached'],
  ['ECONNREFUSED', 'its server refused the connection'],
  ['ECONNRESET', 'the connection was lost'],
  ['ETIMEDOUT', 'its server does not answer'],
  ['EIDLETIMEOUT', 'its server does not answer'],
  ['EINTEGRITY', 'the download does not have the published checksum'],
  ['EBADSIZE', 'it is incomplete'],
  ['FETCH_ERROR', 'its server sent something other than what was requested'],
  ['TAR_BAD_ARCHIVE', 'it is not a complete archive'],
  ['TAR_ABORT', 'it is not a complete archive'],
])

/** Returns the code that Node, npm's fetcher and tar give their expected errors, or undefined for a bug. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // tar adds a code of its own to errors of decompression.
  if ('tarCode' in error) return String(error.tarCode)
  return 'code' in error ? String(error.code) : undefined
}

/**
 * Says in a few words why a copy of the data could not be read.
 *
 * @throws the error itself when it is a bug rather than an expected failure
 */
export function reasonOf(error: unknown): string {
  if (isUserError(error, 'data')) return error.message
  const code = errorCode(error)
  if (code === undefined) throw error
  const status = /^E([45]\d\d)$/.exec(code)
  if (status) return `its server answered with status ${status[1]}`
  return REASONS.get(code) ?? systemReasonOf(error)
}

/**
 * Runs an action that reads or writes the cache folder.
 *
 * @throws UserError when the disk is full or the folder cannot be used
 */
export async function usingCache<Result>(cache: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    const elsewhere = 'or set the environment variable CIFAR10_DIR to a folder'
    switch (errorCode(error)) {
      case 'ENOSPC':
      case 'EDQUOT':
        throw new UserError(
          'data',
          `The disk of ${cache} is full. Free 200 MB, ${elsewhere} on another disk.`,
        )
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw new UserError(
          'data',
          `You have no permission to use ${cache}. Change its permissions, ${elsewhere} of your own.`,
        )
      case 'ENOTDIR':
      case 'EEXIST':
        throw new UserError('data', `${cache} is not a folder. Move it away, ${elsewhere}.`)
      default:
        if (!isSystemError(error)) throw error
        throw new UserError(
          'data',
          `${cache} cannot be used: ${systemReasonOf(error)}. Fix that, ${elsewhere}.`,
        )
    }
  }
}
