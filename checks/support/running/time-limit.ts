import inspector from 'node:inspector'
import v8 from 'node:v8'
import vm from 'node:vm'
import { Worker } from 'node:worker_threads'
import { inject } from 'vitest'
import { memoryLimit } from '#kit/system/memory-limit.ts'
import type { CheckFailure } from '../explaining/failure.ts'
import { beginLimits, limitReached } from '../isolation/limits.ts'
import { computingTime, waitingTime } from './computing-time.ts'
import { watchdog, type Limit, type Stopped, type WatchdogMemory } from './watchdog.ts'

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)
const memory: WatchdogMemory = {
  run: new Int32Array(shared(4)),
  interrupted: new Int32Array(shared(4)),
  limits: new Float64Array(shared(24)),
  waitingTime,
}
const { setImmediate } = globalThis
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc') as NonNullable<typeof globalThis.gc>

let latest = 0
let stop = (_run: number, _limit: Limit): void => {}

const thread = new Worker(`(${String(watchdog)})()`, { eval: true, workerData: memory, execArgv: [] })
thread.on('message', ({ run, limit }: Stopped) => stop(run, limit))
thread.unref()

/** The limit on the time that a run waits, as a multiple of that on CPU time. */
const WAITING = 3

/** Returns for how many milliseconds a run may wait. Calls of work in its own process have limits of their own. */
const longestWait = (seconds: number): number =>
  inject('sandbox') === false ? WAITING * seconds * 1000 : Infinity

/**
 * Returns the most memory in bytes that this process may take during a run. If the work has a process of its own, this one
 * has run other check files before, and what they left in memory is not the fault of the work.
 */
const mostBytes = (): number => memoryLimit() + (inject('sandbox') === false ? 0 : process.memoryUsage.rss())

/**
 * The time in seconds for which anything, such as a timer left by a submission, may block the thread between checks.
 */
const IDLE_LIMIT = 10

/**
 * Runs `body` and stops it when it computes for longer than `seconds` or takes more memory than a check can need. It
 * can stop even an endless loop, which no test timeout can, because nothing else runs meanwhile. Only one run is
 * possible at a time, and there are no limits while a debugger is attached.
 *
 * @param failure - returns the error to throw when a limit is reached
 */
export async function runWithLimits<Result>(
  seconds: number,
  body: () => Result | Promise<Result>,
  failure: (limit: Limit) => CheckFailure,
): Promise<Result> {
  if (inspector.url()) return body()
  beginLimits(seconds)
  try {
    return await new Promise((resolve, reject) => {
      // The run gets its own turn of the event loop: stopping it discards its callers and everything queued behind it.
      void nextTurn()
        .then(() =>
          runBody(
            begin(seconds, (limit) => reject(failure(limit))),
            body,
            failure,
          ),
        )
        .then(resolve, reject)
    })
  } finally {
    limitIdleTime()
  }
}

function begin(seconds: number, stopped: (limit: Limit) => void): number {
  const run = ++latest
  stop = (id, limit) => {
    if (id !== run || Math.abs(Atomics.load(memory.run, 0)) !== run) return
    if (Atomics.compareExchange(memory.run, 0, run, 0) === -run) {
      waitForInterruption(run)
      Atomics.store(memory.run, 0, 0)
    }
    // Free the memory before the next check is measured.
    if (limit === 'memory') collectGarbage({ flavor: 'last-resort', type: 'major', execution: 'sync' })
    stopped(limit)
  }
  memory.limits[0] = computingTime() + 1000 * seconds
  memory.limits[1] = longestWait(seconds)
  memory.limits[2] = mostBytes()
  Atomics.store(memory.run, 0, run)
  return run
}

async function runBody<Result>(
  run: number,
  body: () => Result | Promise<Result>,
  failure: (limit: Limit) => CheckFailure,
): Promise<Result> {
  try {
    return await withinLimits(body, failure)
  } finally {
    // Promises that the body left behind run now.
    await nextTurn()
    if (Atomics.compareExchange(memory.run, 0, run, 0) === -run) waitForInterruption(run)
  }
}

/**
 * Waits until the watchdog has interrupted this thread, which it is about to do. Whatever ran now would be ended instead
 * of the run. The interruption ends this wait as well, unless it came before.
 */
function waitForInterruption(run: number): void {
  while (Atomics.load(memory.interrupted, 0) !== run);
}

/** Runs the body. A call of the work that runs in another process is stopped there. */
async function withinLimits<Result>(
  body: () => Result | Promise<Result>,
  failure: (limit: Limit) => CheckFailure,
): Promise<Result> {
  let result: Result | Promise<Result>
  try {
    result = body()
    if (result instanceof Promise) result = await result
  } catch (error) {
    const limit = limitReached()
    throw limit === undefined ? error : failure(limit)
  }
  const limit = limitReached()
  if (limit !== undefined) throw failure(limit)
  return result
}

/** Limits the time until the next run. A thread that can answer the watchdog is not blocked and is left alone. */
function limitIdleTime(): void {
  begin(IDLE_LIMIT, limitIdleTime)
}
