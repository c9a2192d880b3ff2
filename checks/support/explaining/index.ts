import { cause, type Cause } from '#kit/course/causes/index.ts'
import { allClose, hasSeveralNonzero, type Context, type Difference } from './context.ts'
import { explainFactor } from './factor.ts'
import { explainOrder } from './order.ts'
import { explainPlace } from './place.ts'
import { explainRunningTotal } from './running-total.ts'
import { explainConstant, explainTerm } from './term.ts'

export type { Context, Difference, NumberContext } from './context.ts'
export { explainNotFinite } from './not-finite.ts'
export { explainShape } from './shape.ts'

/**
 * Finds the pattern of a wrong answer, most specific first: zero, the upstream gradient, a multiple of the right
 * answer, the right numbers in the wrong places, their running totals, a missing term, or wrong in one place only.
 *
 * @returns undefined if the difference has no known pattern
 */
export function explainPattern(difference: Difference, context: Context = {}): Cause | undefined {
  if (context.onlyCause) return context.onlyCause
  const { what, actual, expected, tolerance } = difference
  if (allClose(actual, expected, tolerance)) return cause('explain/six-digits', { what })
  if (hasSeveralNonzero(difference) && Array.from(actual).every((value) => value === 0))
    return cause('explain/zero', { what })
  if (context.upstream && allClose(actual, context.upstream.data, tolerance)) {
    return cause('explain/upstream', { what })
  }
  return (
    explainFactor(difference, context) ??
    explainOrder(difference) ??
    explainRunningTotal(difference) ??
    explainTerm(difference, context) ??
    explainConstant(difference) ??
    explainPlace(difference, context)
  )
}
