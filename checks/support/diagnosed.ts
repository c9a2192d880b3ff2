import { CheckFailure, withDetails } from './failure.ts'

/**
 * That a result is right; if it is not, but is what one well-known mistake would have given, the failure says so.
 *
 * @param expected - the right result
 * @param mistakes - what each mistake gives, by a sentence that names it
 * @param compare - throws a CheckFailure when the result is not the given one
 */
export function expectDiagnosed<Result>(
  expected: Result,
  mistakes: Readonly<Record<string, Result>>,
  compare: (wanted: Result) => void,
): void {
  try {
    compare(expected)
  } catch (failure) {
    if (!(failure instanceof CheckFailure)) throw failure
    const matching = Object.keys(mistakes).filter((sentence) => passes(() => compare(mistakes[sentence])))
    // In a simple case several mistakes give the same; then none is named rather than the wrong one.
    throw matching.length === 1 ? withDetails(failure, `  Look here first: ${matching[0]}`) : failure
  }
}

function passes(compare: () => void): boolean {
  try {
    compare()
    return true
  } catch (error) {
    if (error instanceof CheckFailure) return false
    throw error
  }
}
