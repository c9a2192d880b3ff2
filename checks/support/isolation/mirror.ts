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

const equal = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && Buffer.compare(one, other) === 0

/**
 * The objects that both sides of the pipe know. Each has a number, and stays the same object on both sides for as long as
 * it is known: what is sent again is written into it. So two results that share their memory share it here as well, and a
 * cache that is passed back is the very object that the work returned.
 */
export class Mirror {
  readonly #ids = new Map<object, number>()
  readonly #objects = new Map<number, object>()
  /** The contents of typed arrays, as the other side knows them. */
  readonly #known = new Map<number, Uint8Array>()
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
    const known = this.#known.get(this.#ids.get(array) ?? -1)
    return known !== undefined && !equal(known, bytesOf(array))
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

  /** Notes what the other side knows of an array from now on. Returns whether it knew that already. */
  tell(id: number, array: ArrayBufferView): boolean {
    const bytes = bytesOf(array)
    const known = this.#known.get(id)
    if (known !== undefined && equal(known, bytes)) return true
    this.#known.set(id, bytes.slice())
    return false
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
    const [letter, id, ...rest] = value as [string, number, ...unknown[]]
    const inner = (one: Written): unknown => this.read(one, bytes, depth + 1)
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
        return this.#readArray(id, rest as [number, number, number], bytes)
      case 'tensor': {
        const data = inner(rest[0])
        return this.#objects.get(id) ?? this.adopt(id, new Tensor(data as TensorData, rest[1] as number[]))
      }
      case 'function':
        return this.#objects.get(id) ?? this.adopt(id, this.#callBack(id, String(rest[0])))
      case 'other':
        return this.#objects.get(id) ?? this.adopt(id, rest[0] === 'promise' ? new Promise(() => {}) : {})
      case 'theirs':
        ;(rest[0] as Written[]).forEach(inner)
        return inner(['known', id])
      case 'list':
        return this.#readList(id, (rest[0] as Written[]).map(inner))
      case 'numbers': {
        const [length, offset] = rest as [number, number]
        return this.#readList(id, Array.from(givenArray(Float64Array, length, offset, bytes)))
      }
      case 'object':
        return this.#readObject(id, rest as [string, string[], Written[]], inner)
      default:
        throw new RangeError(`No value begins with ${String(letter)}.`)
    }
  }

  #readArray(id: number, [type, length, offset]: [number, number, number], bytes: Uint8Array): object {
    const given = givenArray(arrayTypes[type], length, offset, bytes)
    let array = this.#objects.get(id) as AnyArray | undefined
    if (array === undefined) this.adopt(id, (array = (given as AnyArray).slice()))
    else if (!this.#isOpen(id, array)) {
      // The next call that is given this array is told again what is in it.
      this.#known.delete(id)
      return array
    } else if (array.length !== length) throw new RangeError('An array has changed its length.')
    else if (!equal(bytesOf(array), bytesOf(given))) array.set(given as never)
    this.#known.set(id, bytesOf(given).slice())
    return array
  }

  #readList(id: number, items: readonly unknown[]): unknown[] {
    const list = (this.#objects.get(id) ?? this.adopt(id, [])) as unknown[]
    if (!this.#isOpen(id, list)) return list
    if (items.length !== list.length || items.some((item, i) => !Object.is(item, list[i])))
      replaceItems(list, items)
    return list
  }

  #readObject(
    id: number,
    [type, keys, values]: [string, string[], Written[]],
    inner: (one: Written) => unknown,
  ) {
    const object =
      this.#objects.get(id) ?? this.adopt(id, type === '' ? {} : (Object.create({ type }) as object))
    if (!this.#isOpen(id, object)) return object
    const wanted = new Set(keys)
    for (const key of Object.keys(object)) if (!wanted.has(key)) Reflect.deleteProperty(object, key)
    keys.forEach((key, i) => {
      const value = inner(values[i])
      const now = Reflect.getOwnPropertyDescriptor(object, key)
      if (now && Object.is(now.value, value)) return
      // Assigning "__proto__" would do something else.
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
  readonly arraysSeen: ArrayBufferView[] = []
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
    const writeAll = (values: unknown[]): Written[] =>
      Array.from(values, (item) => this.write(item, depth + 1))
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
    this.arraysSeen.push(value)
    const isKnown = this.#mirror.tell(id, value)
    if (isKnown) return ['known', id]
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
  length: number,
  offset: number,
  bytes: Uint8Array,
): AnyArray {
  if (!(offset >= 0) || offset + length * Type.BYTES_PER_ELEMENT > bytes.length)
    throw new RangeError('An array ends after its message.')
  return new Type(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length) as AnyArray
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
  const found = Object.entries(Object.getOwnPropertyDescriptors(object)).filter(
    ([, property]) => property.enumerable && 'value' in property,
  )
  return [found.map(([key]) => key), found.map(([, property]) => property.value as unknown)]
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
