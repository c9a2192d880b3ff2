import { Random } from '#kit/tensor/index.ts'
import { drawCall } from '../../battery/calls.ts'
import { others as otherWays, subjects } from '../../battery/subjects.ts'
import { differing, OF_SHAPE, type Values } from '../../comparing/values.ts'
import { rememberedCalls, type RecordedCall, type RecordedWork } from '../../running/recorded-calls.ts'
import { gradedFunction } from '../../running/work.ts'
import { limited } from './limited.ts'
import { enlarged, replay, THROWN, valuesOf, varied } from './replay.ts'
import type { Module } from './solution-file.ts'

/** How many calls with wrong results are compared, and how many of them are made again with other numbers. */
const [MOST_ORIGINS, MOST_VARIED] = [8, 2]

/** How far two results may be apart, relative to their largest number, or to the second of these if that is larger. */
const [ROUNDING, SMALL] = [1e-9, 1e-6]

/** A wrong result of the work. */
interface WrongResult {
  /** The name of the function or the method. */
  name: string
  /** The file that holds it. */
  work: RecordedWork
  /** The calls with wrong results, if they are known. */
  origins: readonly RecordedCall[]
  /** The name of the result that is wrong, if it is known. */
  result?: string
  /** The title of the TODO. */
  title: string
}

/** Calls of a function, or of the methods of a network, that a change must agree with. */
export class Evidence {
  /** The name of the result that is to be explained. */
  readonly what: string
  /** Whether it is an error. */
  readonly isError: boolean
  readonly #calls: { call: RecordedCall; actual: Values; right: Values }[]
  /** Whether enough calls have wrong results. A single one may fit by accident. */
  readonly isEnough: boolean
  /** Whether they are all one call with other numbers. Its sizes and options may fit several mistakes. */
  readonly isThin: boolean
  /** Whether some wrong result consists of finite numbers. NaN comes out of many changes. */
  readonly hasNumbers: boolean
  readonly #result: string | undefined

  constructor(right: Module, { name, work, origins, result, title }: WrongResult) {
    this.#result = result
    draw(title)
    // Neighbours often differ little, because one case was made from the other.
    const some = origins.filter((_, i) => i % Math.ceil(origins.length / MOST_ORIGINS) === 0)
    const again = some
      .slice(0, MOST_VARIED)
      .flatMap((call, i) => limited(() => varied(call, new Random(1, i))) ?? [])
    const remembered = rememberedCalls(name, work)
    const networks = [...some, ...remembered].filter((call) => call.name.startsWith('new '))
    const larger = networks.slice(0, MOST_VARIED).flatMap((call) => limited(() => enlarged(call)) ?? [])
    const calls = [...new Set([...some, ...again, ...larger, ...remembered])].map((call) => ({
      call,
      actual: valuesOf(call),
    }))
    const wrong: { call: RecordedCall; actual: Values; right: Values }[] = []
    const others: typeof wrong = []
    const names = new Set<string>()
    for (const one of calls.toSorted((a, b) => sizeOf(a.actual) - sizeOf(b.actual))) {
      const values = limited(() => replay(one.call, right))
      if (values === undefined) continue
      const differs = differing(this.#compared(one.actual), values, ROUNDING, SMALL)
      // What depends on chance, such as a mask without a seed, proves nothing.
      if (differs !== undefined && isRandom(one.call, right, values)) continue
      ;(differs === undefined ? others : wrong).push({ ...one, right: values })
      if (differs !== undefined) names.add(differs)
    }
    // Most changes already fail in the smallest wrong call.
    this.#calls = [...wrong, ...others]
    this.isEnough = wrong.length >= 2
    this.isThin = wrong.filter(({ call }) => !again.includes(call)).length < 2
    this.hasNumbers = wrong.some(({ actual }) =>
      Object.values(this.#compared(actual)).every((values) =>
        Array.from(values).every((value) => typeof value === 'string' || Number.isFinite(value)),
      ),
    )
    this.isError = result === undefined && names.has(THROWN)
    this.what = this.isError ? 'This error' : (result ?? [...names][0]?.replace(OF_SHAPE, ''))
  }

  /**
   * Returns whether a version of the work gives in each call what the work gave, as far as it is to be explained.
   *
   * @throws whatever that version throws
   */
  fits(module: Module): boolean {
    return this.#calls.every(
      ({ call, actual }) =>
        differing(this.#compared(actual), replay(call, module), ROUNDING, SMALL) === undefined,
    )
  }

  /** Returns whether it also gives all other results. */
  fitsWholly(module: Module): boolean {
    return this.#calls.every(
      ({ call, actual }) => differing(actual, replay(call, module), ROUNDING, SMALL) === undefined,
    )
  }

  /** Returns whether a version of the work gives something wrong under a name under which the work is right. */
  spoils(module: Module): boolean {
    return this.#calls.some(({ call, actual, right }) => {
      const given = replay(call, module)
      return Object.keys(actual).some(
        (name) => !areApart(actual, right, name) && areApart(actual, given, name),
      )
    })
  }

  #compared(all: Values): Values {
    const only = this.#result
    if (only === undefined || !(only in all)) return all
    const shape = only + OF_SHAPE
    return { [only]: all[only], ...(shape in all && { [shape]: all[shape] }) }
  }
}

/** Calls the function of a TODO with ordinary inputs. The calls are recorded. */
function draw(title: string): void {
  const subject = subjects[title]
  if (subject === undefined) return
  const more = otherWays[subject.name] ?? []
  for (const args of [subject.args, ...more])
    for (const extra of [0, 1])
      limited(() => drawCall({ ...subject, args }, gradedFunction, { more: extra }).run())
}

/** Returns whether the right solution gives something else when it is called again. */
const isRandom = (call: RecordedCall, right: Module, values: Values): boolean =>
  differing(values, limited(() => replay(call, right)) ?? {}) !== undefined

const sizeOf = (values: Values): number =>
  Object.values(values).reduce((total, { length }) => total + length, 0)

/** Returns the names of the results of a call that are not those of the solution. */
export function wrongNames(call: RecordedCall, right: Module): string[] {
  const [actual, expected] = [valuesOf(call), replay(call, right)]
  return Object.keys(actual).filter((name) => areApart(actual, expected, name))
}

/** Returns whether what two results hold under a name is not the same. */
const areApart = (one: Values, other: Values, name: string): boolean =>
  differing({ it: one[name] }, { it: other[name] ?? [] }, ROUNDING, SMALL) !== undefined
