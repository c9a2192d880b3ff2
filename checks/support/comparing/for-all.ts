import fc from 'fast-check'
import { expect } from 'vitest'
import { idOf, valuesOf, type Cause } from '#kit/course/causes/index.ts'
import { explainCases, type TriedCase } from '../explaining/cases.ts'
import {
  CheckFailure,
  dependsOnInput,
  explainedBy,
  patternOf,
  suspectsOf,
  tellingFacts,
  withReplay,
  type Explanation,
} from '../explaining/failure.ts'
import { formatCase } from './format.ts'

/** Options of {@link forAll}. */
export interface ForAllOptions {
  /** How many random cases to try; 50 by default. */
  runs?: number
}

/**
 * For how long a failing case is made smaller, in milliseconds: where each try takes its time, a check must not be
 * stopped before it has said what is wrong.
 */
const MAKING_SMALLER = 1500

/**
 * That `body` holds for random cases, other ones in every run. When one fails, it is made as small and simple as it
 * can be while it still fails, and shown with a line that plays it again.
 *
 * @throws CheckFailure with the message of the smallest failing case, the case itself, and the replay line
 */
export function forAll<Case extends object>(
  cases: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  { runs = 50 }: ForAllOptions = {},
): void {
  let final: unknown
  let enough = Infinity
  const failures: CheckFailure[] = []
  const property = fc.property(cases, (values) => {
    if (final !== undefined || performance.now() > enough) return
    try {
      body(values)
    } catch (error) {
      // An open TODO, or a file that does not load, is the same for every case: nothing to make smaller.
      if (!dependsOnInput(error)) final = error
      else {
        failures.push(error)
        enough = Math.min(enough, performance.now() + MAKING_SMALLER)
        throw error
      }
    }
  })
  // On a slow machine fewer cases rather than a check that took too long.
  const limits = { numRuns: runs, interruptAfterTimeLimit: 3000 }
  const details = fc.check(property, { ...limits, ...replayed() })
  if (final !== undefined) throw final
  if (!details.failed) return
  // A case made smaller step by step may end where no step leads on, though a smaller one exists: two ways find it.
  const again = fc.check(property, { ...limits, seed: details.seed + 1 })
  const found = [details, again].filter(({ failed }) => failed).map(smallestOf)
  const { error, shown } = found.reduce((a, b) => (b.shown.length < a.shown.length ? b : a))
  const tried = tryMore(cases, body, details.seed + 2)
  failures.push(...tried.flatMap(({ failure }) => failure ?? []))
  const explanation = nameMistake(error, failures) ?? describe(error, failures, tried)
  throw withReplay(explainedBy(error, explanation, shown), replayLine(details.seed))
}

/** The smallest case that failed, as it is shown, and what was wrong with it. */
function smallestOf<Case extends object>({ counterexample, errorInstance }: fc.RunDetails<[Case]>) {
  if (!(errorInstance instanceof CheckFailure) || counterexample === null) throw errorInstance
  return { error: errorInstance, shown: formatCase(counterexample[0]) }
}

/**
 * The known mistake that gives the wrong answer of every failure: in one small case several may give the same. Two that
 * cannot be told apart in any case are both named.
 */
function nameMistake(smallest: CheckFailure, failures: readonly CheckFailure[]): Explanation | undefined {
  const known = suspectsOf(smallest)?.known.join('\n')
  const compared = failures.flatMap((failure) => {
    const suspects = suspectsOf(failure)
    return suspects?.known.join('\n') === known ? (suspects ?? []) : []
  })
  const [first, ...others] = (compared[0]?.matching ?? []).filter((mistake) =>
    compared.every(({ matching }) => matching.includes(mistake)),
  )
  return first && others.length <= 1 ? { causes: [first, ...others], undecided: true } : undefined
}

/** What the wrong answer looks like, and in which cases there is one. */
function describe(
  smallest: CheckFailure,
  failures: readonly CheckFailure[],
  tried: readonly (TriedCase & { failure?: CheckFailure })[],
): Explanation | undefined {
  const patterns = tried.flatMap(({ failure }) => (failure ? [patternOf(failure)] : []))
  // One case alone, and a small one most of all, has patterns by accident: they do not come back in others.
  const comesBack = (pattern: Cause): boolean =>
    patterns.length < LEAST_FAILURES ||
    patterns.filter((other) => other && kindOf(other) === kindOf(pattern)).length >= patterns.length / 5
  const own = patternOf(smallest)
  const isOwn = own !== undefined && comesBack(own)
  const pattern = isOwn ? own : failures.map(patternOf).find((one) => one && comesBack(one))
  const condition = explainCases(tried)
  // A check that leaves one cause only has named it; when it occurs comes after that.
  const named = pattern ?? (condition && tellingFacts(smallest))
  const [first, ...others] = [named, condition].filter((one) => one !== undefined)
  return first && { causes: [first, ...others], larger: pattern !== undefined && !isOwn }
}

/** With fewer failures than this there is no telling whether a pattern comes back. */
const LEAST_FAILURES = 4

/** A cause without its numbers, and without what it guesses from them: what it says of any case. */
function kindOf(pattern: Cause): string {
  const words = Array.from(valuesOf(pattern)).filter(([name]) => name !== 'guess')
  return [idOf(pattern), ...words.map(([, word]) => word.replaceAll(/-?\d[\d.e-]*/g, '#'))].join(' ')
}

/** How many more cases are tried to find out what is wrong, and for how long at most, in milliseconds. */
const MORE = 40
const PATIENCE = 700

/** More cases, now that one has failed: what they have in common explains the failure. */
function tryMore<Case extends object>(
  cases: fc.Arbitrary<Case>,
  body: (values: Case) => void,
  seed: number,
): (TriedCase & { failure?: CheckFailure })[] {
  const tried: ReturnType<typeof tryMore> = []
  const end = performance.now() + PATIENCE
  for (const values of fc.sample(cases, { numRuns: MORE, seed })) {
    if (performance.now() > end) break
    try {
      body(values)
      tried.push({ values, failed: false })
    } catch (error) {
      if (dependsOnInput(error)) tried.push({ values, failed: true, failure: error })
    }
  }
  return tried
}

/** The seed in the environment variable REPLAY, which {@link forAll} prints with a failure. */
function replayed(): { seed?: number } {
  const { REPLAY } = process.env
  return REPLAY === undefined ? {} : { seed: Number(REPLAY) }
}

function replayLine(seed: number): string {
  const { currentTestName = '', testPath = '' } = expect.getState()
  const file = /checks[\\/].*$/.exec(testPath)?.[0].replaceAll('\\', '/') ?? ''
  // -t takes a regular expression; a dot stands for whatever means something to it, or to a shell.
  const pattern = currentTestName.replaceAll(/[\\^$*+?()[\]{}|"`]/g, '.')
  const command = `npx vitest run ${file} -t "${pattern}"`
  // What was lent has to be lent again.
  const variables = [...(process.env.CNN_LEND ? ['CNN_LEND=1'] : []), `REPLAY=${seed}`]
  if (process.platform !== 'win32') return [...variables, command].join(' ')
  // PowerShell keeps a variable for all the commands that follow.
  const [set, unset] = [variables, variables.map((each) => each.replace(/=.*/, '=$null'))].map((each) =>
    each.map((variable) => `$env:${variable}`),
  )
  return [...set, command, ...unset].join('; ')
}
