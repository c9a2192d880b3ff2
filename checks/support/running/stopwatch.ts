import { isolated } from '../isolation/current.ts'
import { computingTime } from './computing-time.ts'

/** For how many milliseconds a reading holds. Each takes longer than a small call of the work. */
const HOLDS = 10

/**
 * Begins to measure how far a check goes, so that a learner sees the same on a busy machine. If the work has its own
 * process, each of the two may compute for as long as a check may.
 *
 * @returns the computing time since then of the process that has computed for longer, in milliseconds
 */
export function stopwatch(): () => number {
  const timeOfWork = (): number => isolated()?.computingTime ?? 0
  const [own, ofWork] = [computingTime(), timeOfWork()]
  let [elapsed, readAt] = [0, performance.now()]
  return () => {
    const now = performance.now()
    if (now - readAt < HOLDS) return elapsed
    readAt = now
    elapsed = Math.max(computingTime() - own, timeOfWork() - ofWork)
    return elapsed
  }
}
