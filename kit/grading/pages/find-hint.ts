import { isReason, type Reason } from '../../course/causes/index.ts'
import { hints } from '../../course/hints/index.ts'

/** A hint on a mistake. */
export interface FittingHint {
  /** Whether it is a question about exactly this mistake, or the formula of the TODO. */
  kind: 'question' | 'formula'
  text: string
}

/** Returns the hint that fits why a TODO is wrong. If there is none, the formula says what would be right. */
export function findHint(todo: string, reason: Partial<Reason>): FittingHint {
  const { levels, after = [] } = hints[todo]
  const fitting = after.find(([causes]) => causes.some((one) => isReason(one, reason)))
  return fitting === undefined ? { kind: 'formula', text: levels[1] } : { kind: 'question', text: fitting[1] }
}
