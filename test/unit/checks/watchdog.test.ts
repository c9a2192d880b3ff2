import { expect, test } from 'vitest'
import { watchdog, type Stopped, type WatchdogMemory } from '../../../checks/support/running/watchdog.ts'

/**
 * How long the watchdog sleeps, how much of that time the process computes, and for how much of it the machine gives it no
 * processor, in milliseconds.
 */
interface Period {
  passes: number
  computes?: number
  delayed?: number
}

/** Returns the memory of a run that may compute for 5 s and wait for 15 s. */
function memoryOfRun(mostBytes = 2 ** 40): WatchdogMemory {
  const [run, interrupted] = [0, 1].map(() => new Int32Array(new SharedArrayBuffer(4)))
  run[0] = 1
  return {
    run,
    interrupted,
    limits: new Float64Array([5000, 15_000, mostBytes]),
  }
}

/** Lets the watchdog watch a run over these periods. Returns what it reports. */
async function reported(
  periods: readonly Period[],
  memory = memoryOfRun(),
  // The watched thread receives a report and ends the run.
  receive = (): void => void (memory.run[0] = 0),
  inspector: object = {},
): Promise<Stopped[]> {
  const reports: Stopped[] = []
  let [now, cpu, delay] = [0, 0, 0]
  const left = [...periods]
  const modules: Record<string, object> = {
    'node:worker_threads': {
      workerData: memory,
      parentPort: {
        postMessage(report: Stopped) {
          reports.push(report)
          receive()
        },
      },
    },
    'node:inspector': inspector,
    'node:timers/promises': {
      setTimeout() {
        const period = left.shift()
        if (!period) throw new Error('over')
        now += period.passes
        cpu += 1000 * (period.computes ?? 0)
        delay += 1e6 * (period.delayed ?? 0)
      },
    },
    'node:fs': { readFileSync: () => `0 ${delay} 1` },
  }
  const process = {
    getBuiltinModule: (name: string) => modules[name],
    cpuUsage: () => ({ user: cpu, system: 0 }),
    memoryUsage: { rss: () => 1e8 },
  }
  // The function is created from its source text, as the thread has it.
  const start = new Function('process', 'performance', `return (${String(watchdog)})()`)
  await expect(start(process, { now: () => now })).rejects.toThrow('over')
  return reports
}

const repeated = (count: number, period: Period): Period[] => Array.from({ length: count }, () => period)
const waiting = (milliseconds: number): Period[] => repeated(milliseconds / 50, { passes: 50 })
const late: Stopped[] = [{ run: 1, limit: 'time' }]

test('what takes too much memory is stopped', async () => {
  expect(await reported(waiting(100), memoryOfRun(2e8))).toEqual([])
  expect(await reported(waiting(100), memoryOfRun(5e7))).toEqual([{ run: 1, limit: 'memory' }])
})

test('what waits for too long is stopped', async () => {
  expect(await reported(waiting(14_500))).toEqual([])
  expect(await reported(waiting(15_500))).toEqual(late)
})

test('what computes for too long is stopped', async () => {
  const computing = repeated(20, { passes: 50, computes: 250 })
  expect(await reported(computing)).toEqual([])
  expect(await reported([...computing, ...computing])).toEqual(late)
})

test('the time that a laptop sleeps does not count', async () => {
  const night = { passes: 8 * 3600 * 1000 }
  expect(await reported([...waiting(7000), night, ...waiting(7000)])).toEqual([])
  expect(await reported([night, ...waiting(15_500)])).toEqual(late)
})

test('nor that in which a busy machine has no time for it', async () => {
  expect(await reported(repeated(100, { passes: 1000 }))).toEqual([])
})

test('nor that in which it could compute, but gets no processor', async () => {
  expect(await reported(repeated(1000, { passes: 50, delayed: 49 }))).toEqual([])
  expect(await reported(repeated(1000, { passes: 50, delayed: 30 }))).toEqual(late)
})

test('a thread that is too busy to receive a report is interrupted, and knows when that is over', async () => {
  const memory = memoryOfRun()
  let interrupt = (): void => {}
  class Session {
    connectToMainThread(): void {}
    post(_method: string, done: () => void): void {
      interrupt = done
    }
    disconnect(): void {}
  }
  await reported(waiting(15_500), memory, () => {}, { Session })
  expect(memory.run[0]).toBe(-1)
  expect(memory.interrupted[0]).toBe(0)
  interrupt()
  expect(memory.interrupted[0]).toBe(1)
})
