import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { roomForThreads, THREAD_WITH_TSX } from '#kit/system/address-space.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { memoryFor, wasm, type WasmShare } from '#kit/engine/wasm/index.ts'
import { sent, type Answer, type Job, type SentTensor, type WatchData, type WorkerData } from './messages.ts'
import { StepAbortedError, type WorkerBarrier, type BarrierMemory } from './worker-barrier.ts'
import { UserError } from '#kit/system/user-error.ts'

/** A worker thread that is ready for jobs. */
interface WorkerHandle {
  thread: Worker
  answers: MessagePort
}

/** The worker threads of a `ParallelModel`, as seen from the main thread. */
export class WorkerThreads {
  readonly #barrier: WorkerBarrier
  readonly #memory: BarrierMemory
  readonly #handles: WorkerHandle[] = []
  /** Notices when a thread ends, even while the main thread waits for it. */
  #watch: Worker | undefined
  /** The parts of this thread's memory that the workers use; undefined if each has memory of its own. */
  #memories: WasmShare[] | undefined
  /** The reason why the workers cannot continue. */
  #lost: Error | undefined

  /**
   * @param barrier - the main thread's side
   * @param memory - the memory that the threads share
   */
  constructor(barrier: WorkerBarrier, memory: BarrierMemory) {
    this.#barrier = barrier
    this.#memory = memory
  }

  /** The number of threads, not counting the main thread. */
  get size(): number {
    return this.#handles.length
  }

  /**
   * Starts the threads.
   *
   * @throws the error of a network that fails to build; no thread is left then
   */
  async start(network: Pick<WorkerData, 'module' | 'options'>): Promise<void> {
    const count = this.#memory.members - 1
    if (count === 0) return
    // One more, because this thread and the watching thread need some address space too.
    if (count + 1 > roomForThreads(THREAD_WITH_TSX)) {
      throw new UserError(
        'worker',
        `A program may not reserve enough memory here for ${count + 1} workers ("ulimit -v"). Raise that limit, or train with fewer --workers.`,
      )
    }
    this.#memories = memoriesFor(count)
    const lifelines = Array.from({ length: count }, () => new MessageChannel())
    try {
      const starts = await Promise.allSettled(
        lifelines.map(({ port1: lifeline }, i) => {
          const data = {
            ...network,
            member: i + 1,
            memory: this.#memory,
            wasm: this.#memories?.[i],
          }
          return this.#startOne({ ...data, lifeline })
        }),
      )
      // Waits until all have started or failed: ending a thread while it loads an addon crashes the process.
      for (const start of starts) if (start.status === 'rejected') throw start.reason
      this.#startWatch(lifelines.map(({ port2 }) => port2))
    } catch (error) {
      await this.end()
      throw error
    }
  }

  /** Converts a tensor to the form in which threads receive it. */
  readonly send = (tensor: Tensor): SentTensor => sent(tensor, this.#memories !== undefined)

  #startOne(data: Omit<WorkerData, 'answers'>): Promise<void> {
    const { port1: answers, port2: theirs } = new MessageChannel()
    const thread = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: { ...data, answers: theirs },
      transferList: [theirs, data.lifeline],
    })
    this.#handles.push({ thread, answers })
    return new Promise((resolve, reject) => {
      thread.once('message', () => {
        // From here on the thread does not keep the process from ending.
        thread.unref()
        resolve()
      })
      thread.on('error', (error) => {
        this.#lost ??= endedByItself(error)
        reject(error)
      })
      thread.on('exit', () => {
        if (this.#handles.some((handle) => handle.thread === thread)) this.#lost ??= endedByItself()
        reject(this.#lost)
      })
    })
  }

  #startWatch(lifelines: readonly MessagePort[]): void {
    this.#watch = new Worker(new URL('watch.ts', import.meta.url), {
      workerData: { lifelines, memory: this.#memory } satisfies WatchData,
      transferList: [...lifelines],
      // It needs none of the modules that the process preloads.
      execArgv: [],
    })
    this.#watch.unref()
  }

  /**
   * Gives each worker its job, does the main thread's part meanwhile, and waits for all.
   *
   * @param jobs - one for each worker that takes part
   * @returns the result of the main thread's part, and the answers in the order of the jobs
   * @throws the error of a failed part; the main thread's error takes precedence
   */
  together<Result>(jobs: readonly Job[], own: () => Result): { result: Result; answers: Answer[] } {
    if (this.#lost) throw this.#lost
    const barrier = this.#barrier
    barrier.open()
    jobs.forEach((job, i) => this.#handles[i].thread.postMessage(job))
    let outcome: { result: Result } | { error: unknown }
    try {
      outcome = { result: own() }
    } catch (error) {
      barrier.fail()
      outcome = { error }
    }
    barrier.finish()
    try {
      barrier.waitForOthers()
    } catch (error) {
      throw (this.#lost = error instanceof StepAbortedError ? endedByItself() : (error as Error))
    }
    const answers = jobs.map((_, i) => receiveMessageOnPort(this.#handles[i].answers)!.message as Answer)
    if ('error' in outcome && !(outcome.error instanceof StepAbortedError)) throw outcome.error
    answers.forEach(requireSuccess)
    return { result: (outcome as { result: Result }).result, answers }
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(
      [this.#watch, ...this.#handles.splice(0).map(({ thread }) => thread)].map((thread) =>
        thread?.terminate(),
      ),
    )
    for (const { start } of this.#memories?.splice(0) ?? []) wasm!.heap.free(start)
  }
}

/** Returns an equal part of the memory for each thread, including this one, or undefined if there is not enough. */
function memoriesFor(count: number): WasmShare[] | undefined {
  const memories: WasmShare[] = []
  for (let i = 0; i < count; i++) {
    const memory = wasm && memoryFor(Math.floor(wasm.buffer.byteLength / (count + 1)))
    if (!memory) {
      for (const { start } of memories) wasm!.heap.free(start)
      return undefined
    }
    memories.push(memory)
  }
  return memories
}

const endedByItself = (cause?: unknown) =>
  new UserError(
    'worker',
    'A worker thread ended unexpectedly. Continue with --resume, or train with --workers 1.',
    cause === undefined ? {} : { cause },
  )

/** Rethrows the error of a worker, with its original stack frames. */
function requireSuccess(answer: Answer, i: number): void {
  if (answer.task !== 'failed' || !answer.error) return
  const { message, stack } = answer.error
  const error = new Error(`Worker ${i + 2} failed on its share of a batch: ${message}`)
  const frames = stack.split('\n').filter((line) => /^ +at /.test(line))
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n')
  throw error
}
