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
    // The condition under which an answer is wrong tells something too.
    const known = Math.max(knowledgeIn(cause), ...(others.includes('explain/condition') ? [1] : []))
    const causes = others.filter((other) => other !== 'explain/condition' && !other.startsWith('crash/'))
    // A gradient is compared with the slope of a loss. If the loss is wrong, what is said about its gradient misleads. And
    // several causes that give the same numbers tell less than one.
    return 4 * known + 2 * Number(!what.startsWith('grads.')) + Number(causes.length === 0)
  }
  return failures.reduce((best, failure) => (rank(failure) > rank(best) ? failure : best))
}
