import { NotImplementedError } from '#kit/not-implemented.ts'

/** What went wrong, in two or three words. */
type Kind = 'Wrong answer' | 'Crashed' | 'Took too long' | 'Broken file'

/**
 * A check that failed, in words for the learner. It carries no stack: what matters is in the message, and the frames
 * of the grader would only bury it.
 */
export class CheckFailure extends Error {
  /**
   * @param kind - heads the message
   * @param message - the sentence, then the details, one a line
   */
  constructor(kind: Kind, message: string) {
    super(message)
    this.name = kind
    this.stack = `${kind}: ${message}`
  }
}

/** Whether a failure is about one input; a broken file or an endless loop would fail with any. */
export const dependsOnInput = (error: unknown): error is CheckFailure =>
  error instanceof CheckFailure && (error.name === 'Wrong answer' || error.name === 'Crashed')

/** The same failure with more to say. */
export const withDetails = (failure: CheckFailure, details: string): CheckFailure =>
  new CheckFailure(failure.name as Kind, `${failure.message}\n${details}`)

/** The open TODO that ended a check, wherever in a chain of causes it stands. */
export function findOpenTodo(error: unknown): NotImplementedError | undefined {
  for (let e = error; e instanceof Error; e = e.cause) if (e instanceof NotImplementedError) return e
  return undefined
}
