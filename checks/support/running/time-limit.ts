import inspector from 'node:inspector'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'
import type { CheckFailure } from '../explaining/failure.ts'
import { watchdog, type Limit, type Stopped, type Watch } from './watchdog.ts'

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)
const watch: Watch = { run: new Int32Array(shared(4)), limits: new Float64Array(shared(16)) }
const { setImmediate } = globalThis
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc') as NonNullable<typeof globalThis.gc>

let latest = 0
let stop = (_run: number, _limit: Limit): void => {}

const thread = new Worker(`(${String(watchdog)})()`, { eval: true, workerData: watch, execArgv: [] })
thread.on('message', ({ run, limit }: Stopped) => stop(run, limit))
thread.unref()

/** How much longer than computing a run may take if it only waits, also for the rest of a busy machine. */
const WAITING = 3

/** How long anything may block the thread while no check runs, in seconds: what a submission left behind, a timer say. */
const IDLE_LIMIT = 10

/**
 * Runs `body` and ends it when it computes for longer than `seconds` or takes more memory than a check can need, even
 * inside a loop that never ends: no test timeout can do that, because nothing else runs meanwhile. One run at a time;
 * without limits while a debugger is attached.
 *
 * @param failure - what is thrown when a limit is reached
 */
export async function limited<Result>(
  seconds: number,
  body: () => Result | Promise<Result>,
  failure: (limit: Limit) => CheckFailure,
): Promise<Result> {
  if (inspector.url()) return body()
  try {
    return await new Promise((resolve, reject) => {
      // In a turn of its own: when a run is stopped, its callers and all that is queued behind it are lost.
      void nextTurn()
        .then(() =>
          within(
            begin(seconds, (limit) => reject(failure(limit))),
            body,
          ),
        )
        .then(resolve, reject)
    })
  } finally {
    idle()
  }
}

function begin(seconds: number, stopped: (limit: Limit) => void): number {
  const run = ++latest
  stop = (id, limit) => {
    if (id !== run || Math.abs(Atomics.exchange(watch.run, 0, 0)) !== run) return
    // What was taken is given back before the next check is measured.
    if (limit === 'memory') collectGarbage({ flavor: 'last-resort', type: 'major', execution: 'sync' })
    stopped(limit)
  }
  const { user, system } = process.cpuUsage()
  watch.limits[0] = user + system + seconds * 1e6
  watch.limits[1] = WAITING * seconds * 1000
  Atomics.store(watch.run, 0, run)
  return run
}

async function within<Result>(run: number, body: () => Result | Promise<Result>): Promise<Result> {
  try {
    const result = body()
    return result instanceof Promise ? await result : result
  } finally {
    // Promises that the body left behind run now.
    await nextTurn()
    // Too late: the watchdog is about to end whatever runs now, so let it be this.
    if (Atomics.compareExchange(watch.run, 0, run, 0) === -run) for (;;);
  }
}

/** Watches over the time until the next run. Whoever can answer is not blocked, and is left alone. */
function idle(): void {
  begin(IDLE_LIMIT, idle)
}
