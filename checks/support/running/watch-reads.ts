import { wasm } from '#kit/engine/wasm/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'

/** The number of stack frames to look at, enough for any realistic call chain between a function and those it calls. */
const MOST_FRAMES = 200

/** Stops looking at what is allocated. */
let stopLooking = (): void => {}

/**
 * Notes which functions read the numbers of these tensors, or make other tensors in a training step, also indirectly. A
 * function that is given copies makes tensors, too. Each time, the call stack is inspected. It watches until
 * {@link stopWatching} is called.
 *
 * @param names - the functions to look out for
 * @returns the names seen so far
 */
export function watchReads(tensors: readonly Tensor[], names: readonly string[]): Set<string> {
  stopWatching()
  const seen = new Set<string>()
  const look = (): void => {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = MOST_FRAMES
    const frames = new Error('where am I?').stack ?? ''
    Error.stackTraceLimit = stackTraceLimit
    for (const [, name] of frames.matchAll(/^ +at (?:async )?(?:new )?(?:[\w$]+\.)*([\w$]+) /gm)) {
      if (names.includes(name)) seen.add(name)
    }
  }
  for (const x of tensors) {
    const { data } = x
    // A frozen tensor cannot be watched, but freezing is not a mistake.
    Reflect.defineProperty(x, 'data', {
      configurable: true,
      get() {
        look()
        return data
      },
    })
  }
  if (wasm) {
    const { heap } = wasm
    const { allocate } = heap
    heap.allocate = (bytes) => {
      look()
      return allocate.call(heap, bytes)
    }
    stopLooking = () => void (heap.allocate = allocate)
  }
  return seen
}

/** Ends what {@link watchReads} has begun. */
export function stopWatching(): void {
  stopLooking()
  stopLooking = () => {}
}
