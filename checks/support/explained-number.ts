import { expectNumber } from './compare.ts'
import { CheckFailure, withExplanation } from './failure.ts'

/**
 * As {@link expectNumber}; a wrong number that exactly one of some well-known mistakes gives is explained by it.
 *
 * @param mistakes - what each mistake gives, by the sentence that says so
 */
export function expectExplainedNumber(
  what: string,
  actual: unknown,
  expected: number,
  threshold: number,
  mistakes: Readonly<Record<string, number>>,
): void {
  try {
    expectNumber(what, actual, expected, threshold)
  } catch (failure) {
    if (!(failure instanceof CheckFailure)) throw failure
    const matching = Object.keys(mistakes).filter(
      (sentence) => Math.abs(Number(actual) - mistakes[sentence]) <= 1e-9 * Math.abs(mistakes[sentence]),
    )
    // In a simple case several mistakes give the same: then none is named rather than the wrong one.
    throw matching.length === 1 ? withExplanation(failure, matching[0]) : failure
  }
}
