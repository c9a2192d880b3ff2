import { expectNumber } from './compare.ts'

/**
 * Does the same as `expectNumber`, and explains a wrong number if exactly one of some well-known mistakes gives it.
 *
 * @param mistakes - the number that each mistake gives, by its cause
 */
export function expectExplainedNumber(
  what: string,
  actual: unknown,
  expected: number,
  threshold: number,
  mistakes: Readonly<Record<string, number>>,
): void {
  const computed = Object.entries(mistakes).map(([sentence, value]) => [sentence, () => value] as const)
  expectNumber(what, actual, expected, threshold, { mistakes: Object.fromEntries(computed) })
}
