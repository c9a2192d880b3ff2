import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { blasKernels } from '../gemm/blas.ts'
import { engine } from '../gemm/index.ts'
import { wasm } from '../wasm/index.ts'
import { KernelQueue, queueMemory } from './queue.ts'
import { MOST_THREADS, share, stopSharing } from './shared.ts'
import type { ThreadData } from './thread.ts'

/**
 * Starts threads that help this one with long loops and large matrix products in the memory of WebAssembly, one for each
 * further processor, until the function that comes back is called. They do not keep the process from ending.
 */
export async function startThreads(): Promise<() => Promise<void>> {
  const threads = Math.min(MOST_THREADS, availableParallelism())
  if (!wasm || threads === 1) return async () => {}
  const { module, memory, kernels, buffer } = wasm
  const queue = queueMemory()
  const data: ThreadData = { module, memory, library: engine.library, queue }
  const helpers = await Promise.all(Array.from({ length: threads - 1 }, () => startOne(data)))
  const all = { ...kernels, ...(engine.library !== undefined && blasKernels(engine, buffer)) }
  // Each of them multiplies its own part: BLAS must not divide that further.
  engine.setThreads?.(1)
  share(new KernelQueue(queue, all), threads)
  return async () => {
    stopSharing()
    await Promise.all(helpers.map((helper) => helper.terminate()))
  }
}

function startOne(workerData: ThreadData): Promise<Worker> {
  const helper = new Worker(new URL('thread.ts', import.meta.url), {
    workerData,
    // It needs nothing of what the process may load beforehand.
    execArgv: [],
  })
  return new Promise((resolve, reject) => {
    helper.once('message', () => {
      helper.unref()
      resolve(helper)
    })
    helper.once('error', reject)
  })
}
