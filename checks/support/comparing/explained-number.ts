import { expectNumber } from './compare.ts'

/**
 * As `expectNumber`; a wrong number that exactly one of some well-known mistakes gives is explained by it.
 *
 * @param mistakes - what each mistake gives, by its cause
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
