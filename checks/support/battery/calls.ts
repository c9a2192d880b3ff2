import type { Tensor } from '#kit/tensor/index.ts'
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

/** How the arguments of a call are drawn. */
interface Drawing {
  draw?: Draw
  /** How many examples are added. */
  more?: number
}

/** Draws arguments. A backward function gets an upstream gradient, and the cache of a forward pass made now. */
export function argumentsOf(
  { args, forward }: Subject,
  functionNamed: FunctionNamed,
  { draw = draws(), more }: Drawing = {},
): unknown[] {
  const given = args(draw, more)
  if (forward === undefined) return given
  const { out, cache } = functionNamed(forward)(...(copied(given) as unknown[])) as {
    out: Tensor
    cache: unknown
  }
  return [draws(out.dtype)(out.shape), cache]
}

/** Draws a call of a subject. A backward function always gets the same cache. */
export const drawCall = (subject: Subject, functionNamed: FunctionNamed, drawing?: Drawing): Call =>
  callOf(subject, functionNamed, argumentsOf(subject, functionNamed, drawing))

/** Returns a call of a subject with these arguments. Each call gets copies of them, except a cache. */
export function callOf(
  { name, forward, results }: Subject,
  functionNamed: FunctionNamed,
  given: readonly unknown[],
): Call {
  const fresh = forward === undefined
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
