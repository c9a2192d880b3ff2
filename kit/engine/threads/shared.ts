import { MOST_CALLS, type KernelArguments, type KernelQueue } from './queue.ts'

/** The queue that this thread shares with others; undefined while it works alone. */
let shared: { queue: KernelQueue; threads: number } | undefined

/** The parts of a kernel's work per thread. A thread that wakes up late leaves some to the others. */
export const PARTS = 4

/** The most threads whose parts fit into the queue. More would only wait for memory access. */
export const MOST_THREADS = MOST_CALLS / PARTS

/**
 * Makes up to {@link MOST_THREADS} threads share long kernels through a queue from now on.
 *
 * @returns a function that ends the sharing
 */
export function share(queue: KernelQueue, threads: number): () => void {
  const mine = { queue, threads: Math.min(MOST_THREADS, threads) }
  shared = mine
  return () => {
    if (shared === mine) shared = undefined
  }
}

/** Returns how many threads share a long kernel, including this one: 1 while it works alone. */
export const threadCount = (): number => shared?.threads ?? 1

/** Calls a kernel with each of these arguments, in any order and on all threads, up to {@link PARTS} for each. */
export function callOnAllThreads(kernel: string, calls: readonly KernelArguments[]): void {
  shared!.queue.runAll(kernel, calls)
}
