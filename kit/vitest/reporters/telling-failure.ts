import type { RunnerTask } from 'vitest'
import { vagueCauses } from '../../course/causes/index.ts'

type Meta = RunnerTask['meta']

/**
 * Finds the failure that tells most among those of one TODO: one that names one cause, or else one that names several that
 * give the same numbers, or else one that only says what is wrong. Where several tell as much, it is the first in the file.
 *
 * @param failures - in the order of the file; at least one
 */
export function mostTelling<Failure>(
  failures: readonly Failure[],
  metaOf: (failure: Failure) => Meta,
): Failure {
  const rank = (failure: Failure): number => {
    const { cause, others = [] } = metaOf(failure).reason ?? {}
    if (cause === undefined || vagueCauses.includes(cause)) return 0
    return others.length > 0 ? 1 : 2
  }
  return failures.reduce((best, failure) => (rank(failure) > rank(best) ? failure : best))
}
