import { totalmem } from 'node:os'
import { addressesLeft, addressSpace } from './address-space.ts'

/**
 * Returns the most bytes that this process can still use: limited by the system's available memory, a container's limit
 * and `ulimit -v`.
 */
export function freeMemory(): number {
  const container = process.constrainedMemory()
  // On macOS, the available memory leaves out most of what the system would provide.
  const system = process.platform === 'darwin' ? totalmem() : process.availableMemory()
  const ofContainer = container > 0 ? container - process.memoryUsage.rss() : Infinity
  return Math.max(0, Math.min(system, ofContainer, addressesLeft()))
}

/** Formats a number of bytes: `1.5 GB`. */
export const gigabytes = (bytes: number): string => {
  const value = bytes / 2 ** 30
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} GB`
}

/**
 * Matches V8's messages for an array that does not fit into memory. A length of few digits or below 0 is a mistake in
 * the calling code instead.
 */
const NO_ROOM =
  /Array buffer allocation failed|Invalid typed array length: \d{9,}|Invalid array buffer length|WebAssembly.*(?:could not allocate|out of) memory/i

/** Returns whether an error means that memory ran out, in this thread or another one. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') || NO_ROOM.test(error.message)
}

/** Returns the message for that error. */
export const outOfMemory = (): string =>
  'There is not enough memory. Make the network or its batches smaller, or close other programs.' +
  (addressSpace === Infinity
    ? ''
    : ` A program may reserve at most ${gigabytes(addressSpace)} here ("ulimit -v").`)
