import type { Tensor } from '#kit/tensor/index.ts'

/** Deep enough for any code that anyone would write between a function and the functions it calls. */
const MOST_FRAMES = 200

/**
 * From now on these tensors notice which functions read their numbers, also through other functions: every reading
 * looks at the call stack.
 *
 * @param names - the functions to look out for
 * @returns the names that were seen so far
 */
export function watchReaders(tensors: readonly Tensor[], names: readonly string[]): Set<string> {
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
  // A frozen tensor cannot be watched, which is no mistake.
  for (const x of tensors) Reflect.defineProperty(x, 'data', look(x.data))
  return seen
}
