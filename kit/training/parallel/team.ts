/** Where in the shared memory each count stands. */
const ARRIVED = 0
const FINISHED = 1
const FAILED = 2
const ENDED = 3

/** How often a thread looks again before it goes to sleep: most waits are shorter than falling asleep takes. */
const LOOKS = 2000

/** After how many milliseconds a sleeping thread looks whether it waits in vain. */
const PATIENCE = 50

/** What the threads of a team share. */
export interface TeamMemory {
  /** How many threads there are. */
  members: number
  counts: Int32Array
  /** For each thread twice `longest` numbers to be added up. */
  slots: Float64Array
  longest: number
}

/**
 * Memory for a team of threads.
 *
 * @param longest - how many numbers are added up at a time, at most
 */
export function teamMemory(members: number, longest: number): TeamMemory {
  const counts = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT))
  const bytes = 2 * members * longest * Float64Array.BYTES_PER_ELEMENT
  return { members, counts, slots: new Float64Array(new SharedArrayBuffer(bytes)), longest }
}

/** Says that a thread of the team has ended for good, so that nobody waits for it. */
export function endTeam({ counts }: TeamMemory): void {
  Atomics.store(counts, ENDED, 1)
  for (const cell of [ARRIVED, FINISHED]) Atomics.notify(counts, cell)
}

/** Thrown out of a step that cannot be ended because another thread has failed: the error to tell is that one's. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned'
}

/**
 * One thread's side of the threads that take a step together: they wait for each other, and add up numbers.
 *
 * Every thread adds in the same order, so that all have the same sums to the last bit, in every run.
 */
export class Team {
  readonly #memory: TeamMemory
  readonly #member: number
  /** How many take part in the step under way, and how much of the batch is this one's. */
  #active = 1
  #weight = 1
  #sums = 0

  /** @param member - which thread this is, from 0 */
  constructor(memory: TeamMemory, member: number) {
    this.#memory = memory
    this.#member = member
  }

  /** Gets ready for a step, before any other thread begins it. */
  open(): void {
    for (const cell of [ARRIVED, FINISHED, FAILED]) Atomics.store(this.#memory.counts, cell, 0)
  }

  /**
   * Begins a step.
   *
   * @param active - how many threads take part: those with the lowest numbers
   * @param weight - this one's part of the batch, above 0 and at most 1
   */
  begin(active: number, weight: number): void {
    this.#active = active
    this.#weight = weight
    this.#sums = 0
  }

  /**
   * Replaces every number by its sum over the threads; for `FastBatchnormParams.sumOverWorkers`. In the backward pass
   * each number belongs to the mean loss of a share, and is weighted by its part of the batch.
   *
   * @throws Abandoned when another thread has failed
   */
  readonly sum = (sums: Float64Array, pass: 'forward' | 'backward'): void => {
    const { members, longest, slots } = this.#memory
    if (sums.length > longest) {
      throw new RangeError(`Workers can add up ${longest} numbers at a time, not ${sums.length}.`)
    }
    const scale = pass === 'backward' ? this.#weight : 1
    // Two sets of slots take turns: while one thread still reads the sums before, another may write the next.
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

  /** Says that this thread has failed, so that nobody waits for it. Call {@link finish} as well. */
  fail(): void {
    Atomics.store(this.#memory.counts, FAILED, 1)
    Atomics.notify(this.#memory.counts, ARRIVED)
  }

  /** Says that this thread is done with the step. */
  finish(): void {
    Atomics.add(this.#memory.counts, FINISHED, 1)
    Atomics.notify(this.#memory.counts, FINISHED)
  }

  /**
   * Waits until all have finished the step.
   *
   * @throws Abandoned when a thread has ended for good
   */
  waitForOthers(): void {
    this.#waitUntil(FINISHED, this.#active, () => {
      if (this.#count(ENDED) > 0) throw new Abandoned()
    })
  }

  /** Waits until all have come here. */
  #meet(): void {
    const all = this.#sums * this.#active
    Atomics.add(this.#memory.counts, ARRIVED, 1)
    Atomics.notify(this.#memory.counts, ARRIVED)
    this.#waitUntil(ARRIVED, all, () => {
      // In this order: who fails says so before finishing, and who finishes has arrived before, if ever.
      const finished = this.#count(FINISHED)
      if (this.#count(FAILED) > 0 || this.#count(ENDED) > 0) throw new Abandoned()
      if (finished > 0 && this.#count(ARRIVED) < all) {
        throw new Error(
          'The network used batch normalization more often in one part of a batch than in another, which works with one worker only.',
        )
      }
    })
  }

  /** @param check - throws when it would be waited for in vain */
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
