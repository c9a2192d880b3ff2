import { isOutOfMemory, outOfMemory } from '#kit/system/memory.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { placesInStack } from '#kit/system/places-in-stack.ts'
import { SettingError } from '#kit/solver/index.ts'
import { flagOf } from '../setting-options.ts'
import { isSystemError, systemSentence } from '#kit/system/system-error.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * Returns the message for a training that cannot start or continue: one sentence if the error is meant for the learner,
 * or the full stack trace if it is a bug of the kit.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The solver's API has other names for its options.
  if (error instanceof SettingError) {
    const name = error.setting.slice(error.setting.indexOf('.') + 1)
    return `${flagOf(name)} ${error.demand}`
  }
  if (isExpected(error)) return error.message
  if (isOutOfMemory(error)) return outOfMemory()
  if (isSystemError(error)) return systemSentence(error)
  if ('code' in error && error.code === 'ERR_WORKER_INIT_FAILED')
    return 'The system does not allow any more threads. Train with fewer --workers, or set CNN_THREADS=1.'
  // A mistake in the learner's own code: the rest of the stack trace does not help.
  const place = placesInStack(error.stack).find((each) => /^(assignments|solutions)\//.test(each))
  return place ? `${error.message} (${place})` : (error.stack ?? String(error))
}

/** Returns whether an error is meant for the learner, so that its message is enough and a stack trace adds nothing. */
function isExpected(error: Error): boolean {
  return (
    error instanceof NotImplementedError ||
    error instanceof UserError ||
    // A file that has a syntax error or does not exist.
    error.name === 'TransformError' ||
    'url' in error
  )
}
