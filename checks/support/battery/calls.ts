import { randn, Random, Tensor } from '#kit/tensor/index.ts'
import { copied, valuesIn, type Values } from '../comparing/values.ts'
import { draws, type Draw, type Subject } from './subjects.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- graded functions of any signature
export type AnyFunction = (...args: any[]) => unknown

/** Returns a graded function by its name. */
export type FunctionNamed = (name: string) => AnyFunction

/** One call of a graded function, which can be repeated. */
export interface Call {
  /** Makes the call, on fresh copies of its arguments, and returns its result and the running averages that it wrote. */
  run: () => { result: unknown; written: { runningMean?: unknown; runningVar?: unknown } }
  /** Makes it and returns copies of all these numbers. */
  values: () => Values
}

/**
 * Draws a call of a subject. A backward function gets the cache of a forward pass made now, and then always the same.
 *
 * @param change - changes the arguments that were drawn
 */
export function drawCall(
  { name, args, forward, results }: Subject,
  functionNamed: FunctionNamed,
  {
    draw = draws(),
    larger = false,
    change = (drawn: unknown[]) => drawn,
  }: { draw?: Draw; larger?: boolean; change?: (args: unknown[]) => unknown[] } = {},
): Call {
  let given = change(args(draw, larger))
  if (forward !== undefined) {
    const { out, cache } = functionNamed(forward)(...(copied(given) as unknown[])) as {
      out: Tensor
      cache: unknown
    }
    given = [randn(out.shape, { random: Random.unseeded(), dtype: out.dtype }), cache]
  }
  return callOf(name, functionNamed, given, results, forward === undefined)
}

/** Returns a call with these arguments. @param fresh - whether each call gets copies of them */
export function callOf(
  name: string,
  functionNamed: FunctionNamed,
  given: readonly unknown[],
  results?: readonly string[],
  fresh = true,
): Call {
  const run: Call['run'] = () => {
    const args = fresh ? (copied(given) as unknown[]) : given
    const result = functionNamed(name)(...args)
    const { runningMean, runningVar } = (fresh ? (args[3] ?? {}) : {}) as ReturnType<Call['run']>['written']
    return { result, written: { runningMean, runningVar } }
  }
  return {
    run,
    values: () => {
      const { result, written } = run()
      return { ...valuesIn(result, results), ...valuesIn(written) }
    },
  }
}
