import type { Limit } from '../running/watchdog.ts'

/** The limits of the run under way. */
interface Run {
  seconds: number
  began: number
  reached?: Limit
}

let run: Run = { seconds: Infinity, began: performance.now() }

/** Begins a run, whose calls of the work may compute for this many seconds in all. */
export function beginLimits(seconds: number): void {
  run = { seconds, began: performance.now() }
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

/** Returns how long the calls of this run may still compute, and how long they may still take, in seconds. */
export const timeLeft = (): { computing: number; taking: number } => ({
  computing: run.seconds,
  // A run that waits is stopped later, as long as a busy machine may make an honest one wait.
  taking: 2.5 * run.seconds - (performance.now() - run.began) / 1000,
})
