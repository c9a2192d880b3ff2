import type { Kernel } from '../wasm/index.ts'

/** The arguments of one call of a kernel. */
export type KernelArguments = readonly number[]

/** What the threads that share a queue have in common. */
export interface QueueMemory {
  /**
   * How many calls have been put into the queue, taken, and finished since the beginning; how often the threads were
   * dismissed; and how often something has happened that they may sleep through.
   */
  counts: Int32Array<SharedArrayBuffer>
  /** Rows of the number of a kernel and its arguments. */
  calls: Float64Array<SharedArrayBuffer>
}

const QUEUED = 0
const TAKEN = 1
const FINISHED = 2
const DISMISSED = 3
const SIGNALS = 4

/** How many calls there may be at a time: a power of two, so that the counts may run over. */
export const MOST_CALLS = 64
/** A kernel's number and the arguments: no kernel has more. */
const ROW_LENGTH = 24

/**
 * How often a thread looks again before it goes to sleep: about a millisecond. To wake up takes a large part of that on
 * a virtual machine, and from one call to the next it is usually less.
 */
const LOOKS = 2 ** 19

/** Memory for a queue. */
export const queueMemory = (): QueueMemory => ({
  counts: new Int32Array(new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT)),
  calls: new Float64Array(new SharedArrayBuffer(MOST_CALLS * ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT)),
})

/**
 * Calls of kernels that several threads take from one queue, each the next one as soon as it is free: who wakes up late
 * or is held up by other work on the machine takes fewer.
 */
export class KernelQueue {
  readonly #memory: QueueMemory
  readonly #names: readonly string[]
  readonly #kernels: readonly Kernel[]

  /** @param kernels - the same in every thread, over the same memory */
  constructor(memory: QueueMemory, kernels: Readonly<Record<string, Kernel>>) {
    this.#memory = memory
    this.#names = Object.keys(kernels)
    this.#kernels = Object.values(kernels)
  }

  /** Makes up to {@link MOST_CALLS} calls of one kernel, together with the other threads, in any order. */
  runAll(kernel: string, calls: readonly KernelArguments[]): void {
    const { counts, calls: rows } = this.#memory
    const first = Atomics.load(counts, QUEUED)
    const number = this.#names.indexOf(kernel)
    calls.forEach((args, i) => {
      const row = rowOf(first + i)
      rows[row] = number
      rows.set(args, row + 1)
    })
    const end = (first + calls.length) | 0
    Atomics.store(counts, QUEUED, end)
    this.#signal()
    this.#work()
    waitUntil(counts, FINISHED, (finished) => finished === end)
  }

  /** How often the threads that help were told to stop. */
  get dismissed(): number {
    return Atomics.load(this.#memory.counts, DISMISSED)
  }

  /** Tells the threads that help to stop, because other work is waiting for them. */
  dismiss(): void {
    Atomics.add(this.#memory.counts, DISMISSED, 1)
    this.#signal()
  }

  /** Helps until the threads are dismissed, which they were so often before. */
  help(dismissed: number): void {
    const { counts } = this.#memory
    for (;;) {
      const signals = Atomics.load(counts, SIGNALS)
      this.#work()
      if (this.dismissed !== dismissed) return
      waitUntil(counts, SIGNALS, (now) => now !== signals)
    }
  }

  #signal(): void {
    const { counts } = this.#memory
    Atomics.add(counts, SIGNALS, 1)
    Atomics.notify(counts, SIGNALS)
  }

  /** Makes calls until none is left in the queue. */
  #work(): void {
    const { counts, calls } = this.#memory
    for (;;) {
      const next = Atomics.load(counts, TAKEN)
      if (next === Atomics.load(counts, QUEUED)) return
      if (Atomics.compareExchange(counts, TAKEN, next, next + 1) !== next) continue
      const row = rowOf(next)
      try {
        this.#kernels[calls[row]](...calls.subarray(row + 1, row + ROW_LENGTH))
      } finally {
        Atomics.add(counts, FINISHED, 1)
        Atomics.notify(counts, FINISHED)
      }
    }
  }
}

const rowOf = (call: number): number => (call & (MOST_CALLS - 1)) * ROW_LENGTH

function waitUntil(
  counts: Int32Array<SharedArrayBuffer>,
  cell: number,
  condition: (count: number) => boolean,
): void {
  for (let looks = 0; ; looks++) {
    const count = Atomics.load(counts, cell)
    if (condition(count)) return
    if (looks >= LOOKS) Atomics.wait(counts, cell, count)
  }
}
