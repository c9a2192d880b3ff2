import type { Limit } from '../running/watchdog.ts'

/** The limits of the run under way. */
interface Run {
  seconds: number
  /** For how long calls have waited so far, in seconds. */
  waited: number
  reached?: Limit
}

let run: Run = { seconds: Infinity, waited: 0 }

/** Begins a run, whose calls of the work may compute for this many seconds in all. */
export function beginLimits(seconds: number): void {
  run = { seconds, waited: 0 }
}

/** Returns the run under way, which is another object for each run. */
export const limitedRun = (): object => run

/** Returns the limit that a call of this run has reached, if any. */
export const limitReached = (): Limit | undefined => run.reached

/** Thrown by a call of the work that was ended because it reached a limit. */
export class LimitReached extends Error {
  constructor(limit: Limit) {
    super(`A call reached its limit of ${limit}.`)
    run.reached ??= limit
  }
}

/** Notes that a call has waited, in seconds. */
export const noteWaiting = (seconds: number): void => void (run.waited += seconds)

/** Returns for how long the calls of this run may compute in all, and for how long they may still wait, in seconds. */
export const timeLeft = (): { computing: number; waiting: number } => ({
  computing: run.seconds,
  // A run that waits is stopped later, because a busy machine may make an honest one wait.
  waiting: 2.5 * run.seconds - run.waited,
})
