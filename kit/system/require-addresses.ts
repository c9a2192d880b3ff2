import { addressSpace, hasGuards, WITHOUT_GUARDS } from './address-space.ts'
import { gigabytes } from './memory.ts'

/** What Node reserves for its heaps, threads and libraries, in bytes; it uses little of it. */
const LEAST = 24 * 2 ** 30
const LEAST_WITH_GUARDS = 48 * 2 ** 30

/**
 * What to do where a program may reserve too little memory: it would hang, or end somewhere with a stack or without a
 * word.
 *
 * @param limit - of the addresses that a program may reserve, in bytes
 * @param guards - whether V8 reserves some around each memory of WebAssembly
 * @returns a sentence; nothing if it is enough
 */
export function problemWith(limit: number, guards: boolean): string | undefined {
  const reserves = `A program may reserve only ${gigabytes(limit)} of memory here ("ulimit -v"), and Node reserves`
  if (limit < LEAST)
    return `${reserves} ${gigabytes(LEAST)}, although it uses little of it: raise that limit.`
  if (limit >= LEAST_WITH_GUARDS || !guards) return undefined
  return (
    `${reserves} ${gigabytes(LEAST_WITH_GUARDS)}, although it uses little of it: raise that limit, or type ` +
    `"export NODE_OPTIONS=${WITHOUT_GUARDS}" first, with which ${gigabytes(LEAST)} are enough and all is slower.`
  )
}

const problem = problemWith(addressSpace, hasGuards)
if (problem !== undefined) {
  console.error(problem)
  process.exit(1)
}
