import type { Tensor } from '#kit/tensor/index.ts'

/** The number of stack frames to look at, enough for any realistic call chain between a function and those it calls. */
const MOST_FRAMES = 200

/**
 * Makes these tensors record which functions read their numbers, also indirectly: every read inspects the call stack.
 *
 * @param names - the functions to look out for
 * @returns the names seen so far
 */
export function watchReads(tensors: readonly Tensor[], names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const look = (data: Tensor['data']) => ({
    configurable: true,
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
  // A frozen tensor cannot be watched, but freezing is not a mistake.
  for (const x of tensors) Reflect.defineProperty(x, 'data', look(x.data))
  return seen
}
