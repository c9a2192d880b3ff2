import type { CheckFailure } from '../explaining/failure.ts'

let found: CheckFailure | undefined

/** Begins a check, which has found no failure yet. */
export function beginFinding(): void {
  found = undefined
}

/** Notes the failure that a check has found, while it looks for a smaller case and an explanation. */
export function noteFound(failure: CheckFailure): void {
  found = failure
}

/** Returns the failure that the check under way has found. If it is stopped now, this says more than that it was slow. */
export const foundSoFar = (): CheckFailure | undefined => found
