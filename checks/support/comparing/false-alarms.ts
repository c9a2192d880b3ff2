/** The rate at which a right answer may fail a statistical check: less than once in 10^10 runs. */
export const FALSE_ALARM_RATE = 1e-10

/**
 * Returns how far the mean of independent random numbers can be from its expected value, except with probability {@link
 * FALSE_ALARM_RATE} (Hoeffding's inequality, which holds for any distribution and any sample size).
 *
 * @param ranges - for each number, its largest value minus its smallest
 */
export function meanMargin(ranges: ArrayLike<number>): number {
  let squares = 0
  for (let i = 0; i < ranges.length; i++) squares += ranges[i] ** 2
  return Math.sqrt((squares * Math.log(2 / FALSE_ALARM_RATE)) / 2) / ranges.length
}
