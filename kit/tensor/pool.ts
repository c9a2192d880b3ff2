import { numbersAt, wasm } from '../engine/wasm/index.ts'
import type { DType, TensorData } from './tensor.ts'

/** What a step can ask of its pool. */
interface StepUnderWay {
  take: (size: number, dtype: DType) => TensorData | undefined
  mark: typeof markStorage
}

let stepUnderWay: StepUnderWay | undefined

/** Storage from the pool whose step is under way; undefined outside of a step, and when the pool is full. */
export const recycled: StepUnderWay['take'] = (size, dtype) => stepUnderWay?.take(size, dtype)

/**
 * Marks a place in the step under way. The function that comes back recycles the tensors that were made since, except
 * those that can be reached from its roots, so that the rest of the step finds room in them. Outside of a step it does
 * nothing.
 */
export const markStorage = (): ((roots: readonly unknown[]) => void) => stepUnderWay?.mark() ?? (() => {})

/**
 * Recycles the storage of tensors from one training step to the next.
 *
 * A step makes some hundred tensors and throws them all away, and the next step makes the same again. To get that much
 * memory from the system each time would take a fifth of the step. Inside {@link BufferPool.step} tensors get storage
 * that earlier steps have used, and it lies in the memory of WebAssembly, where the fast loops work without copying.
 *
 * ```ts
 * const pool = new BufferPool()
 * while (training) pool.step(() => update(model), [model, optimizerStates])
 * ```
 *
 * Tensors that were made in a step are good until the next step of the pool begins. Then all of them are recycled,
 * except those that can be reached from the roots: parameters, running averages, what an update rule remembers.
 */
export class BufferPool {
  /** Every storage in use, by its address. */
  readonly #inUse = new Map<number, { bytes: number; number: number }>()
  /** How many storages have been lent so far; they are numbered in that order. */
  #lent = 0

  /**
   * Recycles what earlier steps have made, and runs a step. A step inside another one is part of it.
   *
   * @param roots - what keeps tensors from earlier steps: they are looked for in tensors, arrays and objects, and in
   *   their public fields
   * @returns what `run` returns
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

  /** Gives all storage back. Clone the tensors that you want to keep before: a clone is never recycled. */
  release(): void {
    this.#recycle(0, [])
  }

  readonly #take: StepUnderWay['take'] = (size, dtype) => {
    if (!wasm) return undefined
    const bytes = size * (dtype === 'float32' ? Float32Array : Float64Array).BYTES_PER_ELEMENT
    const address = wasm.heap.take(bytes)
    if (address === undefined) return undefined
    this.#inUse.set(address, { bytes, number: this.#lent++ })
    return numbersAt(address, size, dtype)
  }

  readonly #mark: StepUnderWay['mark'] = () => {
    const first = this.#lent
    return (roots) => this.#recycle(first, roots)
  }

  /** Takes back what was lent from number `first` on, except what can be reached from the roots. */
  #recycle(first: number, roots: readonly unknown[]): void {
    const kept = addressesIn(roots)
    for (const [address, { bytes, number }] of this.#inUse) {
      if (number < first) continue
      if (kept.some((used) => used >= address && used < address + Math.max(bytes, 1))) continue
      wasm!.heap.giveBack(address)
      this.#inUse.delete(address)
    }
  }
}

/** Where the typed arrays that can be reached from `roots` start in the memory of WebAssembly. */
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
