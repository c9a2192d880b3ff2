/** The index of each count in the shared memory. */
const ARRIVED = 0
const FINISHED = 1
const FAILED = 2
const ENDED = 3

/** How often a thread polls before it sleeps. Most waits are shorter than going to sleep takes. */
const LOOKS = 2000

/** How many milliseconds a thread sleeps before it checks whether it waits in vain. */
const PATIENCE = 50

/** The memory that several threads share. */
export interface BarrierMemory {
  /** The number of threads. */
  members: number
  counts: Int32Array
  /** Two slots of `longest` numbers for each thread, to be added up. */
  slots: Float64Array
  longest: number
}

/**
 * Allocates the memory for a barrier.
 *
 * @param longest - the most numbers that are added up at a time
 */
export function barrierMemory(members: number, longest: number): BarrierMemory {
  const counts = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT))
  const bytes = 2 * members * longest * Float64Array.BYTES_PER_ELEMENT
  return { members, counts, slots: new Float64Array(new SharedArrayBuffer(bytes)), longest }
}

/** Marks that a thread has ended for good, so that nobody waits for it. */
export function markEnded({ counts }: BarrierMemory): void {
  Atomics.store(counts, ENDED, 1)
  for (const cell of [ARRIVED, FINISHED]) Atomics.notify(counts, cell)
}

/** Thrown to leave a step that cannot finish because another thread has failed. That thread's error matters. */
export class StepAbortedError extends Error {
  override readonly name = 'StepAbortedError'
}

/**
 * One thread's side of a barrier between threads that take a step together: they wait for each other and add up numbers.
 *
 * Every thread adds in the same order, so that all sums are bit-identical in all threads and all runs.
 */
export class WorkerBarrier {
  readonly #memory: BarrierMemory
  readonly #member: number
  /** The number of threads that take part in the current step, and this thread's share of the batch. */
  #active = 1
  #weight = 1
  #sums = 0

  /** @param member - the number of this thread, from 0 */
  constructor(memory: BarrierMemory, member: number) {
    this.#memory = memory
    this.#member = member
  }

  /** Prepares a step, before any other thread begins it. */
  open(): void {
    for (const cell of [ARRIVED, FINISHED, FAILED]) Atomics.store(this.#memory.counts, cell, 0)
  }

  /**
   * Begins a step.
   *
   * @param active - how many threads take part: those with the lowest numbers
   * @param weight - this thread's fraction of the batch, above 0 and at most 1
   */
  begin(active: number, weight: number): void {
    this.#active = active
    this.#weight = weight
    this.#sums = 0
  }

  /**
   * Replaces every number by its sum over the threads; for `FastBatchnormParams.sumOverWorkers`. In the backward pass
   * each number belongs to the mean loss of a share, so it is weighted by that share's fraction of the batch.
   *
   * @throws StepAbortedError when another thread has failed
   */
  readonly sum = (sums: Float64Array, pass: 'forward' | 'backward'): void => {
    const { members, longest, slots } = this.#memory
    if (sums.length > longest) {
      throw new RangeError(`Workers can add up ${longest} numbers at a time, not ${sums.length}.`)
    }
    const scale = pass === 'backward' ? this.#weight : 1
    // Two sets of slots alternate: while one thread still reads the previous sums, another may write the next.
    const turn = this.#sums++ % 2
    const slotOf = (member: number) => slots.subarray((turn * members + member) * longest)
    const own = slotOf(this.#member)
    for (let i = 0; i < sums.length; i++) own[i] = scale * sums[i]
    this.#meet()
    sums.fill(0)
    for (let member = 0; member < this.#active; member++) {
      const slot = slotOf(member)
      for (let i = 0; i < sums.length; i++) sums[i] += slot[i]
    }
    for (let i = 0; i < sums.length; i++) sums[i] /= scale
  }

  /** Marks this thread as failed, so that nobody waits for it. Call {@link finish} as well. */
  fail(): void {
    Atomics.store(this.#memory.counts, FAILED, 1)
    Atomics.notify(this.#memory.counts, ARRIVED)
  }

  /** Marks this thread as done with the step. */
  finish(): void {
    Atomics.add(this.#memory.counts, FINISHED, 1)
    Atomics.notify(this.#memory.counts, FINISHED)
  }

  /**
   * Waits until all threads have finished the step.
   *
   * @throws StepAbortedError when a thread has ended for good
   */
  waitForOthers(): void {
    this.#waitUntil(FINISHED, this.#active, () => {
      if (this.#count(ENDED) > 0) throw new StepAbortedError()
    })
  }

  /** Waits until all threads have arrived here. */
  #meet(): void {
    const all = this.#sums * this.#active
    Atomics.add(this.#memory.counts, ARRIVED, 1)
    Atomics.notify(this.#memory.counts, ARRIVED)
    this.#waitUntil(ARRIVED, all, () => {
      // In this order: a failing thread says so before it finishes, and arrives before it finishes, if ever.
      const finished = this.#count(FINISHED)
      if (this.#count(FAILED) > 0 || this.#count(ENDED) > 0) throw new StepAbortedError()
      if (finished > 0 && this.#count(ARRIVED) < all) {
        throw new Error(
          'The network used batch normalization more often in one part of a batch than in another. This only works with one worker.',
        )
      }
    })
  }

  /** Waits until a count reaches a goal. @param check - throws if the wait is in vain */
  #waitUntil(cell: number, goal: number, check: () => void): void {
    for (let looks = 0; ; looks++) {
      const count = this.#count(cell)
      if (count >= goal) return
      if (looks < LOOKS) continue
      check()
      Atomics.wait(this.#memory.counts, cell, count, PATIENCE)
    }
  }

  #count(cell: number): number {
    return Atomics.load(this.#memory.counts, cell)
  }
}
