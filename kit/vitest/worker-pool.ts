import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { ForksPoolWorker, type PoolOptions, type PoolRunnerInitializer } from 'vitest/node'

/** The number of waiting processes: as many as run at once on a machine with few processors. Each takes about 60 MB. */
const MOST_READY = 2

/** How long the other files of a run wait for the first, in milliseconds. Correct answers take less. */
const LONGEST_ALONE = 2000

/**
 * Vitest's own pool of processes, one for each check file, with two differences in watch mode. Both shorten the wait
 * for the verdict on a file that was just saved:
 *
 * - The processes of the next run are already started, which saves a quarter of a second.
 * - The first file of a run, which checks what was saved (see `CourseOrder`), has the machine to itself. The networks
 *   that use the saved code follow after its verdict.
 */
export const prestartedWorkers: PoolRunnerInitializer = {
  name: 'prestarted-workers',
  createPoolWorker(options) {
    const index = ready.findIndex(({ options: started }) =>
      isDeepStrictEqual([started.execArgv, started.env], [options.execArgv, options.env]),
    )
    const worker = index === -1 ? new PrestartedWorker(options) : ready.splice(index, 1)[0]
    // When watch mode starts with a run of all files, no process is ready yet, and no file has priority.
    if (running.size === 0) first = index === -1 ? undefined : worker
    else if (first) worker.waitFor(first)
    running.add(worker)
    return worker
  },
}

const ready: PrestartedWorker[] = []
const running = new Set<PrestartedWorker>()
let first: PrestartedWorker | undefined

class PrestartedWorker extends ForksPoolWorker {
  readonly options: PoolOptions
  #end = () => {}
  readonly #ended = new Promise<void>((resolve) => (this.#end = resolve))
  #turn: Promise<void> | undefined
  #started: Promise<void> | undefined

  constructor(options: PoolOptions) {
    super(options)
    this.options = options
  }

  waitFor(other: PrestartedWorker): void {
    this.#turn = Promise.race([other.#ended, setTimeout(LONGEST_ALONE, undefined, { ref: false })])
  }

  /** Starts the process unless it is already running. */
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

/** Starts a process and keeps it waiting. A process that ends before it is needed is removed from the list. */
async function keepReady(options: PoolOptions): Promise<void> {
  const worker = new PrestartedWorker(options)
  ready.push(worker)
  const forget = () => {
    if (ready.includes(worker)) ready.splice(ready.indexOf(worker), 1)
  }
  worker.on('error', forget)
  await worker.start()
  worker.on('exit', forget)
}
