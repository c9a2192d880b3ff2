/**
 * Threads that share long loops and large matrix products.
 *
 * @module
 */
export { kernelsWith } from './kernels.ts'
export { KernelQueue, queueMemory, type QueueMemory } from './queue.ts'
export { share, threadCount, withoutSharing } from './shared.ts'
export { startThreads } from './start.ts'
