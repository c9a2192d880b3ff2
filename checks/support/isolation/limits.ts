import type { Limit } from '../running/watchdog.ts'

/** The limits of the run under way. */
interface Run {
  /** Counts the runs. */
  number: number
  /** For how long its calls may compute in all. */
  seconds: number
  reached?: Limit
}

let run: Run = { number: 0, seconds: Infinity }

/** When calls are given up, in milliseconds since 1970. */
let givenUpAt = Infinity

/** Begins a run, whose calls of the work may compute for this many seconds in all. */
export function beginLimits(seconds: number): void {
  run = { number: run.number + 1, seconds }
}

/** Runs something, and gives up its calls of the work after this many milliseconds. That is no limit of the run. */
export function givingUpAfter<Result>(milliseconds: number, something: () => Result): Result {
  givenUpAt = Date.now() + milliseconds
  try {
    return something()
  } finally {
    givenUpAt = Infinity
  }
}

/** Returns the number of the run under way, its seconds, and when its calls are given up. */
export const limitedRun = (): [number: number, seconds: number, givenUpAt: number] => [
  run.number,
  run.seconds,
  givenUpAt,
]

/** Returns the limit that a call of this run has reached, if any. */
export const limitReached = (): Limit | undefined => run.reached

/** Thrown by a call of the work that was ended because it reached a limit. */
export class LimitReached extends Error {
  constructor(limit: Limit) {
    super(`A call reached its limit of ${limit}.`)
    run.reached ??= limit
  }
}
