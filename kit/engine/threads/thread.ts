import { parentPort, workerData } from 'node:worker_threads'
import { loadBlasEngine } from '../gemm/blas.ts'
import type { Kernel } from '../wasm/index.ts'
import { kernelsWith } from './kernels.ts'
import { KernelQueue, type QueueMemory } from './queue.ts'

// A thread that only helps with kernels. Node runs this file directly, with nothing else of the kit.

/** The data that the thread is started with. */
export interface ThreadData {
  /** The WebAssembly module, and the memory of the thread that it helps. */
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** The BLAS library that multiplies, if any. */
  library: string | undefined
  queue: QueueMemory
}

const { module, memory, library, queue } = workerData as ThreadData
const { exports } = new WebAssembly.Instance(module, { env: { memory } })
const blas = library === undefined ? undefined : loadBlasEngine(library)
const kernels = kernelsWith(exports as Record<string, Kernel>, memory.buffer, blas)
parentPort!.postMessage('ready')
new KernelQueue(queue, kernels).help()
