import {
  callThatGave,
  recordCall,
  writtenTo,
  type RecordedCall,
  type RecordedNetwork,
} from '../../running/recorded-calls.ts'
import { copied, shapesIn, valuesIn, type Values } from '../../comparing/values.ts'
import { map, Random, Tensor } from '#kit/tensor/index.ts'
import { summarize } from '../../running/thrown-error.ts'
import type { Module } from './solution-file.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- functions and classes of any signature
type Any = any

/** The name under which {@link valuesOf} gives what was thrown. */
export const THROWN = 'the error'

/** Returns all numbers and words that a call returned or wrote, and the shapes of all tensors; or what it threw. */
export function valuesOf({
  result,
  written,
  thrown,
}: Pick<RecordedCall, 'result' | 'written' | 'thrown'>): Values {
  if (thrown !== undefined) return { [THROWN]: [thrown] }
  const all = { ...partsOf(result), ...written }
  return { ...alikeOutside(valuesIn(all)), ...shapesIn(all) }
}

/**
 * Makes NaN of every number that is not finite. What becomes of an index outside an array depends on how the code is
 * written: the sum with it is NaN, and a maximum that starts at -Infinity stays there.
 */
function alikeOutside(values: Values): Values {
  for (const list of Object.values(values) as (number | string)[][])
    for (let i = 0; i < list.length; i++)
      if (typeof list[i] === 'number' && !Number.isFinite(list[i])) list[i] = NaN
  return values
}

/** Returns the parts of a result except the cache, in which everybody may keep what they like. */
function partsOf(result: unknown): object {
  if (typeof result !== 'object' || result === null || result instanceof Tensor)
    return { 'the result': result }
  return Object.fromEntries(Object.entries(result).filter(([name]) => name !== 'cache'))
}

/**
 * Makes a recorded call again with another version of the work.
 *
 * @throws whatever that version throws, unless the recorded call threw something too
 */
export const replay = (call: RecordedCall, module: Module): Values =>
  valuesOf(call.thrown === undefined ? again(call, module) : orThrown(() => again(call, module)))

/** Returns the result of a call, or what it threw. */
function orThrown<Result>(
  run: () => Result,
): Result | { result: undefined; thrown: string; written: Record<string, unknown> } {
  try {
    return run()
  } catch (error) {
    return { result: undefined, thrown: summarize(error), written: {} }
  }
}

function again(call: RecordedCall, module: Module): Pick<RecordedCall, 'result' | 'written'> {
  const { name, args, before, network, mayWrite } = call
  if (network === undefined) {
    const given = before.map((copy, i) => cacheOf(args[i], module) ?? copied(copy))
    const result = name.startsWith('new ')
      ? paramsOf(new (module[name.slice(4)] as Any)(...given))
      : (module[name] as Any)(...given)
    return { result, written: writtenTo(given, mayWrite) }
  }
  const net = new (module[network.name] as Any)(copied(network.options))
  let result: unknown
  for (const one of callsUntil(call, network)) result = callMethod(net, one.name, one.before.map(copied))
  return { result, written: {} }
}

/** Returns the parameters of a network, which is free to keep anything else. */
const paramsOf = ({ params }: { params?: unknown }): { params: unknown } => ({ params })

/** Returns the calls of a network's methods up to this one, or this one alone if not all are remembered. */
function callsUntil(call: RecordedCall, { calls }: RecordedNetwork): readonly RecordedCall[] {
  const last = calls.findIndex(
    (one) => one === call || (one.result !== undefined && one.result === call.result),
  )
  return last === -1 ? [call] : calls.slice(0, last + 1)
}

/** Calls a method of a network with these arguments, the last of which are its parameters. */
function callMethod(net: Any, name: string, given: readonly unknown[]): unknown {
  Object.assign(net.params as object, given.at(-1))
  return net[name.split('.')[1]](...given.slice(0, -1))
}

/** Returns the cache of another version of the work in the place of a recorded one. */
function cacheOf(argument: unknown, module: Module): unknown {
  const forward = typeof argument === 'object' && argument !== null ? callThatGave(argument) : undefined
  if (forward === undefined || (forward.result as { cache?: unknown }).cache !== argument) return undefined
  return (again(forward, module).result as { cache: unknown }).cache
}

/**
 * Calls the work under test as in a recorded call, but with other numbers: each is multiplied by one between 0.5 and 1.5.
 *
 * @throws whatever the work throws
 */
export function varied(call: RecordedCall, random: Random): RecordedCall {
  const { name, args, before, work, network, mayWrite } = call
  const module = work.module as Any
  const vary = (value: unknown): unknown => {
    if (value instanceof Tensor) return map(value, (element) => element * random.uniform(0.5, 1.5))
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return copied(value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, vary(item)]))
  }
  const record = (called: string, given: readonly unknown[], run: () => unknown, of?: RecordedNetwork) => {
    const copies = given.map(copied)
    const { result, thrown } =
      call.thrown === undefined ? { result: run() } : orThrown(() => ({ result: run() }))
    const written = copied(writtenTo(given, mayWrite))
    const made = {
      name: called,
      work,
      args: given,
      before: copies,
      result,
      thrown,
      mayWrite,
      written,
      network: of,
    }
    recordCall(made)
    return made
  }
  if (network !== undefined) {
    const net = new module[network.name](copied(network.options))
    const other: RecordedNetwork = { ...network, calls: [] }
    return callsUntil(call, network)
      .map((one) => {
        const given = one.before.map(vary)
        return record(one.name, given, () => callMethod(net, one.name, given), other)
      })
      .at(-1)!
  }
  const given = before.map((copy, i) => {
    const argument = args[i]
    const from = typeof argument === 'object' && argument !== null ? callThatGave(argument) : undefined
    return from !== undefined && (from.result as { cache?: unknown }).cache === argument
      ? (varied(from, random).result as { cache: unknown }).cache
      : vary(copy)
  })
  return record(name, given, () =>
    name.startsWith('new ') ? paramsOf(new module[name.slice(4)](...given)) : module[name](...given),
  )
}

/**
 * Calls a method of the work under test twice, as in a recorded call, and on a network of its own.
 *
 * @throws whatever the work throws
 */
export function repeated({ name, before, work, network }: RecordedCall): Values[] {
  const net = new (work.module as Any)[network!.name](copied(network!.options))
  return [1, 2].map(() => valuesOf({ result: callMethod(net, name, before.map(copied)), written: {} }))
}

/**
 * Creates a network of the work under test as in a recorded call, but with larger sizes, each larger by another number.
 *
 * @throws whatever the work throws
 */
export function enlarged({ name, before, work, mayWrite }: RecordedCall): RecordedCall {
  let more = 0
  const larger = (size: unknown): unknown =>
    Array.isArray(size) ? size.map(larger) : typeof size === 'number' ? size + (more += 2) : size
  const options = Object.entries(before[0] ?? {}).map(([option, value]) => [
    option,
    /Dim|^num|Size/.test(option) ? larger(value) : value,
  ])
  const given = [Object.fromEntries(options)]
  const result = paramsOf(new (work.module as Any)[name.slice('new '.length)](...given))
  return { name, work, args: given, before: copied(given), result, mayWrite, written: {} }
}
