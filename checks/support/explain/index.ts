import { allClose, isRich, type Context, type Difference } from './context.ts'
import { explainFactor } from './factor.ts'
import { explainOrder } from './order.ts'
import { explainPlace } from './place.ts'
import { explainConstant, explainTerm } from './term.ts'

export type { Context, Difference, NumberContext } from './context.ts'
export { matchingMistakes } from './mistakes.ts'
export { explainNotFinite, originOf } from './not-finite.ts'
export { explainShape } from './shape.ts'

/**
 * What a wrong answer looks like, most specific first: zero, the upstream gradient, a multiple of the right answer, the
 * right numbers in the wrong places, a missing term, or wrong in one place only.
 *
 * @returns one sentence, or nothing if the difference has no pattern that is known
 */
export function explainPattern(difference: Difference, context: Context = {}): string | undefined {
  if (context.means) return context.means
  const { what, actual, expected, tolerance } = difference
  if (allClose(actual, expected, tolerance))
    return `${what} is right to six digits, but no further: is float32 mixed in, or a small number such as epsilon off?`
  if (isRich(difference) && Array.from(actual).every((value) => value === 0))
    return `${what} is 0 everywhere. Was it ever filled in?`
  if (context.upstream && allClose(actual, context.upstream.data, tolerance)) {
    return `${what} is the upstream gradient, passed on as it is.`
  }
  return (
    explainFactor(difference, context) ??
    explainOrder(difference) ??
    explainTerm(difference, context) ??
    explainConstant(difference) ??
    explainPlace(difference, context)
  )
}
