import { idOf, sentenceOf, vagueCauses, valuesOf, type Cause, type Reason } from '#kit/course/causes/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

type Kind = Reason['kind']

/** The known mistakes that a wrong answer was compared with. */
export interface Suspects {
  /** All that the check knows of. */
  known: readonly Cause[]
  /** Those that give just this answer. In a small case there may be several, and none may be named for another. */
  matching: readonly Cause[]
}

/** What many wrong answers have in common. */
export interface Explanation {
  /** One cause, two that cannot be told apart, or one and the condition under which it occurs. */
  causes: readonly [Cause, ...Cause[]]
  /** Whether it is either the one or the other. */
  undecided?: boolean
  /** Whether it shows in larger cases than the one that is shown. */
  larger?: boolean
}

/** What a failure says besides its facts. */
interface Parts {
  /** The numbers, a line or more below the facts. */
  numbers?: string
  /** What the wrong answer looks like, known mistakes aside, if that is known. */
  pattern?: Cause
  /** Known mistakes; if there is just one, it is what is said first. Nothing if the check knows of none. */
  suspects?: Suspects
  /** What takes the place of both, once many wrong answers have been seen. */
  explanation?: Explanation
  /** The smallest case that fails, as it is shown. */
  case?: string
  /** What was thrown, in words, if the work crashed. */
  thrown?: string
  /** After the facts and the smallest case: where to look. */
  details?: readonly string[]
  /** At the very end: how to play it again. */
  replay?: string
  /** The TODO where the fault is, if it is not the one that is checked. */
  fault?: string
}

/** Kept beside the errors: what an error holds itself, Vitest prints. */
const partsOf = new WeakMap<CheckFailure, Parts & { facts: Cause }>()

/**
 * A check that failed, in words for the learner. It carries no stack: what matters is in the message, and the frames
 * of the grader would only bury it.
 */
export class CheckFailure extends Error {
  /**
   * @param kind - heads the message
   * @param facts - what is wrong; it comes first if nothing is known that says more
   */
  constructor(kind: Kind, facts: Cause, parts: Parts = {}) {
    const { numbers, case: smallest, details = [], replay } = parts
    const explanation = explanationFrom(parts)
    const first = explanation ? textOf(explanation) : sentenceOf(facts)
    const second = explanation && explanation.causes[0] !== facts ? `  ${sentenceOf(facts)}` : undefined
    const shown = smallest && `  The smallest case that fails:\n${smallest}`
    super([first, second, numbers, shown, ...details, replay].filter(Boolean).join('\n'))
    this.name = kind
    this.stack = `${kind}: ${this.message}`
    partsOf.set(this, { ...parts, facts })
  }
}

/** What is to be said before the facts, if anything is known. */
function explanationFrom({ explanation, suspects, pattern }: Parts): Explanation | undefined {
  if (explanation) return explanation
  const found = suspects?.matching.length === 1 ? suspects.matching[0] : pattern
  return found && { causes: [found] }
}

function textOf({ causes, undecided, larger }: Explanation): string {
  const text = causes.map(sentenceOf).join(undecided ? ' Or: ' : ' ')
  return larger ? `In a larger case, ${text}` : text
}

const partsFor = (failure: CheckFailure): Parts & { facts: Cause } => partsOf.get(failure)!

/** The same failure with some parts replaced. */
function changed(failure: CheckFailure, change: Parts): CheckFailure {
  const { facts, ...parts } = partsFor(failure)
  return new CheckFailure(failure.name as Kind, facts, { ...parts, ...change })
}

/** Why a check failed, for a program. */
export function reasonOf(failure: CheckFailure): Reason {
  const parts = partsFor(failure)
  const [cause, ...others] = (explanationFrom(parts)?.causes ?? [parts.facts]).map(idOf)
  const what = valuesOf(parts.facts).get('what')
  return {
    kind: failure.name as Kind,
    cause,
    ...(what !== null && { what }),
    ...(others.length > 0 && { others }),
    ...(parts.fault !== undefined && { fault: parts.fault }),
    ...(parts.case !== undefined && { case: parts.case }),
  }
}

/** Whether a failure is about one input; a broken file or an endless loop would fail with any. */
export const dependsOnInput = (error: unknown): error is CheckFailure =>
  error instanceof CheckFailure && (error.name === 'Wrong answer' || error.name === 'Crashed')

/** The pattern of the wrong answer, known mistakes aside, if there is one. */
export const patternOf = (failure: CheckFailure): Cause | undefined => partsFor(failure).pattern

/** What is wrong in general, if that is more than that the answer is another one. */
export function tellingFacts(failure: CheckFailure): Cause | undefined {
  const { facts } = partsFor(failure)
  return vagueCauses.includes(idOf(facts)) ? undefined : facts
}

/** The known mistakes that the wrong answer was compared with; nothing if the check knows of none. */
export const suspectsOf = (failure: CheckFailure): Suspects | undefined => partsFor(failure).suspects

/** What was thrown, in words, if the work crashed. */
export const thrownIn = (failure: CheckFailure): string | undefined => partsFor(failure).thrown

/** The same failure with more to say after its facts. */
export const withDetails = (failure: CheckFailure, more: string): CheckFailure =>
  changed(failure, { details: [...(partsFor(failure).details ?? []), more] })

/** The same failure of the smallest case, explained by all that failed. */
export const explainedBy = (
  failure: CheckFailure,
  explanation: Explanation | undefined,
  smallest: string,
): CheckFailure => changed(failure, { explanation, pattern: undefined, suspects: undefined, case: smallest })

/**
 * What takes the place of a failure whose fault is another TODO's: what follows from it is of no interest to anybody.
 *
 * @param fault - the TODO
 */
export const inherited = (failure: CheckFailure, fault: string, cause: Cause): CheckFailure =>
  new CheckFailure(failure.name as Kind, cause, { fault })

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
