import fc from 'fast-check'
import { serialize } from 'node:v8'
import { expect, inject } from 'vitest'
import { cause, idOf, valuesOf, type Cause } from '#kit/course/causes/index.ts'
import { explainCases, type TriedCase } from '../explaining/cases.ts'
import {
  CheckFailure,
  dependsOnInput,
  isUnfinished,
  patternOf,
  specificFacts,
  withExplanation,
  withOrigins,
  withReplay,
  type Explanation,
} from '../explaining/failure.ts'
import { faultElsewhere } from '../explaining/fault-elsewhere.ts'
import { callsDuring, callsSoFar, unremembered, type RecordedCall } from '../running/recorded-calls.ts'
import { stopwatch } from '../running/stopwatch.ts'
import { briefly } from './brief.ts'
import { formatCase } from './format.ts'
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
  const more = tryMore(cases, body, details.seed + 2)
  failures.push(...more.failed)
  const explanation = describe(smallest.failure, failures, more, body)
  const all = withOrigins(
    smallest.failure,
    failures.map(({ failure }) => failure),
  )
  throw withReplay(withExplanation(all, explanation, shown), replayLine(replay))
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
  const replay = `${seed}:${shortened(counterexamplePath ?? '')}`
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
  throw withReplay(withExplanation(error, undefined, shown), replayLine(replay))
}

/**
 * Describes the pattern of the wrong answer and the cases in which it occurs.
 *
 * @param failures - all cases that have failed
 * @param more - those that show what they have in common, and all cases that were tried with them
 */
function describe<Case>(
  smallest: CheckFailure,
  failures: readonly FailedCase<Case>[],
  { failed, tried }: MoreCases<Case>,
  body: (values: Case) => void,
): Explanation | undefined {
  const patternIn = (one: FailedCase<Case>): Cause | undefined => patternOf(finish(one, body))
  // A single case, especially a small one, shows patterns by accident, which do not recur in other cases.
  const comesBack = (pattern: Cause): boolean => {
    if (failed.length < LEAST_FAILURES) return true
    let missing = Math.ceil(failed.length / 5)
    // The pattern of a failure may take many calls. No more of them are looked at than it takes to decide.
    return failed.some((one, i) => {
      if (failed.length - i < missing) return false
      const other = patternIn(one)
      if (other && withoutNumbers(other) === withoutNumbers(pattern)) missing--
      return missing === 0
    })
  }
  const recurring = (one: FailedCase<Case>): boolean => {
    const pattern = patternIn(one)
    return pattern !== undefined && comesBack(pattern)
  }
  const own = patternOf(smallest)
  const isOwn = own !== undefined && comesBack(own)
  const other = (): Cause | undefined => {
    // What comes back is among these.
    if (failed.length >= LEAST_FAILURES && !failed.some(recurring)) return undefined
    const one = failures.find(recurring)
    return one && patternIn(one)
  }
  const found = isOwn ? own : other()
  const pattern =
    (found && withCommonGuesses(found, () => failed.map(patternIn))) ?? commonShape(smallest, failed)
  // A crash says itself what did not work.
  const condition = smallest.name === 'Crashed' ? undefined : explainCases(tried)
  // A check with only one possible cause has already named it; the condition under which it occurs comes after that.
  const named = pattern ?? (condition && specificFacts(smallest))
  const [first, ...others] = [named, condition].filter((one) => one !== undefined)
  return first && { causes: [first, ...others], larger: pattern !== undefined && !isOwn }
}

/**
 * Returns what most cases say about a wrong shape, if the smallest case says something else: in a case of one example, a
 * sum over the wrong axis looks like a missing axis.
 */
function commonShape(
  smallest: CheckFailure,
  failed: readonly { failure: CheckFailure }[],
): Cause | undefined {
  const isShape = (one: Cause | undefined): one is Cause =>
    one !== undefined && idOf(one).startsWith('shape/')
  const own = specificFacts(smallest)
  if (!isShape(own)) return undefined
  const found = failed.map(({ failure }) => specificFacts(failure)).filter(isShape)
  const [most] = [...Map.groupBy(found, idOf).values()].toSorted((a, b) => b.length - a.length)
  return most === undefined || idOf(most[0]) === idOf(own) ? undefined : most[0]
}

/** The number of failures below which it is unknown whether a pattern recurs. */
const LEAST_FAILURES = 4

/** Returns a cause without its numbers and without the guesses based on them, which is the same for all cases. */
function withoutNumbers(pattern: Cause): string {
  // A factor of 6 or 1/6 may come from the sizes of the case. One of 0.3 comes from its numbers, and says little.
  if (idOf(pattern) === 'explain/factor' && !/^-?(?:1\/)?\d+$/.test(valuesOf(pattern).get('factor') ?? ''))
    return pattern
  const words = Array.from(valuesOf(pattern)).filter(([name]) => name !== 'guess')
  return [idOf(pattern), ...words.map(([, word]) => word.replaceAll(/-?\d[\d.e-]*/g, '#'))].join(' ')
}

/**
 * Returns a factor with only those guesses that other cases suggest as well. That a factor of 2 is also the number of
 * columns may be an accident of one case.
 */
function withCommonGuesses(pattern: Cause, patterns: () => readonly (Cause | undefined)[]): Cause {
  if (idOf(pattern) !== 'explain/named-factor') return pattern
  const guessesIn = (one: Cause): string[] => valuesOf(one).get('guess')?.split(', or ') ?? []
  const withoutNumber = (guess: string): string => guess.replace(/ = \S+/, '')
  const others = patterns().filter((one) => one && idOf(one).endsWith('factor')) as Cause[]
  const share = (guess: string): number =>
    others.filter((one) => guessesIn(one).some((other) => withoutNumber(other) === withoutNumber(guess)))
      .length / others.length
  const common = guessesIn(pattern).filter((guess) => !(share(guess) < 0.8))
  const [what, factor] = ['what', 'factor'].map((name) => valuesOf(pattern).get(name) ?? '')
  return common.length > 0
    ? cause('explain/named-factor', { what, factor, guess: common.join(', or ') })
    : cause('explain/factor', { what, factor })
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

/**
 * Reads the environment variable REPLAY, which {@link forAll} prints with a failure: a seed, and the path to one case of
 * those that it gives. The seed alone repeats all of them.
 */
function replayed(): { seed?: number; path?: string } {
  const [, seed, path] = /^(-?\d+)(?::(.+))?$/.exec(process.env.REPLAY ?? '') ?? []
  return seed === undefined ? {} : { seed: Number(seed), path: path && lengthened(path) }
}

/** Shortens a path, most of whose steps are often the same: `3:0:0:0:1` becomes `3:0x3:1`. */
const shortened = (path: string): string =>
  path.replaceAll(
    /(?<=^|:)(\d+)(?::\1(?=:|$))+/g,
    (steps, step: string) => `${step}x${steps.split(':').length}`,
  )

/** Restores a path that was {@link shortened}. */
const lengthened = (path: string): string =>
  path.replaceAll(/(\d+)x(\d+)/g, (_, step: string, count: string) =>
    Array(Number(count)).fill(step).join(':'),
  )

function replayLine(replay: string): string {
  const { currentTestName = '', testPath = '' } = expect.getState()
  const file = /checks[\\/].*$/.exec(testPath)?.[0].replaceAll('\\', '/') ?? ''
  // -t takes a regular expression; a dot replaces every character that is special in it or in a shell.
  const pattern = currentTestName.replaceAll(/[\\^$*+?()[\]{}|"`]/g, '.')
  const command = `npx vitest run ${file} -t "${pattern}"`
  // A replay must lend the same solutions again.
  const variables = [...(process.env.CNN_LEND ? ['CNN_LEND=1'] : []), `REPLAY=${replay}`]
  if (process.platform !== 'win32') return [...variables, command].join(' ')
  // PowerShell keeps a variable for all subsequent commands.
  const [set, unset] = [variables, variables.map((each) => each.replace(/=.*/, '=$null'))].map((each) =>
    each.map((variable) => `$env:${variable}`),
  )
  return [...set, command, ...unset].join('; ')
}
