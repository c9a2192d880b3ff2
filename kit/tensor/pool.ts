import { numbersAt, wasm } from '../engine/wasm/index.ts'
import type { DType, TensorData } from './tensor.ts'

/** The operations that a pool offers during a step. */
interface StepUnderWay {
  take: (size: number, dtype: DType) => TensorData | undefined
  mark: typeof markStorage
}

let stepUnderWay: StepUnderWay | undefined

/** Allocates storage from the pool of the running step. Returns undefined outside of a step, or if it is full. */
export const recycled: StepUnderWay['take'] = (size, dtype) => stepUnderWay?.take(size, dtype)

/**
 * Marks the current position in the running step. The returned function recycles the tensors that were made since,
 * except those reachable from its roots, so that the rest of the step can reuse their storage. Outside of a step it
 * does nothing.
 */
export const markStorage = (): ((roots: readonly unknown[]) => void) => stepUnderWay?.mark() ?? (() => {})

/**
 * Recycles the storage of tensors from one training step to the next.
 *
 * A step makes some hundred tensors and discards them all, and the next step makes the same again. Requesting that much
 * memory from the system each time would take a fifth of the step. Inside {@link BufferPool.step}, tensors reuse the
 * storage of earlier steps. It is in the WebAssembly memory, where the fast loops work without copying.
 *
 * ```ts
 * const pool = new BufferPool()
 * while (training) pool.step(() => update(model), [model, optimizerStates])
 * ```
 *
 * Tensors made in a step are valid until the next step of the pool begins. Then all of them are recycled, except those
 * reachable from the roots: parameters, running averages, the state of an update rule.
 */
export class BufferPool {
  /** Every storage in use, by its address. */
  readonly #inUse = new Map<number, { bytes: number; number: number }>()
  /** The number of storages lent so far. They are numbered in that order. */
  #lent = 0

  /**
   * Recycles the storage of earlier steps, and runs a step. A step inside another one is part of it.
   *
   * @param roots - where tensors to keep from earlier steps are found: the search covers tensors, arrays and objects,
   *   and their public fields
   * @returns the result of `run`
   */
  step<Result>(run: () => Result, roots: readonly unknown[]): Result {
    if (stepUnderWay) return run()
    this.#recycle(0, roots)
    stepUnderWay = { take: this.#take, mark: this.#mark }
    try {
      return run()
    } finally {
      stepUnderWay = undefined
    }
  }

  /** Frees all storage. Clone tensors that you want to keep first: a clone is never recycled. */
  release(): void {
    this.#recycle(0, [])
  }

  readonly #take: StepUnderWay['take'] = (size, dtype) => {
    if (!wasm) return undefined
    const bytes = size * (dtype === 'float32' ? Float32Array : Float64Array).BYTES_PER_ELEMENT
    const address = wasm.heap.allocate(bytes)
    if (address === undefined) return undefined
    this.#inUse.set(address, { bytes, number: this.#lent++ })
    return numbersAt(address, size, dtype)
  }

  readonly #mark: StepUnderWay['mark'] = () => {
    const first = this.#lent
    return (roots) => this.#recycle(first, roots)
  }

  /** Frees the storage lent from number `first` on, except what is reachable from the roots. */
  #recycle(first: number, roots: readonly unknown[]): void {
    const kept = addressesIn(roots)
    for (const [address, { bytes, number }] of this.#inUse) {
      if (number < first) continue
      if (kept.some((used) => used >= address && used < address + Math.max(bytes, 1))) continue
      wasm!.heap.free(address)
      this.#inUse.delete(address)
    }
  }
}

/** Returns the addresses, in the WebAssembly memory, of the typed arrays reachable from `roots`. */
function addressesIn(roots: readonly unknown[]): number[] {
  const addresses: number[] = []
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (!ArrayBuffer.isView(value)) Object.values(value).forEach(visit)
    else if (value.buffer === wasm?.buffer) addresses.push(value.byteOffset)
  }
  visit(roots)
  return addresses
}
