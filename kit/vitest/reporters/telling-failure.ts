import type { RunnerTask } from 'vitest'
import { vagueCauses } from '../../course/causes/index.ts'

type Meta = RunnerTask['meta']

/**
 * Finds the failure that tells most among those of one TODO. It names a cause, if one of them does. It is not about a
 * gradient, if one is not: a gradient is compared with the slope of a loss, and if that loss is wrong, what is said about
 * the gradient misleads. And it names one cause, and not several that give the same numbers. Among equals, it is the first
 * in the file.
 *
 * @param failures - in the order of the file; at least one
 */
export function mostTelling<Failure>(
  failures: readonly Failure[],
  metaOf: (failure: Failure) => Meta,
): Failure {
  const rank = (failure: Failure): number => {
    const { cause, what = '', others = [] } = metaOf(failure).reason ?? {}
    if (cause === undefined || vagueCauses.includes(cause)) return 0
    return 4 + 2 * Number(!what.startsWith('grads.')) + Number(others.length === 0)
  }
  return failures.reduce((best, failure) => (rank(failure) > rank(best) ? failure : best))
}
