import { callOnAllThreads, PARTS, threadCount } from '../threads/shared.ts'
import type { Kernel } from '../wasm/index.ts'
import type { Loops } from './loops.ts'

/** The loops that process all of their arrays in parallel, with their number of arrays. */
const ARRAYS: Partial<Record<string, number>> = {
  fill: 1,
  relu: 2,
  reluBackward: 3,
  combine: 3,
  combineNumber: 2,
  weightedSum: 3,
  sgd: 3,
  sgdMomentum: 5,
  rmsprop: 5,
  adam: 7,
} satisfies Partial<Record<keyof Loops, number>>

/** The least number of elements for which threads share a loop. A shorter one is finished before they start. */
const LONG = 2 ** 15
/** Parts are aligned to the processor's cache lines, so that no two threads write to the same line. */
const ALIGNMENT = 64 / Float32Array.BYTES_PER_ELEMENT

/** Wraps a loop's kernel so that all threads share it where that is possible and faster. The results are the same. */
export function sharedLoop(loop: string, kernel: Kernel): Kernel {
  const arrays = ARRAYS[loop]
  if (arrays === undefined) return kernel
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
