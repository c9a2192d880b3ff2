import inspector from 'node:inspector'
import { Worker } from 'node:worker_threads'
import type { CheckFailure } from './failure.ts'
import type { Limit, Watch } from './watchdog.ts'

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)
const watch: Watch = { run: new Int32Array(shared(4)), deadline: new Float64Array(shared(8)) }
const { setImmediate } = globalThis

let latest = 0
let stop = (_run: number, _limit: Limit): void => {}

const watchdog = new Worker(new URL('watchdog.ts', import.meta.url), { workerData: watch, execArgv: [] })
watchdog.on('message', ({ run, limit }: { run: number; limit: Limit }) => stop(run, limit))
watchdog.unref()

/**
 * Runs `body` and ends it when it takes longer than `seconds` or more memory than a check can need, even inside a loop
 * that never ends: no test timeout can do that, because nothing else runs meanwhile. One run at a time; without limits
 * while a debugger is attached.
 *
 * @param failure - what is thrown when a limit is reached
 */
export async function limited<Result>(
  seconds: number,
  body: () => Result | Promise<Result>,
  failure: (limit: Limit) => CheckFailure,
): Promise<Result> {
  if (inspector.url()) return body()
  // What waits to be done is done first: whatever is queued when a run is stopped is lost.
  await new Promise((resolve) => void setImmediate(resolve))
  const run = ++latest
  return new Promise((resolve, reject) => {
    stop = (stopped, limit) => {
      if (stopped !== run || Math.abs(Atomics.exchange(watch.run, 0, 0)) !== run) return
      reject(failure(limit))
    }
    void timed(run, seconds, body).then(resolve, reject)
  })
}

async function timed<Result>(
  run: number,
  seconds: number,
  body: () => Result | Promise<Result>,
): Promise<Result> {
  watch.deadline[0] = Date.now() + seconds * 1000
  Atomics.store(watch.run, 0, run)
  try {
    const result = body()
    return result instanceof Promise ? await result : result
  } finally {
    // Too late: the watchdog is about to end whatever runs now, so let it be this.
    if (Atomics.compareExchange(watch.run, 0, run, 0) === -run) for (;;);
  }
}
