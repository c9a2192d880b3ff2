import { totalmem } from 'node:os'
import { addressesLeft, addressSpace } from './address-space.ts'

/**
 * How many bytes this process can still use, at most: what the system has to give, what a container may take, and what
 * `ulimit -v` allows.
 */
export function freeMemory(): number {
  const container = process.constrainedMemory()
  // What macOS calls free leaves out most of what it would give.
  const system = process.platform === 'darwin' ? totalmem() : process.availableMemory()
  const ofContainer = container > 0 ? container - process.memoryUsage.rss() : Infinity
  return Math.max(0, Math.min(system, ofContainer, addressesLeft()))
}

/** A number of bytes as people read it: `1.5 GB`. */
export const gigabytes = (bytes: number): string => {
  const value = bytes / 2 ** 30
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} GB`
}

/**
 * What V8 says when an array does not fit into the memory. A length of a few digits, or one below 0, is a mistake of
 * whoever asked for it.
 */
const NO_ROOM =
  /Array buffer allocation failed|Invalid typed array length: \d{9,}|Invalid array buffer length|WebAssembly.*(?:could not allocate|out of) memory/i

/** Whether an error says that the memory is used up, in this thread or another one. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') || NO_ROOM.test(error.message)
}

/** What to say then. */
export const outOfMemory = (): string =>
  'The memory is not enough: make the network or its batches smaller, or close other programs.' +
  (addressSpace === Infinity ? '' : ` A program may reserve ${gigabytes(addressSpace)} here ("ulimit -v").`)
