import { types } from 'node:util'
import { Tensor, type TensorData } from '#kit/tensor/index.ts'
import { after } from './packet.ts'

/** A value as it is written into a message: a number, a text, or a list that begins with one of the letters below. */
export type Written = unknown

/** A typed array of any kind. */
type AnyArray = TensorData | Int32Array | Uint8Array

const arrayTypes = [
  Float64Array,
  Float32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  Uint8ClampedArray,
] as const

/** From this length on, a list of nothing but numbers is sent as bytes. */
const LONG_LIST = 100

/** How deep objects are looked into. What is deeper is only known by its number. */
const DEEPEST = 8

/** The two sides number their own objects differently, so that a number belongs to one object only. */
export type Side = 'grader' | 'work'

/** The function of one side as the other side calls it. */
export type CallBack = (id: number, name: string) => (...args: unknown[]) => unknown

/** The bytes of an array. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

const { compare } = Buffer

const equal = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && compare(one, other) === 0

/** An array that both sides know. */
export class KnownArray {
  readonly array: ArrayBufferView
  /** The number of the last answer that named it. */
  answer = 0
  readonly #bytes: Uint8Array
  /** What is in it, as far as the other side knows. */
  #told: Uint8Array | undefined

  constructor(array: ArrayBufferView) {
    this.array = array
    this.#bytes = bytesOf(array)
  }

  /** Whether the other side knows what is in it now. */
  get isTold(): boolean {
    return this.#told !== undefined && equal(this.#told, this.#bytes)
  }

  /** Notes what the other side knows of it: these bytes, which stay as they are. */
  tell(bytes: Uint8Array = this.#bytes.slice()): void {
    this.#told = bytes
  }
}

/**
 * The objects that both sides of the pipe know. Each has a number, and stays the same object on both sides for as long as
 * it is known: what is sent again is written into it. So two results that share their memory share it here as well, and a
 * cache that is passed back is the very object that the work returned.
 */
export class Mirror {
  readonly #ids = new Map<object, number>()
  readonly #objects = new Map<number, object>()
  /** The typed arrays among them. */
  readonly #known = new Map<number, KnownArray>()
  /** The objects of the grader that the work may write to. All others stay as they are, whatever it sends. */
  #open: ReadonlySet<object>[] = []
  readonly #callBack: CallBack
  readonly #side: Side
  #next: number

  constructor(side: Side, callBack: CallBack) {
    this.#side = side
    this.#next = side === 'grader' ? 0 : 1
    this.#callBack = callBack
  }

  /** Forgets all objects, as both sides do before a check. Numbers are never used twice. */
  forget(): void {
    for (const known of [this.#ids, this.#objects, this.#known]) known.clear()
  }

  /** Lets the work write to objects of the grader: those that are named in these messages. */
  openTo(...writers: readonly Writer[]): void {
    this.#open = writers.map(({ seen }) => seen)
  }

  /** Returns whether what the other side sends about an object counts. */
  #isOpen(id: number, object: object): boolean {
    return this.#side === 'work' || id % 2 !== 0 || this.#open.some((seen) => seen.has(object))
  }

  /** Returns the object with this number, if it is known. */
  object(id: unknown): object | undefined {
    return this.#objects.get(id as number)
  }

  /** Returns the number of an object, if both sides know it. */
  numberOf(object: object): number | undefined {
    return this.#ids.get(object)
  }

  /** Returns whether an array differs from what the other side knows. */
  hasChanged(array: ArrayBufferView): boolean {
    return this.#known.get(this.#ids.get(array) ?? -1)?.isTold === false
  }

  /** Starts to write the values of one message. */
  writer(): Writer {
    return new Writer(this)
  }

  /** Returns the number of an object, which is new if it was not known, and whether it is the other side's. */
  enter(object: object): { id: number; isNew: boolean; isTheirs: boolean } {
    const known = this.#ids.get(object)
    const id = known ?? this.#next
    if (known === undefined) {
      this.#next += 2
      this.#ids.set(object, id)
      this.#objects.set(id, object)
    }
    return { id, isNew: known === undefined, isTheirs: (id % 2 === 0) !== (this.#side === 'grader') }
  }

  /** Returns what is known of an array with this number. */
  knownArray(id: number, array: ArrayBufferView): KnownArray {
    let known = this.#known.get(id)
    if (known === undefined) this.#known.set(id, (known = new KnownArray(array)))
    return known
  }

  /**
   * Reads a value that the other side has written.
   *
   * @param bytes - the arrays of its message
   * @throws RangeError if it is none
   */
  read(value: Written, bytes: Uint8Array, depth = 0): unknown {
    if (!Array.isArray(value)) {
      if (typeof value === 'object' && value !== null) throw new RangeError('An object has no letter.')
      return value
    }
    if (depth > 4 * DEEPEST) throw new RangeError('A value is nested too deeply.')
    const [letter, id, first, second, third] = value as [string, number, ...unknown[]]
    switch (letter) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(id)
      case 'bigint':
        return BigInt(String(id))
      case 'symbol':
        return Symbol(String(id))
      case 'known': {
        const known = this.#objects.get(id)
        if (known === undefined) throw new RangeError(`No object has the number ${id}.`)
        return known
      }
      case 'array':
        return this.#readArray(id, givenArray(arrayTypes[first as number], second, third, bytes))
      case 'tensor': {
        const data = this.read(first, bytes, depth + 1)
        return this.#objects.get(id) ?? this.adopt(id, new Tensor(data as TensorData, second as number[]))
      }
      case 'function':
        return this.#objects.get(id) ?? this.adopt(id, this.#callBack(id, String(first)))
      case 'other':
        return this.#objects.get(id) ?? this.adopt(id, first === 'promise' ? new Promise(() => {}) : {})
      case 'theirs':
        this.#readAll(first, bytes, depth)
        return this.read(['known', id], bytes, depth + 1)
      case 'list':
        return this.#readList(id, this.#readAll(first, bytes, depth))
      case 'numbers':
        return this.#readList(id, Array.from(givenArray(Float64Array, first, second, bytes)))
      case 'object':
        return this.#readObject(id, String(first), second as string[], (i) =>
          this.read((third as Written[])[i], bytes, depth + 1),
        )
      default:
        throw new RangeError(`No value begins with ${String(letter)}.`)
    }
  }

  #readAll(values: unknown, bytes: Uint8Array, depth: number): unknown[] {
    return (values as Written[]).map((value) => this.read(value, bytes, depth + 1))
  }

  #readArray(id: number, given: AnyArray): object {
    let array = this.#objects.get(id) as AnyArray | undefined
    if (array === undefined) this.adopt(id, (array = given.slice()))
    else if (!this.#isOpen(id, array)) {
      // The next call that is given this array is told again what is in it.
      this.#known.delete(id)
      return array
    } else if (array.length !== given.length) throw new RangeError('An array has changed its length.')
    else if (!equal(bytesOf(array), bytesOf(given))) array.set(given as never)
    // The message is read once, and never written to.
    this.knownArray(id, array).tell(bytesOf(given))
    return array
  }

  #readList(id: number, items: readonly unknown[]): unknown[] {
    const list = (this.#objects.get(id) ?? this.adopt(id, [])) as unknown[]
    if (!this.#isOpen(id, list)) return list
    if (items.length !== list.length || items.some((item, i) => !Object.is(item, list[i])))
      replaceItems(list, items)
    return list
  }

  #readObject(id: number, type: string, keys: readonly string[], valueAt: (i: number) => unknown): object {
    const known = this.#objects.get(id)
    const object = known ?? this.adopt(id, type === '' ? {} : (Object.create({ type }) as object))
    if (!this.#isOpen(id, object)) return object
    if (known !== undefined) {
      const wanted = new Set(keys)
      for (const key of Object.keys(object)) if (!wanted.has(key)) Reflect.deleteProperty(object, key)
    }
    keys.forEach((name, i) => {
      const key = String(name)
      const value = valueAt(i)
      const now = known && Reflect.getOwnPropertyDescriptor(object, key)
      if (now && Object.is(now.value, value)) return
      // Assigning "__proto__" would do something else. Defining takes longer.
      if (known === undefined && key !== '__proto__') (object as Record<string, unknown>)[key] = value
      else
        Reflect.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
    })
    return object
  }

  /** Takes an object for the one that the other side gave this number. */
  adopt<Known extends object>(id: number, object: Known): Known {
    const isTheirs = Number.isInteger(id) && (id % 2 === 0) !== (this.#side === 'grader')
    if (!isTheirs) throw new RangeError('Each side gives numbers to its own objects.')
    this.#objects.set(id, object)
    this.#ids.set(object, id)
    return object
  }
}

/** Writes the values of one message. */
export class Writer {
  /** The arrays that go with it. */
  readonly arrays: ArrayBufferView[] = []
  /** All arrays among the values, also those that the other side knows already. */
  readonly arraysSeen: KnownArray[] = []
  readonly #mirror: Mirror
  /** All objects among the values. */
  readonly seen = new Set<object>()
  #offset = 0

  constructor(mirror: Mirror) {
    this.#mirror = mirror
  }

  /** Writes a value. An object of the other side is only named by its number, with the arrays in it that have changed. */
  write(value: unknown, depth = 0): Written {
    switch (typeof value) {
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : String(value)]
      case 'undefined':
        return ['undefined']
      case 'bigint':
        return ['bigint', String(value)]
      case 'symbol':
        return ['symbol', value.description ?? '']
      case 'function':
        return this.#writeObject(value, depth)
      case 'object':
        return value === null ? null : this.#writeObject(value, depth)
      default:
        return value
    }
  }

  #writeObject(value: object, depth: number): Written {
    const { id, isNew, isTheirs } = this.#mirror.enter(value)
    if (this.seen.has(value)) return ['known', id]
    this.seen.add(value)
    if (typeof value === 'function') return isNew ? ['function', id, nameOf(value)] : ['known', id]
    if (types.isProxy(value) || depth > DEEPEST) return ['other', id, 'proxy']
    if (isPlainArray(value)) return this.#writeArray(value, id)
    if (value instanceof Tensor && Object.getPrototypeOf(value) === Tensor.prototype) {
      const { data, shape } = value
      if (isPlainArray(data) && shapeFits(shape, data)) {
        const written = this.write(data, depth + 1)
        return isNew || (written as unknown[])[0] !== 'known' ? ['tensor', id, written, shape] : ['known', id]
      }
    }
    if (types.isPromise(value)) return ['other', id, 'promise']
    // What the other side made is its own: what matters is only which arrays in it have changed.
    if (!isTheirs || isNew) return this.#writeContents(value, id, depth)
    const inside = Array.isArray(value) ? (value as unknown[]) : propertiesOf(value)[1]
    return ['theirs', id, inside.map((item) => this.write(item, depth + 1)).filter(isNews)]
  }

  /** Writes what an object holds now, even if the other side made it, unless it has been written already. */
  writeContents(value: object): Written {
    if (this.seen.has(value)) return undefined
    this.seen.add(value)
    return this.#writeContents(value, this.#mirror.enter(value).id, 0)
  }

  #writeContents(value: object, id: number, depth: number): Written {
    const writeAll = (values: readonly unknown[]): Written[] => {
      const written: Written[] = []
      // A list may have holes.
      for (let i = 0; i < values.length; i++) written.push(this.write(values[i], depth + 1))
      return written
    }
    if (Array.isArray(value)) {
      if (!isLongList(value)) return ['list', id, writeAll(value)]
      return ['numbers', id, value.length, this.#append(Float64Array.from(value))]
    }
    const prototype = Object.getPrototypeOf(value) as object | null
    const type = prototype === Object.prototype || prototype === null ? '' : typeOf(prototype)
    const [keys, values] = propertiesOf(value)
    return ['object', id, type, keys, writeAll(values)]
  }

  #writeArray(value: AnyArray, id: number): Written {
    const known = this.#mirror.knownArray(id, value)
    this.arraysSeen.push(known)
    if (known.isTold) return ['known', id]
    known.tell()
    const type = arrayTypes.findIndex((one) => value instanceof one)
    return ['array', id, type, value.length, this.#append(value)]
  }

  /** Sends an array with the message, and returns its place. */
  #append(array: AnyArray): number {
    const offset = this.#offset
    this.arrays.push(array)
    this.#offset = after(offset, array.byteLength)
    return offset
  }
}

/** Returns an array that goes with a message. @throws RangeError if it does not lie in it */
function givenArray(
  Type: (typeof arrayTypes)[number],
  length: unknown,
  offset: unknown,
  bytes: Uint8Array,
): AnyArray {
  const [count, begin] = [length as number, offset as number]
  if (!(begin >= 0) || begin + count * Type.BYTES_PER_ELEMENT > bytes.length)
    throw new RangeError('An array ends after its message.')
  return new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + begin, count) as AnyArray
}

/** Returns whether a value is a list of many items, and all of them are numbers. */
export function isLongList(value: object): value is number[] {
  if (!Array.isArray(value) || types.isProxy(value) || value.length < LONG_LIST) return false
  for (const item of value) if (typeof item !== 'number') return false
  return true
}

/** Replaces all items of a list, of which there may be many. */
function replaceItems(list: unknown[], items: readonly unknown[]): void {
  list.length = items.length
  items.forEach((item, i) => (list[i] = item))
}

/** Returns whether a written value brings anything new. */
const isNews = (written: Written): boolean =>
  Array.isArray(written) && written[0] !== 'known' && written[0] !== 'number' && written[0] !== 'undefined'

const isPlainArray = (value: unknown): value is AnyArray =>
  ArrayBuffer.isView(value) && !types.isProxy(value) && arrayTypes.some((one) => value instanceof one)

const shapeFits = (shape: unknown, { length }: AnyArray): boolean =>
  Array.isArray(shape) &&
  !types.isProxy(shape) &&
  shape.every((size) => Number.isInteger(size) && (size as number) >= 0) &&
  shape.reduce((product: number, size: number) => product * size, 1) === length

/** Returns the own properties of an object that hold values. Getters are not called. */
export function propertiesOf(object: object): [keys: string[], values: unknown[]] {
  const [keys, values]: ReturnType<typeof propertiesOf> = [[], []]
  for (const key of Object.keys(object)) {
    const property = Reflect.getOwnPropertyDescriptor(object, key)
    if (property === undefined || !('value' in property)) continue
    keys.push(key)
    values.push(property.value)
  }
  return [keys, values]
}

/** Returns the name of the class that has this prototype. It may be anything. */
function typeOf(prototype: object): string {
  const type = Reflect.getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown
  return (typeof type === 'function' ? nameOf(type) : '') || 'unknown'
}

function nameOf(value: object): string {
  const name = Reflect.getOwnPropertyDescriptor(value, 'name')?.value as unknown
  return typeof name === 'string' ? name : ''
}
