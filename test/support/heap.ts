import { engine } from '#kit/engine/gemm/index.ts'
import { wasm } from '../../kit/engine/wasm/index.ts'

/** More columns than any product in a test that inspects the heap. */
const COLUMNS = 1024

/**
 * Returns the number of bytes taken of WebAssembly's memory. It always includes the working memory that the engine
 * keeps between calls, even before its first call, because that is not a leak.
 */
export function usedHeap(): number {
  for (const type of [Float32Array, Float64Array]) {
    const [A, B, C] = [1, COLUMNS, COLUMNS].map((size) => new type(size))
    engine.gemm(false, false, 1, COLUMNS, 1, A, 0, 1, B, 0, COLUMNS, 0, C, 0, COLUMNS)
  }
  return wasm!.heap.used
}

/** The smallest block of WebAssembly's memory, in bytes. */
const SMALLEST = 64

/**
 * Takes all of WebAssembly's memory except one gap of `room` bytes. Engines may already have taken parts of it, which
 * they keep between calls.
 *
 * @returns a function that gives it back
 * @throws RangeError if there was no such gap
 */
export function fillHeap(room = 0): () => void {
  const { heap, buffer } = wasm!
  const gap = room > 0 ? heap.allocate(room) : undefined
  if (room > 0 && gap === undefined) throw new RangeError(`the heap has no ${room} bytes in a row`)
  const taken: number[] = []
  for (let size = buffer.byteLength; size >= SMALLEST; size = Math.floor(size / 2)) {
    for (let address = heap.allocate(size); address !== undefined; address = heap.allocate(size))
      taken.push(address)
  }
  if (gap !== undefined) heap.free(gap)
  return () => {
    for (const address of taken) heap.free(address)
  }
}
