/**
 * The WebAssembly of the kit: fast loops and a matrix product, and the memory that they work in.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { addressSpace } from '../../system/address-space.ts'
import { Heap } from './heap.ts'

/** A typed array that a kernel can process. */
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array

/** A function of `assembly/`. Arrays are passed as addresses in bytes, booleans as numbers. */
export type Kernel = (...args: number[]) => number | void

/** A part of one thread's memory that another thread uses; see {@link memoryFor}. */
export interface WasmShare {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** The first address of the part, and one past the last. */
  start: number
  end: number
}

/** A running WebAssembly instance. */
export interface Wasm {
  /** `kernels.wasm`, which `npm run wasm` builds from `assembly/`. */
  module: WebAssembly.Module
  /** Its functions by name. */
  kernels: Readonly<Record<string, Kernel>>
  /** The memory that they work in, which other threads can share. */
  memory: WebAssembly.Memory
  buffer: SharedArrayBuffer
  /** The allocator of this memory. */
  heap: Heap
}

const PAGE = 65536

/**
 * The bytes of memory to reserve for this thread and those that share it: the first of these that the system grants.
 * Memory that is never written to costs nothing, except on Windows, where it counts as used.
 */
const RESERVED = [...(process.platform === 'win32' ? [] : [2 ** 32]), 2 ** 30, 2 ** 28, 2 ** 24].filter(
  // If the address space is limited, everything else needs some too.
  (bytes) => bytes <= addressSpace / 4,
)

/** WebAssembly with its kernels; undefined if WebAssembly or its relaxed SIMD instructions are not available. */
export const wasm: Wasm | undefined = load((workerData as { wasm?: WasmShare } | null)?.wasm)

/** Starts WebAssembly. @param share - the memory in a thread that was started with `wasm` in its `workerData` */
function load(share: WasmShare | undefined): Wasm | undefined {
  try {
    const { module, memory, start, end } = share ?? ownMemory()
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    const kernels = exports as Record<string, Kernel>
    const heap = new Heap(start, end)
    kernels.useScratch(heap.allocate(kernels.scratchBytes() as number)!)
    return { module, kernels, memory, buffer: memory.buffer, heap }
  } catch {
    return undefined
  }
}

function ownMemory(): WasmShare {
  const module = new WebAssembly.Module(readFileSync(new URL('kernels.wasm', import.meta.url)))
  const memory = reserve()
  return { module, memory, start: 0, end: memory.buffer.byteLength }
}

function reserve(): WebAssembly.Memory {
  for (const bytes of RESERVED.slice(0, -1)) {
    try {
      return memoryOf(bytes / PAGE)
    } catch {
      // Less memory may be available.
    }
  }
  return memoryOf(RESERVED.at(-1)! / PAGE)
}

function memoryOf(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}

/**
 * Allocates memory for another thread, to be passed as `wasm` in its `workerData`. Both threads can use what is stored
 * there, without sending it.
 *
 * @returns undefined if there is no WebAssembly, or not enough memory
 */
export function memoryFor(bytes: number): WasmShare | undefined {
  const start = wasm?.heap.allocate(bytes)
  return start === undefined
    ? undefined
    : { module: wasm!.module, memory: wasm!.memory, start, end: start + bytes }
}

/** Returns the numbers at an address as an array. */
export const numbersAt = (
  address: number,
  size: number,
  dtype: 'float32' | 'float64',
): Float32Array | Float64Array =>
  dtype === 'float32'
    ? new Float32Array(wasm!.buffer, address, size)
    : new Float64Array(wasm!.buffer, address, size)

/** Returns whether an array is in the WebAssembly memory. */
export const inWasmMemory = (array: NumberArray): boolean => array.buffer === wasm?.buffer

/**
 * Calls a function with uninitialized scratch arrays, all of one type. They are in the WebAssembly memory if there is
 * space, and valid only during the call.
 */
export function withScratch<Type extends Float32Array | Float64Array | Uint8Array, Result>(
  type: { new (size: number): Type; new (buffer: SharedArrayBuffer, address: number, size: number): Type },
  sizes: readonly number[],
  call: (...arrays: Type[]) => Result,
): Result {
  const addresses: number[] = []
  const arrays = sizes.map((size) => {
    const address = wasm?.heap.allocate(size * new type(0).BYTES_PER_ELEMENT)
    if (address === undefined) return new type(size)
    addresses.push(address)
    return new type(wasm!.buffer, address, size)
  })
  try {
    return call(...arrays)
  } finally {
    for (const address of addresses) wasm!.heap.free(address)
  }
}

/**
 * Calls a function with the addresses of some arrays. Arrays that are not in the WebAssembly memory are copied into it
 * for the call, and the first `outputs` of them are copied back afterwards.
 *
 * @returns whether there was space for the copies; if not, the function was not called
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
      const address = heap.allocate(array.byteLength)
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
    for (const address of copies) heap.free(address)
  }
}

const bytesOf = (array: NumberArray) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const bytesAt = (buffer: SharedArrayBuffer, address: number, array: NumberArray) =>
  new Uint8Array(buffer, address, array.byteLength)
