/**
 * Threads that share long loops and large matrix products.
 *
 * @module
 */
export { KernelQueue } from './queue.ts'
export { threadCount } from './shared.ts'
export { startThreads } from './start.ts'
