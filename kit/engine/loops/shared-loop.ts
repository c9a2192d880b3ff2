import { callOnAllThreads, PARTS, threadCount } from '../threads/shared.ts'
import type { Kernel } from '../wasm/index.ts'

/** The least number of elements for which threads share a loop. A shorter one is finished before they start. */
const LONG = 2 ** 15
/** Parts are aligned to the processor's cache lines, so that no two threads write to the same line. */
const ALIGNMENT = 64 / Float32Array.BYTES_PER_ELEMENT

/**
 * Wraps a loop's kernel so that all threads share it where that is faster. The results are the same.
 *
 * @param arrays - the number of arrays, which it processes from the first to the last element; their length follows
 */
export function sharedLoop(loop: string, kernel: Kernel, arrays: number): Kernel {
  return (...args) => {
    const [count, threads] = [args[arrays], threadCount()]
    if (threads === 1 || count < LONG) return kernel(...args)
    const length = Math.ceil(count / (threads * PARTS) / ALIGNMENT) * ALIGNMENT
    const calls = []
    for (let start = 0; start < count; start += length) {
      const addresses = args
        .slice(0, arrays)
        .map((address) => address + start * Float32Array.BYTES_PER_ELEMENT)
      calls.push([...addresses, Math.min(length, count - start), ...args.slice(arrays + 1)])
    }
    callOnAllThreads(loop, calls)
  }
}
