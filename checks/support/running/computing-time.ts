import { isolated } from '../isolation/current.ts'

/** Returns the computing time of this process so far, in milliseconds. Unlike a clock, it stands still while others run. */
export function computingTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Begins to measure how far a check goes, so that a learner sees the same on a busy machine. If the work has a process of
 * its own, each of the two may compute for as long as a check may.
 *
 * @returns the computing time since then of the process that has computed for longer, in milliseconds
 */
export function stopwatch(): () => number {
  const timeOfWork = (): number => isolated()?.computingTime ?? 0
  const [own, ofWork] = [computingTime(), timeOfWork()]
  return () => Math.max(computingTime() - own, timeOfWork() - ofWork)
}
