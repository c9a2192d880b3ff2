import { manifest } from '#kit/grading/manifest.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** What went wrong, in two or three words. */
type Kind = 'Wrong answer' | 'Crashed' | 'Took too long' | 'Out of memory' | 'Broken file'

/** The known mistakes that a wrong answer was compared with, by the sentences that name them. */
export interface Suspects {
  /** All that the check knows of. */
  known: readonly string[]
  /** Those that give just this answer. In a small case there may be several, and none may be named for another. */
  matching: readonly string[]
}

/** What a failure says besides its facts. */
interface Parts {
  /** One sentence about what the answer is, to be said first, if it is known. */
  explanation?: string
  /** Known mistakes; if there is just one, it is the explanation. Nothing if the check knows of none. */
  suspects?: Suspects
  /** After the facts: the smallest case, where to look. */
  details?: readonly string[]
  /** At the very end: how to play it again. */
  replay?: string
  /** The TODO where the fault is, if it is not the one that is checked. */
  fault?: string
}

/** Kept beside the errors: what an error holds itself, Vitest prints. */
const partsOf = new WeakMap<CheckFailure, Parts & { facts: string }>()

/**
 * A check that failed, in words for the learner. It carries no stack: what matters is in the message, and the frames
 * of the grader would only bury it.
 */
export class CheckFailure extends Error {
  /**
   * @param kind - heads the message
   * @param facts - what is wrong, then the numbers, one a line
   */
  constructor(kind: Kind, facts: string, parts: Parts = {}) {
    const { explanation, suspects, details = [], replay } = parts
    const first = suspects?.matching.length === 1 ? suspects.matching[0] : explanation
    super([first, first ? `  ${facts}` : facts, ...details, replay].filter(Boolean).join('\n'))
    this.name = kind
    this.stack = `${kind}: ${this.message}`
    partsOf.set(this, { ...parts, facts })
  }
}

const partsFor = (failure: CheckFailure): Parts & { facts: string } =>
  partsOf.get(failure) ?? { facts: failure.message }

/** The same failure with some parts replaced. */
function changed(failure: CheckFailure, change: Parts): CheckFailure {
  const { facts, ...parts } = partsFor(failure)
  return new CheckFailure(failure.name as Kind, facts, { ...parts, ...change })
}

/** Whether a failure is about one input; a broken file or an endless loop would fail with any. */
export const dependsOnInput = (error: unknown): error is CheckFailure =>
  error instanceof CheckFailure && (error.name === 'Wrong answer' || error.name === 'Crashed')

/** The pattern of the wrong answer, known mistakes aside, if there is one. */
export const explanationOf = (failure: CheckFailure): string | undefined => partsFor(failure).explanation

/** The known mistakes that the wrong answer was compared with; nothing if the check knows of none. */
export const suspectsOf = (failure: CheckFailure): Suspects | undefined => partsFor(failure).suspects

/** The same failure with more to say after its facts. */
export const withDetails = (failure: CheckFailure, more: string): CheckFailure =>
  changed(failure, { details: [...(partsFor(failure).details ?? []), more] })

/** The same failure with another explanation, which takes the place of the suspects as well. */
export const withExplanation = (failure: CheckFailure, explanation: string | undefined): CheckFailure =>
  changed(failure, { explanation, suspects: undefined })

/**
 * What takes the place of a failure whose fault is another TODO's: what follows from it is of no interest to anybody.
 *
 * @param sentence - which TODO that is, and what is wrong with it
 */
export const inherited = (failure: CheckFailure, fault: string, sentence: string): CheckFailure =>
  new CheckFailure(failure.name as Kind, sentence, { fault })

/** The TODO where the fault is, if it is not the one that is checked. */
export const faultOf = (failure: CheckFailure): string | undefined => partsFor(failure).fault

/** The same failure with how to play it again. */
export const withReplay = (failure: CheckFailure, command: string): CheckFailure =>
  changed(failure, { replay: `  Play it again:\n    ${command}` })

const known = new Set(manifest.flatMap(({ todos }) => todos.map(({ id }) => id)))

/** A TODO that is still open, and what it says. */
export interface OpenTodo {
  todo: string
  message: string
}

/**
 * The open TODO that ended a check, wherever in a chain of causes it stands. What was thrown may be anything, so it is
 * read with care.
 */
export function findOpenTodo(error: unknown): OpenTodo | undefined {
  try {
    let cause = error
    for (let depth = 0; depth < 10 && cause instanceof Error; depth++, cause = cause.cause) {
      if (!(cause instanceof NotImplementedError)) continue
      const { todo, message } = cause
      return known.has(todo) && typeof message === 'string' ? { todo, message } : undefined
    }
  } catch {
    // Not one of ours, then.
  }
  return undefined
}
