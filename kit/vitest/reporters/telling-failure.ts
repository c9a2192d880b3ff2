import type { RunnerTask } from 'vitest'
import type { TestCase } from 'vitest/node'
import { knowledgeIn } from '../../course/knowledge.ts'
import { isConsequence } from '../../progress/record.ts'
import type { Declared } from './declared-checks.ts'

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
    const { cause, what = '', others = [], case: smallest } = metaOf(failure).reason ?? {}
    // The condition under which an answer is wrong tells something too.
    const known = Math.max(knowledgeIn(cause), ...(others.includes('explain/condition') ? [1] : []))
    const causes = others.filter((other) => other !== 'explain/condition' && !other.startsWith('crash/'))
    // A gradient is compared with the slope of a loss. If the loss is wrong, what is said about its gradient misleads. And
    // several causes that give the same numbers tell less than one. If little is known, a small case helps most.
    const isSmallest = Number(smallest !== undefined && known < 2) / 2
    return 4 * known + 2 * Number(!what.startsWith('grads.')) + Number(causes.length === 0) + isSmallest
  }
  return failures.reduce((best, failure) => (rank(failure) > rank(best) ? failure : best))
}

/** Returns the failed check of each TODO that tells most, and how many others fail. TODOs without any are missing. */
export function tellingIn(checks: readonly Declared[]): Map<string, { test: TestCase; more: number }> {
  const failed = Map.groupBy(
    checks.filter(({ test }) => test.result().state === 'failed'),
    ({ todo }) => todo,
  )
  return new Map(
    Array.from(failed, ([todo, all]) => {
      const { test } = mostTelling(all, (check) => check.test.meta())
      return [todo, { test, more: all.length - 1 }]
    }),
  )
}

/** Returns the earlier TODO that makes each TODO fail. TODOs that are wrong themselves are missing. */
export const faultsIn = (checks: readonly Declared[]): Map<string, string> =>
  new Map(
    Array.from(tellingIn(checks)).flatMap(([todo, { test }]): [string, string][] => {
      const { cause, fault } = test.meta().reason ?? {}
      return fault !== undefined && isConsequence({ cause, fault }) ? [[todo, fault]] : []
    }),
  )
