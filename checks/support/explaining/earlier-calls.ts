import { cause, type Cause } from '#kit/course/causes/index.ts'
import { findTodo } from '#kit/course/manifest.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { argumentsOf, callOf } from '../battery/calls.ts'
import { noun } from '../battery/own-results.ts'
import { draws, others, subjects, type Subject } from '../battery/subjects.ts'
import { differing, type Values } from '../comparing/values.ts'
import type { RecordedCall } from '../running/recorded-calls.ts'
import { gradedFunction } from '../running/work.ts'
import { originsOf, type CheckFailure } from './failure.ts'
import { limited } from './search/limited.ts'
import { repeated } from './search/replay.ts'

/**
 * Returns the cause of a failure if what is wrong changes when the same call is made again. Whatever else a failure looks
 * like, that comes first: its numbers differ from check to check.
 *
 * @param todo - the TODO that is wrong
 */
export function dependsOnEarlierCalls(todo: string, failure: CheckFailure): Cause | undefined {
  const { origins, result } = originsOf(failure)
  const subject = subjects[findTodo(todo).title]
  const names = subject === undefined ? changingInNetwork(origins) : changingInFunction(subject)
  const name = names.find((one) => result === undefined || one === result || one.startsWith(`${result}.`))
  if (name === undefined) return undefined
  if (subject?.results?.includes('config')) return 'optimizer/remembers-outside-config'
  return cause('calls/not-repeatable', { name: noun(name) })
}

/** Returns the results of a function that change when a call is made again, at once or after one with other numbers. */
function changingInFunction(subject: Subject): string[] {
  const more = others[subject.name] ?? []
  return [subject.args, ...more].flatMap((args) => limited(() => changingWith({ ...subject, args })) ?? [])
}

function changingWith(subject: Subject): string[] {
  const args = argumentsOf(subject, gradedFunction)
  if (subject.forward === undefined && args.some(dependsOnChance)) return []
  // A forward pass in between would be another question: whether the cache is used.
  const [dout, cache] = args
  const otherArgs =
    subject.forward === undefined
      ? argumentsOf(subject, gradedFunction)
      : [draws()((dout as Tensor).shape), cache]
  const call = callOf(subject, gradedFunction, args)
  const before = call.values()
  const again = call.values()
  callOf(subject, gradedFunction, otherArgs).run()
  return changed(before, again, call.values())
}

/** Returns the results of a network that change when a method is called again. */
function changingInNetwork(origins: readonly RecordedCall[]): string[] {
  const call = origins.find(({ network }) => network !== undefined && !hasState(network.options))
  if (call === undefined) return []
  return (
    limited(() => {
      const [first, second] = repeated(call)
      return changed(first, second)
    }) ?? []
  )
}

/** Returns the names under which some later values are not the same. */
const changed = (before: Values, ...later: Values[]): string[] =>
  Object.keys(before).filter((name) =>
    later.some((values) => differing({ [name]: before[name] }, { [name]: values[name] ?? [] }) !== undefined),
  )

/** Returns whether options ask for random numbers. That their seed is ignored is another mistake. */
const dependsOnChance = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && 'seed' in options

/** Returns whether a network draws masks, or averages over batches. */
function hasState(options: unknown): boolean {
  const { dropout, normalization } = options as { dropout?: unknown; normalization?: unknown }
  return dropout !== undefined || normalization === 'batchnorm'
}
