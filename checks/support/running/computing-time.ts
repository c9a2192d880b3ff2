import { isolated } from '../isolation/current.ts'

/** Returns the computing time of this process so far, in milliseconds. Unlike a clock, it stands still while others run. */
export function computingTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Returns the computing time so far of this process and of that of the work, if it has its own, in milliseconds. It
 * decides how far a check goes, so that a learner sees the same on a busy machine.
 */
export const computingTimeWithWork = (): number => computingTime() + (isolated()?.computingTime ?? 0)
