import type { MessagePort } from 'node:worker_threads'

/** What the grader asks of the thread that owns the pipe. `life` counts the processes. */
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

/** What that thread reports. */
export type Report =
  { life: number; pid: number } | { life: number; frame: Uint8Array } | { life: number; ended: true }

/** What that thread is given. */
export interface PumpData {
  port: MessagePort
  /** Counts the reports, so that the grader can wait for the next one. */
  posted: Int32Array
  /** The longest message in bytes. */
  mostBytes: number
}

/**
 * The body of the thread that starts the process of the work and ends it. Where there are no named pipes, it also owns the
 * pipe to it: then the grader waits for its reports, as if a call of the work were a call of a function. The function is
 * self-contained, as `watchdog` is.
 */
export function pump(): void {
  const { workerData } = process.getBuiltinModule('node:worker_threads')
  const { spawn } = process.getBuiltinModule('node:child_process')
  const { closeSync } = process.getBuiltinModule('node:fs')
  const { port, posted, mostBytes } = workerData as PumpData
  /** Ends the process that runs, if there is one. */
  let kill = (): void => {}
  let send = (_frame: Uint8Array): void => {}

  const post = (report: Report, moved: ArrayBuffer[] = []): void => {
    port.postMessage(report, moved)
    Atomics.add(posted, 0, 1)
    Atomics.notify(posted, 0)
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
      pipe?.destroy()
      if (!over) post({ life, ended: true })
      over = true
    }
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
          if (allowed === 0 || wanted > mostBytes || wanted < 8) return end()
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
    post({ life, pid: child.pid ?? 0 })
  }

  port.on('message', (order: Order) => {
    if ('start' in order) start(order.life, order.start)
    else if ('send' in order) send(order.send)
    else kill()
  })
}
