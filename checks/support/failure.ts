import { NotImplementedError } from '#kit/not-implemented.ts'

/**
 * A check that failed, in words for the learner. It carries no stack: what matters is in the message, and the frames
 * of the grader would only bury it.
 */
export class CheckFailure extends Error {
  /**
   * @param kind - what went wrong, in two or three words: it heads the message
   * @param message - the sentence, then the details, one a line
   */
  constructor(kind: 'Wrong answer' | 'Crashed' | 'Took too long' | 'Broken file', message: string) {
    super(message)
    this.name = kind
    this.stack = `${kind}: ${message}`
  }
}

/** The open TODO that ended a check, wherever in a chain of causes it stands. */
export function findOpenTodo(error: unknown): NotImplementedError | undefined {
  for (let e = error; e instanceof Error; e = e.cause) if (e instanceof NotImplementedError) return e
  return undefined
}
