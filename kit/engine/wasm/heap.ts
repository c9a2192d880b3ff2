interface Block {
  address: number
  size: number
}

/** Blocks start at multiples of this many bytes, the size of a cache line. */
const ALIGNMENT = 64

/**
 * Allocates and frees parts of a range of memory, in any order. Each part comes from the first gap that is large
 * enough, and neighbouring gaps are joined (Knuth, "The Art of Computer Programming", section 2.5, first fit). If every
 * training step allocates and frees in the same order, it always gets the same addresses.
 */
export class Heap {
  /** The free blocks, by address. No two of them touch. */
  readonly #gaps: Block[]
  /** The sizes of the allocated blocks, by address. */
  readonly #taken = new Map<number, number>()

  /**
   * @param start - the first address
   * @param end - one past the last address
   */
  constructor(start: number, end: number) {
    const address = roundUp(start)
    this.#gaps = [{ address, size: end - address }]
  }

  /** Allocates `bytes` bytes and returns their address, or undefined if there is no gap of that size. */
  allocate(bytes: number): number | undefined {
    const size = Math.max(ALIGNMENT, roundUp(bytes))
    const index = this.#gaps.findIndex((gap) => gap.size >= size)
    if (index === -1) return undefined
    const gap = this.#gaps[index]
    const { address } = gap
    gap.address += size
    gap.size -= size
    if (gap.size === 0) this.#gaps.splice(index, 1)
    this.#taken.set(address, size)
    return address
  }

  /** Frees a block that {@link allocate} has allocated. */
  free(address: number): void {
    const size = this.#taken.get(address)
    if (size === undefined) throw new RangeError(`Heap: nothing at ${address} is taken`)
    this.#taken.delete(address)
    let next = this.#gaps.findIndex((gap) => gap.address > address)
    if (next === -1) next = this.#gaps.length
    const [before, after] = [this.#gaps.at(next - 1), this.#gaps.at(next)]
    const joinsBefore = next > 0 && before!.address + before!.size === address
    const joinsAfter = after !== undefined && address + size === after.address
    if (joinsBefore) {
      before!.size += size
      if (joinsAfter) {
        before!.size += after.size
        this.#gaps.splice(next, 1)
      }
    } else if (joinsAfter) {
      after.address = address
      after.size += size
    } else {
      this.#gaps.splice(next, 0, { address, size })
    }
  }

  /** The number of allocated bytes. */
  get used(): number {
    let total = 0
    for (const size of this.#taken.values()) total += size
    return total
  }
}

const roundUp = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
