/** What limited.ts and its watchdog share: the thread that runs the work cannot answer while it is busy. */
export interface Watch {
  /** The number of the run under way; 0 when there is none, negative when it is being stopped. */
  run: Int32Array
  /**
   * When the run must have ended: as the CPU time of this process counts, in microseconds, and as `Date.now()` counts.
   * A loop is stopped by the first, however busy the machine is; the second is only for what waits.
   */
  deadline: Float64Array
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
  const { run, deadline } = workerData as Watch
  const period = 50
  const mostBytes = 2 ** 30
  for (;;) {
    await sleep(period)
    const id = Atomics.load(run, 0)
    if (id <= 0) continue
    const { user, system } = process.cpuUsage()
    const late = user + system > deadline[0] || Date.now() > deadline[1]
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
