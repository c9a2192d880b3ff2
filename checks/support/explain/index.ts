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
  const { what, actual, tolerance } = difference
  for (const [sentence, compute] of Object.entries(context.mistakes ?? {})) {
    if (allClose(actual, compute().data, tolerance)) return sentence
  }
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
