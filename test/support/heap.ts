import { engine } from '#kit/engine/gemm/index.ts'
import { wasm } from '../../kit/engine/wasm/index.ts'

/** More columns than any product has in a test that looks at the heap. */
const COLUMNS = 1024

/**
 * How many bytes of WebAssembly's memory are taken. The working memory that the engine keeps from call to call is among
 * them each time, also before its first call: it is nobody's leak.
 */
export function usedHeap(): number {
  for (const type of [Float32Array, Float64Array]) {
    const [A, B, C] = [1, COLUMNS, COLUMNS].map((size) => new type(size))
    engine.gemm(false, false, 1, COLUMNS, 1, A, 0, 1, B, 0, COLUMNS, 0, C, 0, COLUMNS)
  }
  return wasm!.heap.used
}

/** The smallest block that the memory of WebAssembly is divided into, in bytes. */
const SMALLEST = 64

/**
 * Takes all of WebAssembly's memory but one gap of `room` bytes, wherever others have already taken parts of it: engines
 * keep some from call to call.
 *
 * @returns gives it back
 * @throws RangeError when there was no such gap to begin with
 */
export function fillHeap(room = 0): () => void {
  const { heap, buffer } = wasm!
  const gap = room > 0 ? heap.take(room) : undefined
  if (room > 0 && gap === undefined) throw new RangeError(`the heap has no ${room} bytes in a row`)
  const taken: number[] = []
  for (let size = buffer.byteLength; size >= SMALLEST; size = Math.floor(size / 2)) {
    for (let address = heap.take(size); address !== undefined; address = heap.take(size)) taken.push(address)
  }
  if (gap !== undefined) heap.giveBack(gap)
  return () => {
    for (const address of taken) heap.giveBack(address)
  }
}
