import { parentPort, workerData } from 'node:worker_threads'
import { blasKernels, loadBlasEngine } from '../gemm/blas.ts'
import type { Kernel } from '../wasm/index.ts'
import { KernelQueue, type QueueMemory } from './queue.ts'

// A thread that does nothing but help with kernels. Node runs this file as it is, with nothing else of the kit.

/** What the thread is started with. */
export interface ThreadData {
  /** WebAssembly, and the memory of the thread that is helped. */
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** The BLAS library that multiplies, if one does. */
  library: string | undefined
  queue: QueueMemory
}

const { module, memory, library, queue } = workerData as ThreadData
const { exports } = new WebAssembly.Instance(module, { env: { memory } })
const kernels = {
  ...(exports as Record<string, Kernel>),
  ...(library !== undefined && blasKernels(loadBlasEngine(library), memory.buffer)),
}
parentPort!.postMessage('ready')
new KernelQueue(queue, kernels).help()
