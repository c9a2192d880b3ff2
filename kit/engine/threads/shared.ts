import { MOST_CALLS, type KernelArguments, type KernelQueue } from './queue.ts'

/** The queue that this thread shares with others; undefined while it is alone. */
let shared: { queue: KernelQueue; threads: number } | undefined

/** How many parts of a kernel's work there are for each thread: one that wakes up late leaves some to the others. */
export const PARTS = 4

/** There is room for the parts of so many threads; more would only wait for the memory. */
export const MOST_THREADS = MOST_CALLS / PARTS

/**
 * From now on, so many threads share long kernels through a queue, or {@link MOST_THREADS} of them.
 *
 * @returns ends that
 */
export function share(queue: KernelQueue, threads: number): () => void {
  const mine = { queue, threads: Math.min(MOST_THREADS, threads) }
  shared = mine
  return () => {
    if (shared === mine) shared = undefined
  }
}

/** How many threads share a long kernel, this one included: 1 while it is alone. */
export const threadCount = (): number => shared?.threads ?? 1

/** Calls a function that leaves the other threads alone, because they have other work. */
export function withoutSharing<Result>(call: () => Result): Result {
  const before = shared
  shared = undefined
  try {
    return call()
  } finally {
    shared = before
  }
}

/** Calls a kernel with each of these arguments, in any order and on all threads, up to {@link PARTS} for each. */
export function callOnAllThreads(kernel: string, calls: readonly KernelArguments[]): void {
  shared!.queue.runAll(kernel, calls)
}
