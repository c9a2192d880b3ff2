import { Tensor } from '#kit/tensor/index.ts'

/** A file under test; see `Work`. */
export interface RecordedWork {
  path: string
  module?: object
}

/** A call of the work under test that has returned, or that did not fit the shapes of its tensors. */
export interface RecordedCall {
  /** What was called: `affineForward`, `new TwoLayerNet`, `TwoLayerNet.loss`. */
  name: string
  work: RecordedWork
  args: readonly unknown[]
  /** Copies of the arguments from before the call. The last argument of a network's method is its parameters. */
  before: readonly unknown[]
  result: unknown
  /** What it threw instead. */
  thrown?: string
  /** What it may write to, such as `argument 4.runningMean`. */
  mayWrite: readonly string[]
  /** Copies of that from after the call. */
  written: Record<string, unknown>
  /** The network whose method it is. */
  network?: RecordedNetwork
}

/** A network under test, and the calls of its methods. */
export interface RecordedNetwork {
  name: string
  options: unknown
  /** The first calls, in order. */
  calls: RecordedCall[]
}

/** The number of calls of a function, and of one network, that are remembered. */
const MOST_CALLS = 8

/** The number of calls of a function that are remembered from each check before. */
const FROM_EACH_CHECK = 2

const latest = new Map<string, RecordedCall[]>()
const earlier = new Map<string, RecordedCall[]>()

/** The call that returned an object: a tensor, a cache, or an object with others. */
const originOf = new WeakMap<object, RecordedCall>()

/** Forgets most calls before a check begins. A few remain, because other checks call a function in other ways. */
export function beginRecording(): void {
  for (const [name, calls] of latest)
    earlier.set(name, [...(earlier.get(name) ?? []), ...calls.slice(-FROM_EACH_CHECK)].slice(-MOST_CALLS))
  latest.clear()
}

let count = 0

/** Returns how many calls there have been so far. Their number is the same on every machine. */
export const callsSoFar = (): number => count

let during: RecordedCall[] | undefined

/** Runs something, and returns the calls that it makes. */
export function callsDuring(run: () => void): readonly RecordedCall[] {
  const calls: RecordedCall[] = []
  during = calls
  try {
    run()
  } finally {
    during = undefined
  }
  return calls
}

let areRemembered = true

/** Runs something whose calls are not remembered. Who has their results still finds them. */
export function unremembered<Result>(run: () => Result): Result {
  areRemembered = false
  try {
    return run()
  } finally {
    areRemembered = true
  }
}

/** Remembers a call, so that a failure can be explained by it. */
export function recordCall(call: RecordedCall): void {
  count++
  during?.push(call)
  const { name, network, result, args, mayWrite } = call
  const calls = latest.get(name) ?? []
  if (areRemembered) latest.set(name, [...calls.slice(1 - MOST_CALLS), call])
  if (network !== undefined && network.calls.length < MOST_CALLS) network.calls.push(call)
  if (typeof result !== 'object' || result === null) return
  originOf.set(result, call)
  for (const item of Object.values(writtenTo(args, mayWrite)))
    if (item instanceof Tensor) originOf.set(item, call)
  if (result instanceof Tensor) return
  for (const item of Object.values(result)) {
    if (typeof item === 'object' && item !== null) originOf.set(item as object, call)
  }
  const { grads, params } = result as { grads?: unknown; params?: unknown }
  for (const inner of [grads, params])
    if (typeof inner === 'object' && inner !== null)
      for (const item of Object.values(inner)) if (item instanceof Tensor) originOf.set(item, call)
}

/** Returns what a call may write to, by name: `params.runningMean`. */
export function writtenTo(args: readonly unknown[], mayWrite: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    mayWrite.map((place) => {
      const [, position, key] = /^argument (\d+)\.(\w+)$/.exec(place)!
      return [`params.${key}`, (args[Number(position) - 1] as Record<string, unknown> | undefined)?.[key]]
    }),
  )
}

/** Returns the call that returned an object or a number, if it is known. */
export function callThatGave(value: unknown): RecordedCall | undefined {
  if (typeof value === 'object' && value !== null) return originOf.get(value)
  return [...latest.values()]
    .flat()
    .findLast(
      ({ result }) =>
        Object.is(result, value) ||
        (typeof result === 'object' &&
          result !== null &&
          Object.values(result).some((item) => Object.is(item, value))),
    )
}

/**
 * Returns the calls of a function, or of a network and its methods, that are remembered.
 *
 * @param work - the file that holds it
 */
export const rememberedCalls = (name: string, work: RecordedWork): readonly RecordedCall[] =>
  [earlier, latest].flatMap((calls) =>
    [...calls].flatMap(([called, some]) =>
      called.replace('new ', '') === name || called.startsWith(`${name}.`)
        ? some.filter((call) => call.work === work)
        : [],
    ),
  )

/** Returns the name of a value in the result of a call: `dx`, `grads.W1`; undefined if it is not part of it. */
export function nameIn({ result, args, mayWrite }: RecordedCall, value: unknown): string | undefined {
  const place = Object.entries(writtenTo(args, mayWrite)).find((entry) => Object.is(entry[1], value))
  if (place !== undefined) return place[0]
  if (typeof result !== 'object' || result === null) return undefined
  for (const [name, item] of Object.entries(result)) {
    if (Object.is(item, value)) return name
    if (typeof item !== 'object' || item === null || item instanceof Tensor) continue
    const inner = Object.entries(item).find((entry) => Object.is(entry[1], value))
    if (inner !== undefined) return `${name}.${inner[0]}`
  }
  return undefined
}
