import type { RunnerTask } from 'vitest'
import { knowledgeIn } from '../../course/knowledge.ts'

type Meta = RunnerTask['meta']

/**
 * Finds the failure that tells most among those of one TODO.
 *
 * @param failures - in the order of the file; at least one
 */
export function mostTelling<Failure>(
  failures: readonly Failure[],
  metaOf: (failure: Failure) => Meta,
): Failure {
  const rank = (failure: Failure): number => {
    const { cause, what = '', others = [] } = metaOf(failure).reason ?? {}
    // A gradient is compared with the slope of a loss. If the loss is wrong, what is said about its gradient misleads. And
    // several causes that give the same numbers tell less than one.
    return 4 * knowledgeIn(cause) + 2 * Number(!what.startsWith('grads.')) + Number(others.length === 0)
  }
  return failures.reduce((best, failure) => (rank(failure) > rank(best) ? failure : best))
}
