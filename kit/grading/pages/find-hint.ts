import { isReason, type CauseId, type Reason } from '../../course/causes/index.ts'
import { hints } from '../../course/hints/index.ts'

/** A hint on a mistake. */
export interface FittingHint {
  /** Whether it is a question about exactly this mistake, or the formula of the TODO. */
  kind: 'question' | 'formula'
  text: string
}

/** Questions that fit every TODO. */
const GENERAL: readonly (readonly [CauseId, string])[] = [
  ['file/no-export', 'Is the function exported, with exactly the name that it has in the original file?'],
  ['limit/endless', 'What ends each of your loops? Follow the variable in its condition through two rounds.'],
]

/** Returns the hint that fits why a TODO is wrong. If there is none, the formula says what would be right. */
export function findHint(todo: string, reason: Partial<Reason>): FittingHint {
  const { levels, after = [] } = hints[todo]
  const fitting =
    after.find(([causes]) => causes.some((one) => isReason(one, reason))) ??
    GENERAL.find(([cause]) => cause === reason.cause)
  return fitting === undefined ? { kind: 'formula', text: levels[1] } : { kind: 'question', text: fitting[1] }
}
