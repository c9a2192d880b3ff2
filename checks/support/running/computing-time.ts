/** The computing time in milliseconds that this process has spent on waiting. Threads share it. */
export const waitingTime = new Float64Array(new SharedArrayBuffer(8))

function usedTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Returns the computing time of this process so far, in milliseconds, without that of {@link waiting}. Unlike a clock,
 * it stands still while others run.
 */
export const computingTime = (): number => usedTime() - waitingTime[0]

/** Runs what only waits for another process. On a busy machine, it looks more often whether there is an answer. */
export function waiting<Result>(wait: () => Result): Result {
  const start = usedTime()
  try {
    return wait()
  } finally {
    waitingTime[0] += usedTime() - start
  }
}
