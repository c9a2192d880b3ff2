import { DataError } from '#data/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { SolverError } from '#kit/solver/index.ts'
import { TrainingError } from '#kit/training/index.ts'

/** Whether an error is for the learner: its message says everything, and where it was thrown says nothing more. */
export function isExpected(error: unknown): error is Error {
  return (
    error instanceof NotImplementedError ||
    error instanceof SolverError ||
    error instanceof TrainingError ||
    error instanceof DataError ||
    // A file with a syntax error, or one that is not there.
    (error instanceof Error && (error.name === 'TransformError' || 'url' in error))
  )
}
