/**
 * The WebAssembly that ships with the kit: fast loops and a matrix product, and the memory that they work in.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { Heap } from './heap.ts'

/** A typed array that a kernel can work on. */
export type NumberArray = Float32Array | Float64Array | Int32Array

/** A function of `assembly/`: arrays are given by their addresses in bytes, booleans as numbers. */
export type Kernel = (...args: number[]) => number | void

/** What there is once WebAssembly runs. */
export interface Wasm {
  /** The functions of `kernels.wasm`, which `npm run wasm` builds from `assembly/`, by name. */
  kernels: Readonly<Record<string, Kernel>>
  /** The memory that they work in. */
  buffer: ArrayBuffer
  /** Who uses which part of it. */
  heap: Heap
}

const PAGE = 65536

/**
 * How much memory is reserved, in bytes: the first of these that the system grants. It cannot grow later without
 * taking it away from every array that lies in it. What is reserved and never written to costs nothing.
 */
const RESERVED = [2 ** 30, 2 ** 28, 2 ** 24]

/** Memory below this address is left alone: the kernels keep a few numbers of their own there. */
const FIRST_ADDRESS = 2048

/** WebAssembly with its kernels; undefined where it, or its relaxed SIMD instructions, are not available. */
export const wasm: Wasm | undefined = load()

function load(): Wasm | undefined {
  try {
    const module = new WebAssembly.Module(readFileSync(new URL('kernels.wasm', import.meta.url)))
    const memory = reserve()
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const { buffer } = memory
    const heap = new Heap(FIRST_ADDRESS, buffer.byteLength)
    return { kernels: exports as Record<string, Kernel>, buffer, heap }
  } catch {
    return undefined
  }
}

function reserve(): WebAssembly.Memory {
  for (const bytes of RESERVED.slice(0, -1)) {
    try {
      return new WebAssembly.Memory({ initial: bytes / PAGE })
    } catch {
      // A smaller one may do.
    }
  }
  return new WebAssembly.Memory({ initial: RESERVED.at(-1)! / PAGE })
}

/** Whether an array lies in the memory of WebAssembly. */
export const inWasmMemory = (array: NumberArray): boolean => array.buffer === wasm?.buffer

/**
 * Calls a function with working arrays, all of one type, with any numbers in them. They lie in the memory of
 * WebAssembly if there is room, and are only there for the call.
 */
export function withScratch<Type extends Float32Array | Float64Array, Result>(
  type: { new (size: number): Type; new (buffer: ArrayBuffer, address: number, size: number): Type },
  sizes: readonly number[],
  call: (...arrays: Type[]) => Result,
): Result {
  const addresses: number[] = []
  const arrays = sizes.map((size) => {
    const address = wasm?.heap.take(size * new type(0).BYTES_PER_ELEMENT)
    if (address === undefined) return new type(size)
    addresses.push(address)
    return new type(wasm!.buffer, address, size)
  })
  try {
    return call(...arrays)
  } finally {
    for (const address of addresses) wasm!.heap.giveBack(address)
  }
}

/**
 * Calls a function with the addresses of some arrays. Arrays that are not in WebAssembly's memory are copied into it
 * for the call, and the first `outputs` of them are copied back afterwards.
 *
 * @returns whether there was room for the copies; if not, nothing was called
 */
export function withAddresses(
  { buffer, heap }: Wasm,
  arrays: readonly NumberArray[],
  outputs: number,
  call: (addresses: number[]) => void,
): boolean {
  const addresses: number[] = []
  const copies: number[] = []
  try {
    for (const array of arrays) {
      if (array.buffer === buffer) {
        addresses.push(array.byteOffset)
        continue
      }
      const address = heap.take(array.byteLength)
      if (address === undefined) return false
      copies.push(address)
      bytesAt(buffer, address, array).set(bytesOf(array))
      addresses.push(address)
    }
    call(addresses)
    for (let i = 0; i < outputs; i++) {
      const array = arrays[i]
      if (array.buffer !== buffer) bytesOf(array).set(bytesAt(buffer, addresses[i], array))
    }
    return true
  } finally {
    for (const address of copies) heap.giveBack(address)
  }
}

const bytesOf = (array: NumberArray) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const bytesAt = (buffer: ArrayBuffer, address: number, array: NumberArray) =>
  new Uint8Array(buffer, address, array.byteLength)
