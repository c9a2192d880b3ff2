/**
 * The thread that watches over a run of the work under test: see limited.ts, which starts it. It shares memory with the
 * thread that runs the work, because that one cannot answer while it is busy.
 */
import inspector from 'node:inspector/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

/** What limited.ts and its watchdog share. */
export interface Watch {
  /** The number of the run under way; 0 when there is none, negative when it is being stopped. */
  run: Int32Array
  /**
   * When the run must have ended: as the CPU time of this process counts, in microseconds, and as `Date.now()` counts.
   * A loop is stopped by the first, however busy the machine is; the second is for what only waits.
   */
  deadline: Float64Array
}

/** Why a run is stopped. */
export type Limit = 'time' | 'memory'

/** How much memory the process may take. */
export const MOST_BYTES = 2 ** 30

const PERIOD = 50

async function watch({ run, deadline }: Watch, report: (run: number, limit: Limit) => void): Promise<never> {
  for (;;) {
    await sleep(PERIOD)
    const id = Atomics.load(run, 0)
    if (id <= 0) continue
    const { user, system } = process.cpuUsage()
    const late = user + system > deadline[0] || Date.now() > deadline[1]
    const limit = process.memoryUsage.rss() > MOST_BYTES ? 'memory' : late ? 'time' : undefined
    if (!limit) continue
    // A run that waits for something lets its thread hear this. One that is busy does not: it is ended from here.
    report(id, limit)
    await sleep(limit === 'time' ? 4 * PERIOD : 0)
    if (Atomics.compareExchange(run, 0, id, -id) !== id) continue
    const session = new inspector.Session()
    session.connectToMainThread()
    // Not always answered, and the answer changes nothing.
    session.post('Runtime.terminateExecution').catch(() => {})
    // Said again, in case that what was ended was the listening.
    while (Atomics.load(run, 0) === -id) {
      await sleep(PERIOD)
      report(id, limit)
    }
    session.disconnect()
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
if (parentPort) await watch(workerData as Watch, (run, limit) => parentPort?.postMessage({ run, limit }))
