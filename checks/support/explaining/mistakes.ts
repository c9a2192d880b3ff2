import type { Suspects } from './failure.ts'
import type { Cause } from '#kit/course/causes/index.ts'
import { distance, type Context, type Difference } from './context.ts'

/**
 * Compares a wrong answer with the results of known mistakes.
 *
 * @returns undefined if the check knows no mistakes
 */
export function matchingMistakes({ actual, expected }: Difference, context: Context): Suspects | undefined {
  if (!context.mistakes) return undefined
  const off = distance(actual, expected)
  const scale = Array.from(actual).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6)
  const matching = Object.entries(context.mistakes).flatMap(([mistake, compute]) => {
    const { data } = compute()
    if (data.length !== actual.length) return []
    // A mistake without effect in this case gives the right answer. An answer close to that does not match it.
    const away = distance(actual, data)
    return away <= 1e-9 * scale && away <= 0.01 * off ? [mistake as Cause] : []
  })
  return { known: Object.keys(context.mistakes) as Cause[], matching }
}
