/**
 * The memory that time-limit.ts and its watchdog share. The thread that runs the work cannot answer while it is busy.
 */
export interface WatchdogMemory {
  /** The number of the current run: 0 when there is none, negative when it is being stopped. */
  run: Int32Array
  /** The number of the last run whose thread has been interrupted. No later run can be hit by that any more. */
  interrupted: Int32Array
  /**
   * The computing time of this process at which the run must have ended, and the longest time for which it may wait, both
   * in milliseconds. The first limit stops a loop, however busy the machine is. The third limit is the most memory that
   * this process may take, in bytes.
   */
  limits: Float64Array
  /** The computing time in milliseconds that this process has spent on waiting, which does not count. */
  waitingTime: Float64Array
}

/** Why a run is stopped. */
export type Limit = 'time' | 'memory'

/** What the watchdog reports. */
export interface Stopped {
  run: number
  limit: Limit
}

/**
 * The body of the thread that watches runs of the work under test. It is self-contained: time-limit.ts starts it from
 * its source text, because loading a TypeScript file would cost each check file a tenth of a second.
 */
export async function watchdog(): Promise<never> {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { Session } = process.getBuiltinModule('node:inspector')
  const { setTimeout: sleep } = process.getBuiltinModule('node:timers/promises')
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const { run, interrupted, limits, waitingTime } = workerData as WatchdogMemory
  const period = 50
  // A run is not to blame for time in which the machine slept.
  const longestPeriod = 2 * period
  /**
   * Returns for how long the main thread has computed or waited for a processor, in milliseconds; 0 where the system does
   * not say. A run is not to blame if the machine is busy.
   */
  const readyTime = (): number => {
    try {
      const [computed, delayed] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
      return (computed + delayed) / 1e6
    } catch {
      return 0
    }
  }
  let watched = 0
  let waited = 0
  let last = performance.now()
  let lastReady = readyTime()
  for (;;) {
    await sleep(period)
    const now = performance.now()
    const ready = readyTime()
    const idle = Math.max(0, Math.min(now - last, longestPeriod) - (ready - lastReady))
    last = now
    lastReady = ready
    const id = Atomics.load(run, 0)
    if (id <= 0) continue
    waited = id === watched ? waited + idle : 0
    watched = id
    const { user, system } = process.cpuUsage()
    const late = (user + system) / 1000 - waitingTime[0] > limits[0] || waited > limits[1]
    const limit: Limit | undefined =
      process.memoryUsage.rss() > limits[2] ? 'memory' : late ? 'time' : undefined
    if (!limit) continue
    // The thread of a run that only waits receives this message. A busy one does not, so it is ended from here.
    const report: Stopped = { run: id, limit }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
    parentPort?.postMessage(report)
    await sleep(limit === 'time' ? 4 * period : 0)
    if (Atomics.compareExchange(run, 0, id, -id) !== id) continue
    const session = new Session()
    session.connectToMainThread()
    session.post('Runtime.terminateExecution', () => void Atomics.store(interrupted, 0, id))
    // Repeat the message, in case the interruption hit the message handler.
    while (Atomics.load(run, 0) === -id) {
      await sleep(period)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- as above
      parentPort?.postMessage(report)
    }
    session.disconnect()
  }
}
