/**
 * Threads that share long loops and large matrix products.
 *
 * @module
 */
export { withoutSharing } from './shared.ts'
export { startThreads } from './start.ts'
