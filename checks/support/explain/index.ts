import { allClose, isRich, type Context, type Difference } from './context.ts'
import { explainFactor } from './factor.ts'
import { explainOrder } from './order.ts'
import { explainPlace } from './place.ts'
import { explainTerm } from './term.ts'

export type { Context, Difference } from './context.ts'
export { explainShape } from './shape.ts'

/**
 * What a wrong answer is, most specific first: what a known mistake gives, zero, the upstream gradient, a multiple of
 * the right answer, the right numbers in the wrong places, a missing term, or wrong in one place only.
 *
 * @returns one sentence, or nothing if the difference has no pattern that is known
 */
export function explain(difference: Difference, context: Context = {}): string | undefined {
  const { what, actual, expected, tolerance } = difference
  const candidates = Object.entries(context.mistakes ?? {}).filter(([, compute]) => {
    const { data } = compute()
    // On some cases a mistake makes no difference; then it is not what is wrong.
    return allClose(actual, data, tolerance) && !allClose(expected, data, tolerance)
  })
  if (candidates.length === 1) return candidates[0][0]
  // A case that does not tell several mistakes apart tells nothing.
  if (candidates.length > 1) return undefined
  if (isRich(difference) && Array.from(actual).every((value) => value === 0))
    return `${what} is 0 everywhere. Was it ever filled in?`
  if (context.upstream && allClose(actual, context.upstream.data, tolerance)) {
    return `${what} is the upstream gradient, passed on as it is.`
  }
  return (
    explainFactor(difference, context) ??
    explainOrder(difference) ??
    explainTerm(difference, context) ??
    explainPlace(difference)
  )
}
