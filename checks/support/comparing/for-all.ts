import fc from 'fast-check'
import { serialize } from 'node:v8'
import { inject } from 'vitest'
import type { TriedCase } from '../explaining/cases.ts'
import {
  CheckFailure,
  dependsOnInput,
  isUnfinished,
  originsOf,
  patternOf,
  withExplanation,
  withOrigins,
  withReplay,
} from '../explaining/failure.ts'
import { faultElsewhere } from '../explaining/fault-elsewhere.ts'
import { explainRecurring } from '../explaining/recurring-pattern.ts'
import { noteFound } from '../running/found-failure.ts'
import { callsDuring, callsSoFar, unremembered, type RecordedCall } from '../running/recorded-calls.ts'
import { stopwatch } from '../running/stopwatch.ts'
import { briefly } from './brief.ts'
import { formatCase } from './format.ts'
import { replayed, replayLine } from './replay-line.ts'
import { valuesIn } from './values.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What decides the random cases of a graded run. Otherwise, they differ from run to run. */
    seed: number | undefined
  }
}

/** Options of {@link forAll}. */
export interface ForAllOptions {
  /** The number of random cases to try; 50 by default. */
  runs?: number
}

/** How many smaller cases each of the two searches for the smallest one may try. Most searches end before. */
const MOST_SMALLER = 1000

/** How many calls of the work both searches may make. A numeric gradient takes many. */
const MOST_CALLS = 8000

/** The number of extra cases to try for the explanation of a failure. */
const EXTRA_CASES = 40

/**
 * The computing time in milliseconds after which no further random case is tried, and no smaller one; and that for extra
 * cases. It only matters where each try is slow: a check must not be stopped before it has reported what is wrong.
 */
const [CASES_TIME, SMALLEST_TIME, EXTRA_TIME] = [2500, 4000, 700]

/** The number of cases that are tried even if they are slow. Otherwise, work could pass by wasting time. */
const LEAST_CASES = 10

/**
 * Fails unless `body` holds for random cases. They differ from run to run, except when a submission is graded. A failing
 * case is shrunk for as long as it still fails, and shown with a command that replays it.
 *
 * @throws CheckFailure with the message of the smallest failing case, the case itself, and the replay command; or if the
 *   work has changed fast-check so that no case is tried
 */
export function forAll<Case extends object>(
  drawn: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  { runs = 50 }: ForAllOptions = {},
): void {
  const { seed = inject('seed'), path } = replayed()
  tryAll(drawn.map(ordinary), body, { runs, seed, path, isBrief: true })
}

/** A case that has failed. */
interface FailedCase<Case> {
  values: Case
  failure: CheckFailure
}

function tryAll<Case extends object>(
  cases: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  { runs, seed, path, isBrief }: { runs: number; seed?: number; path?: string; isBrief: boolean },
): void {
  if (Object.keys(fc.readConfigureGlobal()).length > 0)
    throw new CheckFailure('Broken file', 'file/skips-cases')
  let final: unknown
  const elapsed = stopwatch()
  let end = CASES_TIME
  let tried = 0
  let smaller = 0
  let lastCall = Infinity
  const failures: FailedCase<Case>[] = []
  /** What came of the cases since the first failure. Many steps only change numbers that no tensor of the case uses. */
  const known = new Map<string, FailedCase<Case> | undefined>()
  const property = fc.property(cases, (values) => {
    const isEnough = smaller === MOST_SMALLER || callsSoFar() > lastCall || elapsed() > end
    if (final !== undefined || isEnough) return
    tried++
    const isFirst = failures.length === 0
    if (!isFirst) smaller++
    const key = isFirst ? undefined : keyOf(values)
    if (key !== undefined && known.has(key)) {
      const failed = known.get(key)
      if (failed === undefined) return
      throw failed.failure
    }
    try {
      if (isFirst || !isBrief) body(values)
      else briefly(() => body(values))
    } catch (error) {
      // An open TODO, or a file that does not load, is the same for every case, so there is nothing to shrink.
      if (!dependsOnInput(error)) final = error
      else if (isFirst) final = faultElsewhere(error)
      if (final !== undefined) return
      if (isFirst) {
        end = SMALLEST_TIME
        lastCall = callsSoFar() + MOST_CALLS
        noteFound(withExplanation(error as CheckFailure, undefined, formatCase(values)))
      }
      const failed = { values, failure: error as CheckFailure }
      failures.push(failed)
      if (key !== undefined) known.set(key, failed)
      throw error
    }
    if (key !== undefined) known.set(key, undefined)
  })
  if (path !== undefined) {
    replayOne(() => fc.check(property, { seed, path, endOnFailure: true }))
    if (final !== undefined) throw final
    return
  }
  let details = fc.check(property, { numRuns: runs, ...(typeof seed === 'number' && { seed }) })
  const missing = Math.min(runs, LEAST_CASES) - tried
  if (final === undefined && !details.failed && tried > 0 && missing > 0) {
    end = Infinity
    details = fc.check(property, { numRuns: missing, seed: details.seed + 3 })
  }
  if (final !== undefined) throw final
  if (tried === 0) throw new CheckFailure('Broken file', 'file/skips-cases')
  if (!details.failed) return
  // Shrinking step by step may get stuck although a smaller failing case exists, so it is tried from two seeds.
  smaller = 0
  const again = fc.check(property, { numRuns: runs, seed: details.seed + 1 })
  const found = [details, again].filter(({ failed }) => failed).map(smallestOf)
  const { error, shown, replay } = found.reduce((a, b) => (b.shown.length < a.shown.length ? b : a))
  const smallest = failures.find(({ failure }) => failure === error)!
  finish(smallest, body)
  // It looked wrong, but near a kink nobody can tell.
  if (isUnfinished(smallest.failure)) return tryAll(cases, body, { runs, seed: details.seed, isBrief: false })
  noteFound(withReplay(withExplanation(smallest.failure, undefined, shown), replay))
  const more = tryMore(cases, body, details.seed + 2)
  failures.push(...more.failed)
  const explanation = explainRecurring(
    { smallest: smallest.failure, all: failures, drawn: more.failed, tried: more.tried },
    (failed) => patternOf(finish(failed, body)),
  )
  if (originsOf(smallest.failure).origins.length === 0) rememberCalls([...more.failed, smallest], body)
  const all = withOrigins(
    smallest.failure,
    failures.map(({ failure }) => failure),
  )
  throw withReplay(withExplanation(all, explanation, shown), replay)
}

/** Returns a text that is the same for equal cases only; undefined for a case with a function. */
function keyOf(values: object): string | undefined {
  try {
    return serialize(values).toString('latin1')
  } catch {
    return undefined
  }
}

/** Finds out what is wrong in a case that has failed, unless that is known. Returns its failure. */
function finish<Case>(failed: FailedCase<Case>, body: (values: Case) => void): CheckFailure {
  if (isUnfinished(failed.failure))
    try {
      unremembered(() => body(failed.values))
    } catch (error) {
      if (dependsOnInput(error)) failed.failure = error
    }
  return failed.failure
}

/** The number of failing cases whose calls are remembered. */
const MOST_REMEMBERED = 4

/**
 * Makes the calls of the last failing cases again. Where nobody knows which call gave the wrong value, the latest calls
 * are all that an explanation must fit, and they may be right ones, or alike.
 */
function rememberCalls<Case>(failed: readonly FailedCase<Case>[], body: (values: Case) => void): void {
  for (const { values } of failed.slice(-MOST_REMEMBERED))
    try {
      briefly(() => body(values))
    } catch (error) {
      if (!dependsOnInput(error)) throw error
    }
}

/**
 * Returns a case whose settings are ordinary objects. fast-check makes some objects without a prototype: learners do not
 * expect those as options, and what explains a failure does not look into them.
 */
function ordinary<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ordinary(item)])) as Value
}

/** Returns the smallest case that failed, formatted, its error, and what replays it. */
function smallestOf<Case extends object>(details: fc.RunDetails<[Case]>) {
  const { counterexample, errorInstance, seed, counterexamplePath } = details
  if (!(errorInstance instanceof CheckFailure) || counterexample === null) throw errorInstance
  const replay = replayLine(seed, counterexamplePath ?? '')
  return { error: errorInstance, shown: formatCase(counterexample[0]), replay }
}

/**
 * Runs the one case that a `REPLAY` line names, and nothing else, so that what the learner's code prints is about that
 * case.
 *
 * @throws CheckFailure if it still fails
 */
function replayOne<Case extends object>(run: () => fc.RunDetails<[Case]>): void {
  let details: fc.RunDetails<[Case]>
  try {
    details = run()
  } catch {
    // A check may try several kinds of cases, and the line names a case of one of them.
    return
  }
  if (!details.failed) return
  const { error, shown, replay } = smallestOf(details)
  throw withReplay(withExplanation(error, undefined, shown), replay)
}

/** Returns whether all numbers in the result of a call are 0. */
function isZero({ result }: RecordedCall): boolean {
  const isObject = typeof result === 'object' && result !== null
  const names = isObject ? Object.keys(result).filter((name) => name !== 'cache') : undefined
  return Object.values(valuesIn(result, names)).every((values) =>
    Array.from(values).every((value) => value === 0),
  )
}

/** Cases that are tried after a failure. */
interface MoreCases<Case> {
  tried: TriedCase[]
  /** Those that have failed. */
  failed: FailedCase<Case>[]
}

/** Tries more cases after a failure: what the failing ones have in common explains it. */
function tryMore<Case extends object>(
  cases: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  seed: number,
): MoreCases<Case> {
  const more: MoreCases<Case> = { tried: [], failed: [] }
  const elapsed = stopwatch()
  for (const values of fc.sample(cases, { numRuns: EXTRA_CASES, seed })) {
    if (elapsed() > EXTRA_TIME) break
    try {
      // Where everything is 0, as the loss of a single class, every answer is right.
      const calls = callsDuring(() => briefly(() => body(values)))
      if (calls.length === 0 || !calls.every(isZero)) more.tried.push({ values, failed: false })
    } catch (error) {
      if (!dependsOnInput(error)) continue
      more.tried.push({ values, failed: true })
      more.failed.push({ values, failure: error })
    }
  }
  return more
}
