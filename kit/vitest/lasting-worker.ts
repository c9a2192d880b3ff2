import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { ForksPoolWorker, type PoolOptions, type PoolRunnerInitializer, type PoolWorker } from 'vitest/node'

/** For how many runs a process serves. Each leaves a little behind in it. */
const MOST_RUNS = 30

type Listener = Parameters<PoolWorker['on']>
type Request = Parameters<PoolWorker['send']>[0]

/**
 * Vitest's own pool of processes, except that a process outlives its run and serves the next one. It has loaded and
 * compiled everything but the check files by then. No code of a submission runs in it.
 */
export const lastingWorkers: PoolRunnerInitializer = {
  name: 'lasting-workers',
  createPoolWorker(options) {
    const worker = idle?.fits(options) ? idle : new LastingWorker(options)
    idle = undefined
    return worker
  },
}

/** The process that waits for the next run. One that has ended by itself never gets here. */
let idle: LastingWorker | undefined

class LastingWorker extends ForksPoolWorker {
  readonly #options: PoolOptions
  readonly #listeners: Listener[] = []
  #runs = 0

  constructor(options: PoolOptions) {
    super(options)
    this.#options = options
  }

  fits({ execArgv, env }: PoolOptions): boolean {
    return isDeepStrictEqual([this.#options.execArgv, this.#options.env], [execArgv, env])
  }

  get #isLast(): boolean {
    return this.#runs >= MOST_RUNS
  }

  override on(...listener: Listener): void {
    this.#listeners.push(listener)
    super.on(...listener)
  }

  override async start(): Promise<void> {
    if (this.#runs++ === 0) await super.start()
    else this.#hold('ref')
  }

  /** Answers itself when it is asked to stop, because the process would not listen any more after that. */
  override send(message: Request): void {
    if (message.type !== 'stop' || this.#isLast) return super.send(message)
    for (const [event, callback] of this.#listeners)
      if (event === 'message') callback({ type: 'stopped', __vitest_worker_response__: true })
  }

  /** Lets Vitest wait for the process, or end without it: the process ends when Vitest is gone. */
  #hold(change: 'ref' | 'unref'): void {
    const { fork } = this as unknown as { fork: ChildProcess }
    for (const held of [fork, fork.channel, fork.stdout, fork.stderr])
      (held as Socket | null | undefined)?.[change]()
  }

  override async stop(): Promise<void> {
    if (this.#isLast) return super.stop()
    for (const [event, callback] of this.#listeners.splice(0)) super.off(event, callback)
    this.#hold('unref')
    // oxlint-disable-next-line typescript/no-this-alias -- the next run may use it
    idle = this
  }
}
