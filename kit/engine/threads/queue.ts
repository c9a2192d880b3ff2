import type { Kernel } from '../wasm/index.ts'

/** The arguments of one call of a kernel. */
export type KernelArguments = readonly number[]

/** The memory that threads with a common queue share. */
export interface QueueMemory {
  /**
   * The numbers of calls queued, taken, and finished so far; and the number of times that sleeping threads were woken.
   */
  counts: Int32Array<SharedArrayBuffer>
  /** Rows with the number of a kernel and its arguments. */
  calls: Float64Array<SharedArrayBuffer>
}

const QUEUED = 0
const TAKEN = 1
const FINISHED = 2
const WAKE_UPS = 3

/** The most calls in the queue: a power of two, so that the counts may overflow. */
export const MOST_CALLS = 64
/** The length of a row: a kernel's number and its arguments. No kernel has more. */
const ROW_LENGTH = 24

/**
 * How often a thread polls before it sleeps: about a millisecond. On a virtual machine, waking up takes a large part of
 * that, and the time between two calls is usually shorter.
 */
const LOOKS = 2 ** 19

/** Allocates the memory for a queue. */
export const queueMemory = (): QueueMemory => ({
  counts: new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT)),
  calls: new Float64Array(new SharedArrayBuffer(MOST_CALLS * ROW_LENGTH * Float64Array.BYTES_PER_ELEMENT)),
})

/**
 * A queue of kernel calls for several threads. Each thread takes the next call as soon as it is free, so a thread that
 * wakes up late or is slowed down by other work takes fewer.
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

  /** Runs up to {@link MOST_CALLS} calls of one kernel, together with the other threads, in any order. */
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
    Atomics.add(counts, WAKE_UPS, 1)
    Atomics.notify(counts, WAKE_UPS)
    this.#work()
    waitUntil(counts, FINISHED, (finished) => finished === end)
  }

  /** Helps with every call until the thread is ended. */
  help(): never {
    const { counts } = this.#memory
    for (;;) {
      const wakeUps = Atomics.load(counts, WAKE_UPS)
      this.#work()
      waitUntil(counts, WAKE_UPS, (now) => now !== wakeUps)
    }
  }

  /** Runs calls until the queue is empty. */
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
