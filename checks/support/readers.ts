import { Tensor } from '#kit/tensor/index.ts'

/** Deep enough for any code that anyone would write between a function and the functions it calls. */
const MOST_FRAMES = 200

/**
 * A copy of a tensor that notices which functions read its numbers, also through other functions: every reading looks
 * at the call stack.
 *
 * @param names - the functions to look out for
 * @returns the copy, and the names that were seen so far
 */
export function watchReaders(x: Tensor, names: readonly string[]): { watched: Tensor; seen: Set<string> } {
  const seen = new Set<string>()
  const watched = new Tensor(x.data.slice(), x.shape)
  const { data } = watched
  Object.defineProperty(watched, 'data', {
    get: () => {
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = MOST_FRAMES
      const frames = new Error('where am I?').stack ?? ''
      Error.stackTraceLimit = stackTraceLimit
      for (const [, name] of frames.matchAll(/^ +at (?:async )?(?:new )?(?:[\w$]+\.)*([\w$]+) /gm)) {
        if (names.includes(name)) seen.add(name)
      }
      return data
    },
  })
  return { watched, seen }
}
