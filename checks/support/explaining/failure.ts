import { idOf, sentenceOf, vagueCauses, valuesOf, type Cause, type Reason } from '#kit/course/causes/index.ts'
import { manifest } from '#kit/course/manifest.ts'
import { knowledgeIn } from '#kit/course/knowledge.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { withoutUnseen } from '#kit/text/unseen.ts'
import type { RecordedCall } from '../running/recorded-calls.ts'

type Kind = Reason['kind']

/** An explanation that many wrong answers share. */
export interface Explanation {
  /** One cause, one and the condition under which it occurs, or two that occur together. */
  causes: readonly [Cause, ...Cause[]]
  /** Whether the pattern occurs only in larger cases than the one shown. */
  larger?: boolean
  /** Whether it takes all of the causes to give what the work gave. */
  together?: boolean
}

/** The parts of a failure message besides its facts. */
interface Parts {
  /** The numbers, in one or more lines below the facts. */
  numbers?: string
  /** The pattern of the wrong answer, if there is one. */
  pattern?: Cause
  /** The explanation that replaces it once more is known. */
  explanation?: Explanation
  /** The smallest failing case, formatted. */
  case?: string
  /** A description of what was thrown, if the work crashed. */
  thrown?: string
  /** Lines after the facts and the smallest case that say where to look. */
  details?: readonly string[]
  /** The command at the very end that replays the failure. */
  replay?: string
  /** The TODO that holds the fault, if it is not the one being checked. */
  fault?: string
  /** The calls whose results are wrong. */
  origins?: readonly RecordedCall[]
  /** The name of what is wrong in their results: `dx`. */
  result?: string
  /** Whether it only says that something is wrong, because nobody reads it. */
  isBrief?: boolean
}

/** How long a message may be, in characters. The work can give its results names of any length. */
const LONGEST = 100_000

/** The parts of each failure. They are kept outside the errors because Vitest prints all properties of an error. */
const partsOf = new WeakMap<CheckFailure, Parts & { facts: Cause }>()

/**
 * A failed check, described for the learner. It carries no stack: the message has what matters, and the frames of the
 * grader would only bury it.
 */
export class CheckFailure extends Error {
  /**
   * @param kind - the heading of the message
   * @param facts - what is wrong; it comes first unless there is a better explanation
   */
  constructor(kind: Kind, facts: Cause, parts: Parts = {}) {
    const { numbers, case: smallest, details = [], replay } = parts
    const explanation = explanationFrom(parts)
    const first = explanation ? textOf(explanation) : sentenceOf(facts)
    const second = explanation && explanation.causes[0] !== facts ? `  ${sentenceOf(facts)}` : undefined
    const shown = smallest && `  The smallest case that fails:\n${smallest}`
    const lines = [first, second, numbers, shown, ...details, replay].filter(Boolean)
    super(harmless(lines.join('\n').slice(0, LONGEST)))
    this.name = kind
    this.stack = `${kind}: ${this.message}`
    partsOf.set(this, { ...parts, facts })
  }
}

/**
 * Returns a text that a terminal only prints. The work can give its errors and its results any name, also one that moves
 * the cursor, clears the screen or turns the direction of writing.
 */
const harmless = (text: string): string => withoutUnseen(text.replaceAll('\r\n', '\n'), '\uFFFD')

/** Returns what to say before the facts, if anything is known. */
const explanationFrom = ({ explanation, pattern }: Parts): Explanation | undefined =>
  explanation ?? (pattern && { causes: [pattern] })

function textOf({ causes, larger, together }: Explanation): string {
  const text = causes.map(sentenceOf).join(' ')
  if (together) return `Two things are wrong: ${text}`
  return larger ? `In a larger case: ${text}` : text
}

const partsFor = (failure: CheckFailure): Parts & { facts: Cause } => partsOf.get(failure)!

/** Returns the same failure with some parts replaced. */
function changed(failure: CheckFailure, change: Parts): CheckFailure {
  const { facts, ...parts } = partsFor(failure)
  return new CheckFailure(failure.name as Kind, facts, { ...parts, ...change })
}

/** Returns why a check failed, in a form for programs. */
export function reasonOf(failure: CheckFailure): Reason {
  const parts = partsFor(failure)
  const causes = explanationFrom(parts)?.causes ?? [parts.facts]
  // That something crashed is a fact, whatever explains it.
  const facts = failure.name === 'Crashed' && !causes.includes(parts.facts) ? [parts.facts] : []
  const [cause, ...others] = [...causes, ...facts].map(idOf)
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

/** Returns whether a failure depends on the input. A broken file or an endless loop would fail with any input. */
export const dependsOnInput = (error: unknown): error is CheckFailure =>
  error instanceof CheckFailure && (error.name === 'Wrong answer' || error.name === 'Crashed')

/** Returns whether a failure does not say yet what is wrong. */
export const isUnfinished = (failure: CheckFailure): boolean => partsFor(failure).isBrief === true

/** Returns the pattern of the wrong answer, if there is one. */
export const patternOf = (failure: CheckFailure): Cause | undefined => partsFor(failure).pattern

/** Returns the facts of a failure, if they say more than that the answer is wrong. */
export function specificFacts(failure: CheckFailure): Cause | undefined {
  const { facts } = partsFor(failure)
  return vagueCauses.includes(idOf(facts)) ? undefined : facts
}

/** Returns the calls whose results are wrong, as far as they are known, and the name of what is wrong in them. */
export const originsOf = (failure: CheckFailure): { origins: readonly RecordedCall[]; result?: string } => {
  const { origins = [], result } = partsFor(failure)
  return { origins, result }
}

/** Returns the same failure with all calls in which others were wrong in the same way. */
export function withOrigins(failure: CheckFailure, failures: readonly CheckFailure[]): CheckFailure {
  const { result } = partsFor(failure)
  const same = [failure, ...failures].filter((other) => partsFor(other).result === result)
  return changed(failure, { origins: [...new Set(same.flatMap((other) => originsOf(other).origins))] })
}

/** Returns the same failure with another first sentence, or with one for each of two mistakes. */
export const explainedBy = (failure: CheckFailure, [first, ...others]: readonly Cause[]): CheckFailure =>
  changed(failure, { explanation: { causes: [first, ...others], together: others.length > 0 } })

/** Returns whether the numbers of a failure alone say little about the mistake. */
export function saysLittle(failure: CheckFailure): boolean {
  const { cause } = reasonOf(failure)
  // In a case as small as possible, zeros are often accidental.
  const isLarger = partsFor(failure).explanation?.larger === true
  return knowledgeIn(cause) < 2 || (cause === 'explain/zero' && isLarger)
}

/** Returns a description of what was thrown, if the work crashed. */
export const thrownIn = (failure: CheckFailure): string | undefined => partsFor(failure).thrown

/** Returns the same failure with more lines after its facts. */
export const withDetails = (failure: CheckFailure, more: string): CheckFailure =>
  changed(failure, { details: [...(partsFor(failure).details ?? []), more] })

/** Returns the failure of the smallest case with an explanation based on all failures. */
export const withExplanation = (
  failure: CheckFailure,
  explanation: Explanation | undefined,
  smallest: string,
): CheckFailure => changed(failure, { explanation, pattern: undefined, case: smallest })

/**
 * Returns the failure that replaces one for which another TODO is to blame, because its consequences do not matter.
 *
 * @param fault - the TODO to blame
 */
export const blamedOn = (fault: string, cause: Cause): CheckFailure =>
  new CheckFailure('Wrong answer', cause, { fault })

/** Returns the TODO that holds the fault, if it is not the one being checked. */
export const faultOf = (failure: CheckFailure): string | undefined => partsFor(failure).fault

/** Returns the same failure with a command that replays it. */
export const withReplay = (failure: CheckFailure, command: string): CheckFailure =>
  changed(failure, { replay: `  Play it again:\n    ${command}` })

const known = new Set(manifest.flatMap(({ todos }) => todos.map(({ id }) => id)))

/** An open TODO and its message. */
export interface OpenTodo {
  todo: string
  message: string
}

/** Finds the open TODO that ended a check, anywhere in a chain of causes. Reading what was thrown may throw in turn. */
export function findOpenTodo(error: unknown): OpenTodo | undefined {
  try {
    let cause = error
    for (let depth = 0; depth < 10 && cause instanceof Error; depth++, cause = cause.cause) {
      if (!(cause instanceof NotImplementedError)) continue
      const { todo, message } = cause
      return known.has(todo) && typeof message === 'string' ? { todo, message } : undefined
    }
  } catch {
    // It is not an error of the kit.
  }
  return undefined
}
