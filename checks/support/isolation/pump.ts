import type { MessagePort } from 'node:worker_threads'
import type { ProcessUsage } from './process-usage.ts'

/** What the grader asks of the thread that owns the process of the work. `life` counts the processes. */
export type Order =
  { life: number; start: Start } | { life: number; send: Uint8Array } | { life: number; kill: true }

/** How the process is started. */
export interface Start {
  command: string
  args: readonly string[]
  folder: string
  /** Pipes that the process reads from and writes to. Without them, the thread passes on every message. */
  pipes?: readonly [input: number, output: number]
}

/** What that thread reports, if it passes on messages. */
export type Report = { life: number; frame: Uint8Array } | { life: number; ended: true }

/** What the grader does, and why it need not wait any longer. */
export const STATES = { busy: 0, waiting: 1, givenUp: 2, late: 3, large: 4 } as const

/** What that thread is given. */
export interface PumpData {
  port: MessagePort
  /** Counts the reports, so that the grader can wait for the next one. */
  posted: Int32Array
  /** One of {@link STATES}. */
  state: Int32Array
  states: typeof STATES
  /**
   * The number of the run under way, the seconds for which the work may compute in it, when its calls are given up, in
   * milliseconds since 1970, and the process that is waited for.
   */
  run: Float64Array
  /** The number of the process, and the seconds for which it has computed. */
  used: Float64Array
  /** How many processes there are: Node, and the one that keeps it apart. */
  family: number
  /** The longest message, and the most memory that the process may take, in bytes. */
  longestMessage: number
  mostBytes: number
}

/**
 * The body of the thread that starts the process of the work and ends it, also when it reaches a limit: the grader itself
 * does nothing but wait until it is answered. Where there are no named pipes, it also owns the pipe to the process: then the
 * grader waits for its reports. The function is self-contained, as `watchdog` is.
 */
export function pump({ familyOf, usageOf }: ProcessUsage): void {
  const { workerData } = process.getBuiltinModule('node:worker_threads')
  const { spawn } = process.getBuiltinModule('node:child_process')
  const { closeSync } = process.getBuiltinModule('node:fs')
  const { port, posted, state, states, run, used, family, longestMessage, mostBytes } = workerData as PumpData
  /** How often it looks at the limits, in milliseconds. Each time, the thread has to wake up. */
  const period = 100
  /** What a process may take while nobody waits for it: it has answered, and only keeps what it already had. */
  const [mostIdleBytes, mostIdleSeconds] = [1.5 * mostBytes, 5]
  /** Ends the process that runs, if there is one. */
  let kill = (): void => {}
  let send = (_frame: Uint8Array): void => {}
  /** The run that is watched, for how long its calls have waited, in milliseconds. */
  let [watched, waited] = [0, 0]

  const post = (report: Report, moved: ArrayBuffer[] = []): void => {
    port.postMessage(report, moved)
    Atomics.add(posted, 0, 1)
    Atomics.notify(posted, 0)
  }

  /** Ends a process when it has reached a limit. Returns what stops that. */
  const watch = (life: number, pid: number, end: () => void): (() => void) => {
    const { busy, waiting, givenUp, late, large } = states
    let pids: number[] = []
    let [secondsBefore, secondsAwaited, readyBefore, readyOfGrader] = [0, 0, 0, 0]
    let last = performance.now()
    used.set([pid, 0])
    const timer = setInterval(() => {
      const now = performance.now()
      const passed = Math.min(now - last, 2 * period)
      last = now
      const [number, seconds, givenUpAt, awaited] = run
      if (pids.length < family) pids = familyOf(pid)
      const usage = usageOf(pids)
      // It may have sent answers in advance, and go on.
      if (Atomics.load(state, 0) !== waiting || awaited !== life) {
        const isActive =
          usage !== undefined &&
          (usage.bytes > mostIdleBytes || usage.seconds - secondsAwaited > mostIdleSeconds)
        if (isActive) end()
        return
      }
      secondsAwaited = usage?.seconds ?? 0
      used[1] = usage?.seconds ?? used[1] + passed / 1000
      if (number !== watched) [watched, waited, secondsBefore] = [number, 0, usage?.seconds ?? 0]
      // A process that could compute is not to blame if the machine does not let it, or sleeps. Nor is one that has answered
      // if the machine does not let the grader read that.
      const ready = usage?.readySeconds ?? readyBefore
      const grader = usageOf([process.pid])?.readySeconds ?? readyOfGrader
      waited += Math.max(0, passed - 1000 * Math.max(ready - readyBefore, grader - readyOfGrader))
      readyBefore = ready
      readyOfGrader = grader
      // A run that waits is stopped later, because a busy machine may make an honest one wait.
      const isLate =
        waited > 2500 * seconds || (usage !== undefined && usage.seconds - secondsBefore > seconds)
      const isLarge = usage !== undefined && usage.bytes > mostBytes
      const reached = isLate ? late : isLarge ? large : Date.now() > givenUpAt ? givenUp : busy
      // Unless the answer has come meanwhile.
      if (reached !== busy && Atomics.compareExchange(state, 0, waiting, reached) === waiting) end()
    }, period)
    return () => clearInterval(timer)
  }

  const start = (life: number, { command, args, folder, pipes }: Start) => {
    // Whatever it prints could look like something that the grader says.
    const child = spawn(command, args, {
      cwd: folder,
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', ...(pipes ?? (['pipe'] as const))],
    })
    pipes?.forEach((pipe) => closeSync(pipe))
    const pipe = child.stdio[3] as import('node:net').Socket | null
    let chunks: Uint8Array[] = []
    let [length, wanted, allowed] = [0, 4, 0]
    let over = false
    const killThis = (): void => void child.kill('SIGKILL')
    kill = killThis
    const end = (): void => {
      killThis()
      stopWatching()
      pipe?.destroy()
      if (!over && !pipes) post({ life, ended: true })
      over = true
    }
    const stopWatching = watch(life, child.pid ?? 0, end)
    send = (frame) => {
      allowed++
      pipe?.write(frame)
    }
    pipe?.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      length += chunk.length
      while (length >= wanted) {
        const all = new Uint8Array(length)
        let at = 0
        for (const one of chunks) {
          all.set(one, at)
          at += one.length
        }
        chunks = [all]
        if (wanted === 4) {
          wanted = 4 + new DataView(all.buffer).getUint32(0, true)
          // Nobody has asked for more, and an honest answer is shorter.
          if (allowed === 0 || wanted > longestMessage || wanted < 8) return end()
          continue
        }
        const frame = all.slice(0, wanted)
        chunks = length > wanted ? [all.slice(wanted)] : []
        length -= wanted
        wanted = 4
        allowed--
        post({ life, frame }, [frame.buffer])
      }
    })
    for (const event of ['error', 'close']) {
      pipe?.on(event, end)
      child.on(event, end)
    }
  }

  port.on('message', (order: Order) => {
    if ('start' in order) start(order.life, order.start)
    else if ('send' in order) send(order.send)
    else kill()
  })
}
