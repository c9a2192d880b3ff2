import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { ForksPoolWorker, type PoolOptions, type PoolRunnerInitializer } from 'vitest/node'

/** How many processes wait: as many as run at once where there are few processors. Each takes some 60 MB. */
const MOST_READY = 2

/** How long the other files of a run wait for the first, in milliseconds: longer than right answers take. */
const LONGEST_ALONE = 2000

/**
 * Vitest's own pool of processes, one for each check file, with two differences in watch mode. Both are there for the
 * learner who has saved a file and waits for the verdict on it:
 *
 * - The processes of the next run are started already. That takes a quarter of a second.
 * - The first file of a run, which is the one for what was saved (see `ManifestOrder`), has the machine to itself. The
 *   networks that use what was saved follow when its verdict is there.
 */
export const readyWorkers: PoolRunnerInitializer = {
  name: 'ready-workers',
  createPoolWorker(options) {
    const index = ready.findIndex(({ options: started }) =>
      isDeepStrictEqual([started.execArgv, started.env], [options.execArgv, options.env]),
    )
    const worker = index === -1 ? new ReadyWorker(options) : ready.splice(index, 1)[0]
    // When all files are run at the start of the watch mode, no process is ready yet, and there is no first among them.
    if (running.size === 0) first = index === -1 ? undefined : worker
    else if (first) worker.waitFor(first)
    running.add(worker)
    return worker
  },
}

const ready: ReadyWorker[] = []
const running = new Set<ReadyWorker>()
let first: ReadyWorker | undefined

class ReadyWorker extends ForksPoolWorker {
  readonly options: PoolOptions
  #end = () => {}
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve))
  #turn: Promise<void> | undefined
  #started: Promise<void> | undefined

  constructor(options: PoolOptions) {
    super(options)
    this.options = options
  }

  waitFor(other: ReadyWorker): void {
    this.#turn = Promise.race([other.#ended, setTimeout(LONGEST_ALONE, undefined, { ref: false })])
  }

  /** Starts the process, if it does not run already. */
  override async start(): Promise<void> {
    await this.#turn
    this.#started ??= super.start()
    await this.#started
  }

  override async stop(): Promise<void> {
    running.delete(this)
    this.#end()
    await super.stop()
    if (this.options.project.vitest.config.watch && ready.length < MOST_READY) await keepReady(this.options)
  }
}

/** Starts a process and lets it wait; if it ends before it is needed, it is forgotten. */
async function keepReady(options: PoolOptions): Promise<void> {
  const worker = new ReadyWorker(options)
  ready.push(worker)
  const forget = () => {
    if (ready.includes(worker)) ready.splice(ready.indexOf(worker), 1)
  }
  worker.on('error', forget)
  await worker.start()
  worker.on('exit', forget)
}
