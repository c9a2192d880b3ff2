/** What limited.ts and its watchdog share: the thread that runs the work cannot answer while it is busy. */
export interface Watch {
  /** The number of the run under way; 0 when there is none, negative when it is being stopped. */
  run: Int32Array
  /**
   * When the run must have ended, as the CPU time of this process counts, in microseconds; and how long it may take, in
   * milliseconds. A loop is stopped by the first, however busy the machine is; the second is only for what waits.
   */
  limits: Float64Array
}

/** Why a run is stopped. */
export type Limit = 'time' | 'memory'

/** What the watchdog reports. */
export interface Stopped {
  run: number
  limit: Limit
}

/**
 * The body of the thread that watches over runs of the work under test. It stands on its own: limited.ts starts it from
 * its source text, because loading a file of TypeScript would cost each check file a tenth of a second.
 */
export async function watchdog(): Promise<never> {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { Session } = process.getBuiltinModule('node:inspector')
  const { setTimeout: sleep } = process.getBuiltinModule('node:timers/promises')
  const { run, limits } = workerData as Watch
  const period = 50
  // While the machine sleeps, or has no time for this process, nobody can be blamed for what takes longer.
  const longestPeriod = 2 * period
  const mostBytes = 2 ** 30
  let watched = 0
  let taken = 0
  let last = performance.now()
  for (;;) {
    await sleep(period)
    const now = performance.now()
    const passed = Math.min(now - last, longestPeriod)
    last = now
    const id = Atomics.load(run, 0)
    if (id <= 0) continue
    taken = id === watched ? taken + passed : 0
    watched = id
    const { user, system } = process.cpuUsage()
    const late = user + system > limits[0] || taken > limits[1]
    const limit: Limit | undefined =
      process.memoryUsage.rss() > mostBytes ? 'memory' : late ? 'time' : undefined
    if (!limit) continue
    // A run that waits for something lets its thread hear this. One that is busy does not: it is ended from here.
    const report: Stopped = { run: id, limit }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
    parentPort?.postMessage(report)
    await sleep(limit === 'time' ? 4 * period : 0)
    if (Atomics.compareExchange(run, 0, id, -id) !== id) continue
    const session = new Session()
    session.connectToMainThread()
    session.post('Runtime.terminateExecution')
    // Said again, in case that what was ended was the listening.
    while (Atomics.load(run, 0) === -id) {
      await sleep(period)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
      parentPort?.postMessage(report)
    }
    session.disconnect()
  }
}
