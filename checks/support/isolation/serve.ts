import { BufferPool, empty, sameShape, Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { misfitOf } from '#kit/tensor/shape.ts'
import { restoreBuiltIns } from '../running/built-ins.ts'
import { findDishonestResult } from '../running/dishonest-results.ts'
import { summarize } from '../running/thrown-error.ts'
import { stopWatching, watchReads } from '../running/watch-reads.ts'
import type { Pipe } from './boot.ts'
import { isLongList, Mirror, propertiesOf, type KnownArray, type Writer, type Written } from './mirror.ts'
import { pack, unpack, type Message, type Packet } from './packet.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- the work may export anything
type Any = any

/** The number of calls whose results are looked at again after later calls. */
const MOST_RECENT = 32

/** How deep an argument is compared with what it was before a call. */
const DEEPEST = 5

/** How long a text from an error may be. */
const LONGEST = 20_000

const { apply, construct } = Reflect

/**
 * Runs the work for the grader: loads its files, calls its functions and sends back what they return, write and throw.
 * Nothing that is sent is a verdict. So work that meddles with this process only changes its own answers.
 */
export async function serve(pipe: Pipe): Promise<never> {
  const modules = new Map<string, Any>()
  let seen = new Set<string>()
  const pool = new BufferPool()
  /** The arrays that the latest answers have named, and the number of the latest one. */
  const recent: KnownArray[][] = []
  let latest = 0

  const ask = (words: Message, writer: Writer): Packet => {
    pipe.write(pack(words, writer.arrays))
    for (;;) {
      const packet = unpack(pipe.read())
      if (packet.words.op === 'answer') return packet
      answer(packet)
    }
  }
  const mirror: Mirror = new Mirror('work', (id) => (...args) => {
    const writer = mirror.writer()
    const given = args.map((argument) => writer.write(argument))
    const { words, bytes } = ask({ op: 'callback', id, args: given }, writer)
    if (words.thrown !== undefined) throw mirror.read(words.thrown, bytes)
    return mirror.read(words.value, bytes)
  })

  /** Runs a call, and answers with its result and with everything known that it has changed. */
  const respond = (args: readonly unknown[], run: () => object): void => {
    const before = contentsOf(args)
    const writer = mirror.writer()
    let result: () => object
    try {
      const value = run()
      result = () => value
    } catch (error) {
      result = () => ({ thrown: thrownBy(error, mirror, writer) })
    }
    const changed: Written[] = []
    for (const [object, keys, values] of before.objects) {
      const [nowKeys, nowValues] = partsOf(object)
      const isAsLong = nowKeys.length === keys.length && nowValues.length === values.length
      if (isAsLong && nowValues.every((value, i) => Object.is(value, values[i]))) continue
      changed.push(writer.writeContents(object))
    }
    for (const [tensor, data, shape] of before.tensors)
      if (tensor.data !== data || !sameShape(shape, tensor.shape)) changed.push(writer.writeContents(tensor))
    for (const array of before.arrays) if (mirror.hasChanged(array)) changed.push(writer.write(array))
    const first = latest - recent.length + 1
    recent.forEach((arrays, i) => {
      // Each is looked at once, although many answers may have named it.
      for (const known of arrays)
        if (known.answer === first + i && !known.isTold) changed.push(writer.write(known.array))
    })
    const words = { op: 'answer', ...result() } as Message
    if ('result' in words) words.value = writer.write(words.result)
    delete words.result
    latest++
    for (const known of writer.arraysSeen) known.answer = latest
    recent.push(writer.arraysSeen)
    if (recent.length > MOST_RECENT) recent.shift()
    pipe.write(pack({ ...words, changed, seen: [...seen] }, writer.arrays))
  }

  const answer = ({ words, bytes }: Packet): void => {
    for (const array of (words.news ?? []) as Written[]) mirror.read(array, bytes)
    const args = ((words.args ?? []) as Written[]).map((argument) => mirror.read(argument, bytes))
    const inStep = (call: () => unknown): unknown => (words.step === true ? pool.step(call, []) : call())
    switch (words.op) {
      case 'call':
        return respond(args, () => {
          const run = modules.get(String(words.file))[String(words.name)]
          const result = inStep(() => apply(run, undefined, args))
          return { result, trick: findDishonestResult(result) }
        })
      case 'apply':
        return respond(args, () => {
          const result = apply(mirror.object(words.id) as Any, undefined, args)
          return { result, trick: findDishonestResult(result) }
        })
      case 'new':
        return respond(args, () => {
          const net = construct(modules.get(String(words.file))[String(words.name)], args) as Any
          const { params } = net
          const { id } = mirror.enter(net)
          return {
            result: params,
            net: { id, keys: Object.keys(net), methods: methodsOf(net) },
            trick: findDishonestResult(params, 'params'),
          }
        })
      case 'method': {
        const net = mirror.object(words.id) as Any
        const params = mirror.read(words.params, bytes) as object
        return respond([...args, params], () => {
          // The parameters may be replaced, but the object that holds them stays the network's own.
          if (net.params !== params) Object.assign(net.params, params)
          const result = apply(net[String(words.name)], net, args)
          return { result, trick: findDishonestResult(result) }
        })
      }
      case 'watch':
        seen = watchReads(
          (args[0] as unknown[]).filter((value) => value instanceof Tensor),
          args[1] as string[],
        )
        return respond([], () => ({}))
      case 'built-ins':
        return respond([], () => ({ name: restoreBuiltIns() }))
      case 'fill-memory':
        return respond([], () => {
          pool.step(() => empty([Number(words.count)]).data.fill(NaN), [])
          return {}
        })
      case 'release-memory':
        return respond([], () => {
          pool.release()
          return {}
        })
      case 'forget':
        stopWatching()
        seen = new Set()
        recent.length = 0
        mirror.forget()
        return respond([], () => ({}))
      default:
        throw new RangeError(`Nobody knows what ${String(words.op)} means.`)
    }
  }

  for (;;) {
    const packet = unpack(pipe.read())
    if (packet.words.op === 'load') await load(packet.words)
    else answer(packet)
  }

  async function load({ file, specifier }: Message): Promise<void> {
    // A file that waits for something that never comes would end the process.
    const waiting = setInterval(() => {}, 1000)
    let loaded: () => object
    try {
      const module = await import(String(specifier))
      modules.set(String(file), module)
      loaded = () => ({ functions: namesOf(module, true), result: othersOf(module) })
    } catch (error) {
      loaded = () => {
        throw error
      }
    }
    clearInterval(waiting)
    respond([], loaded)
  }
}

const namesOf = (module: Any, areFunctions: boolean): string[] =>
  Object.keys(module).filter((name) => (typeof module[name] === 'function') === areFunctions)

const othersOf = (module: Any): object =>
  Object.fromEntries(namesOf(module, false).map((name) => [name, module[name]]))

/** Returns the names of the methods that an object has or inherits. */
function methodsOf(object: object): string[] {
  const names = new Set<string>()
  for (
    let type: object | null = object;
    type && type !== Object.prototype;
    type = Object.getPrototypeOf(type) as object | null
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type)))
      if (typeof value === 'function' && name !== 'constructor') names.add(name)
  }
  return [...names]
}

/** Returns the properties of an object. A long list has so many that looking each up would take longer than the call. */
const partsOf = (object: object): ReturnType<typeof propertiesOf> =>
  isLongList(object) ? [[String(object.length)], object.slice()] : propertiesOf(object)

/** What is in the arguments of a call: all arrays, what each tensor is made of, and the properties of all objects. */
function contentsOf(args: readonly unknown[]) {
  const arrays = new Set<ArrayBufferView>()
  const tensors: [tensor: Tensor, data: unknown, shape: readonly number[]][] = []
  const objects: [object, ...ReturnType<typeof partsOf>][] = []
  const known = new Set<object>()
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || known.has(value) || depth > DEEPEST) return
    known.add(value)
    if (ArrayBuffer.isView(value)) arrays.add(value)
    else if (value instanceof Tensor) {
      if (Array.isArray(value.shape)) tensors.push([value, value.data, [...value.shape]])
      visit(value.data, depth)
    } else {
      const parts = partsOf(value)
      objects.push([value, ...parts])
      for (const item of parts[1]) visit(item, depth + 1)
    }
  }
  for (const argument of args) visit(argument, 0)
  return { arrays, tensors, objects }
}

/** Puts whatever was thrown into words. Reading it may throw in turn. */
function thrownBy(error: unknown, mirror: Mirror, writer: Writer): object {
  const attempt = <Result>(read: () => Result): Result | undefined => {
    try {
      return read()
    } catch {
      return undefined
    }
  }
  const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function'
  // What the grader has thrown, in a function that it passed, goes back to it.
  const known = isObject ? mirror.numberOf(error) : undefined
  if (known !== undefined && known % 2 === 0) return { known }
  const text = (key: 'name' | 'message' | 'stack') =>
    attempt(() => String((error as Error)[key]).slice(0, LONGEST))
  return {
    summary: summarize(error),
    ...(isObject ? {} : { value: writer.write(error) }),
    ...(attempt(() => error instanceof Error) && {
      type: attempt(() => (error instanceof RangeError ? 'RangeError' : 'Error')),
      name: text('name'),
      message: text('message'),
      stack: text('stack'),
    }),
    misfit: misfitOf(error),
    todo: attempt(() => openTodoIn(error)),
  }
}

/** Returns the open TODO that ended a call, anywhere in a chain of causes. */
function openTodoIn(error: unknown): { todo: string; message: string } | undefined {
  let cause = error
  for (let depth = 0; depth < 10 && cause instanceof Error; depth++, cause = cause.cause)
    if (cause instanceof NotImplementedError)
      return { todo: String(cause.todo), message: String(cause.message) }
  return undefined
}
