import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { roomForThreads, THREAD } from '../../system/address-space.ts'
import { decimal } from '../../text/decimal.ts'
import { engine } from '../gemm/index.ts'
import { wasm } from '../wasm/index.ts'
import { kernelsWith } from './kernels.ts'
import { KernelQueue, queueMemory } from './queue.ts'
import { MOST_THREADS, share } from './shared.ts'
import type { ThreadData } from './thread.ts'

/**
 * Starts threads that help this one with long loops and large matrix products in the WebAssembly memory. The total
 * number, including this thread, is that in the variable CNN_THREADS, or else the number of processors. They do not
 * keep the process from ending. Returns a function that ends them.
 */
export async function startThreads(): Promise<() => Promise<void>> {
  if (!wasm || !engine.kernels) return async () => {}
  const threads = Math.min(threadsWanted(), 1 + roomForThreads(THREAD))
  // Each thread multiplies its own part of a matrix, so BLAS must not split it further.
  engine.setThreads?.(1)
  if (threads === 1) return async () => {}
  const { module, memory, kernels, buffer } = wasm
  const queue = queueMemory()
  const data: ThreadData = { module, memory, library: engine.library, queue }
  const helpers = await Promise.all(Array.from({ length: threads - 1 }, () => startOne(data)))
  const stopSharing = share(new KernelQueue(queue, kernelsWith(kernels, buffer, engine)), threads)
  return async () => {
    stopSharing()
    await Promise.all(helpers.map((helper) => helper.terminate()))
  }
}

function threadsWanted(): number {
  const processors = availableParallelism()
  const { CNN_THREADS = String(processors) } = process.env
  let threads = decimal(CNN_THREADS)
  if (!Number.isInteger(threads) || threads < 1) {
    console.warn(
      `CNN_THREADS must be a whole number of at least 1, not "${CNN_THREADS}". Using ${processors} instead.`,
    )
    threads = processors
  }
  return Math.min(MOST_THREADS, threads)
}

function startOne(workerData: ThreadData): Promise<Worker> {
  const helper = new Worker(new URL('thread.ts', import.meta.url), {
    workerData,
    // It needs none of the modules that the process preloads.
    execArgv: [],
  })
  return new Promise((resolve, reject) => {
    helper.once('message', () => {
      helper.unref()
      resolve(helper)
    })
    helper.once('error', reject)
    helper.once('exit', () => reject(new Error('A thread has ended before it was ready.')))
  })
}
