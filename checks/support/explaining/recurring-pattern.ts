import { cause, idOf, valuesOf, type Cause } from '#kit/course/causes/index.ts'
import { explainCases, type TriedCase } from './cases.ts'
import { patternOf, specificFacts, type CheckFailure, type Explanation } from './failure.ts'

/** The number of failures below which it is unknown whether a pattern recurs. */
const LEAST_FAILURES = 4

/** What came of the cases that were tried. */
interface Outcomes<Failed> {
  /** The failure of the smallest case. */
  smallest: CheckFailure
  /** All cases that have failed. */
  all: readonly Failed[]
  /** Those among them that were drawn to find what they have in common. */
  drawn: readonly Failed[]
  /** All cases that were drawn for that, right and wrong. */
  tried: readonly TriedCase[]
}

/**
 * Describes the pattern of a wrong answer that comes back in other cases, and the cases in which it occurs.
 *
 * @param patternIn - finds the pattern of one case, which may take many calls
 */
export function explainRecurring<Failed extends { failure: CheckFailure }>(
  { smallest, all, drawn, tried }: Outcomes<Failed>,
  patternIn: (failed: Failed) => Cause | undefined,
): Explanation | undefined {
  // A single case, especially a small one, shows patterns by accident, which do not recur in other cases.
  const comesBack = (pattern: Cause): boolean => {
    if (drawn.length < LEAST_FAILURES) return true
    let missing = Math.ceil(drawn.length / 5)
    // No more of them are looked at than it takes to decide.
    return drawn.some((one, i) => {
      if (drawn.length - i < missing) return false
      const other = patternIn(one)
      if (other && withoutNumbers(other) === withoutNumbers(pattern)) missing--
      return missing === 0
    })
  }
  const recurring = (one: Failed): boolean => {
    const pattern = patternIn(one)
    return pattern !== undefined && comesBack(pattern)
  }
  const own = patternOf(smallest)
  const isOwn = own !== undefined && comesBack(own)
  const other = (): Cause | undefined => {
    // What comes back is among these.
    if (drawn.length >= LEAST_FAILURES && !drawn.some(recurring)) return undefined
    const one = all.find(recurring)
    return one && patternIn(one)
  }
  const found = isOwn ? own : other()
  const pattern =
    (found && withCommonGuesses(found, () => drawn.map(patternIn))) ?? commonShape(smallest, drawn)
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
