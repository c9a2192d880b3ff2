import { faultOf, type CheckFailure } from './failure.ts'

/** Replaces a failure for which another TODO is to blame. */
type Blame = (failure: CheckFailure) => CheckFailure

let blameNow: Blame = (failure) => failure

/** Sets who decides about the failures of the check that begins. */
export const beginBlaming = (blame: Blame): void => void (blameNow = blame)

/** Returns the failure of this check with what is known about who is to blame. */
export const blamed: Blame = (failure) => blameNow(failure)

/**
 * Returns the failure that replaces this one if another TODO is to blame for it. Then it does not depend on the case, and
 * the smallest one need not be found.
 */
export function faultElsewhere(failure: CheckFailure): CheckFailure | undefined {
  const replaced = blamed(failure)
  return faultOf(replaced) === undefined ? undefined : replaced
}
