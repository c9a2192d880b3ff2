import { DataError } from '#data/index.ts'
import { isOutOfMemory, outOfMemory } from '#kit/system/memory.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { placesInStack } from '#kit/system/places-in-stack.ts'
import { SettingError, SolverError } from '#kit/solver/index.ts'
import { TrainingError } from '#kit/training/index.ts'
import { flagOf } from './setting-options.ts'

/**
 * What to say when a training cannot begin or go on: a sentence if the error is for the learner, and all that is known
 * of it if it is a fault of the kit.
 */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // The solver speaks to programs, which know its options by other names.
  if (error instanceof SettingError) {
    const name = error.setting.slice(error.setting.indexOf('.') + 1)
    return `${flagOf(name)} ${error.demand}`
  }
  if (isExpected(error)) return error.message
  if (isOutOfMemory(error)) return outOfMemory()
  if ('code' in error && error.code === 'ERR_WORKER_INIT_FAILED')
    return 'The system lets no more threads start: train with fewer --workers, or with CNN_THREADS=1.'
  // A mistake in the learner's own code: what is around it says nothing more.
  const place = placesInStack(error.stack).find((each) => /^(assignments|solutions)\//.test(each))
  return place ? `${error.message} (${place})` : (error.stack ?? String(error))
}

/** Whether the message of an error says everything, and where it was thrown says nothing more. */
function isExpected(error: Error): boolean {
  return (
    error instanceof NotImplementedError ||
    error instanceof SolverError ||
    error instanceof TrainingError ||
    error instanceof DataError ||
    // A file with a syntax error, or one that is not there.
    error.name === 'TransformError' ||
    'url' in error
  )
}
