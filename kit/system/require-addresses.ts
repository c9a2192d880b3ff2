import { addressSpace, hasGuards, WITHOUT_GUARDS } from './address-space.ts'
import { gigabytes } from './memory.ts'

/** The bytes of address space that Node reserves for its heaps, threads and libraries. It uses little of it. */
const LEAST = 24 * 2 ** 30
const LEAST_WITH_GUARDS = 48 * 2 ** 30

/**
 * Returns the problem if a program may reserve too little address space. Node would then hang or crash, with or without
 * a stack trace.
 *
 * @param limit - the bytes of address space that a program may reserve
 * @param guards - whether V8 reserves guard regions around each WebAssembly memory
 * @returns a sentence, or undefined if the limit is high enough
 */
export function problemWith(limit: number, guards: boolean): string | undefined {
  const reserves = `A program may only reserve ${gigabytes(limit)} of memory here ("ulimit -v"), but Node reserves`
  if (limit < LEAST)
    return `${reserves} ${gigabytes(LEAST)}, although it uses little of it. Raise that limit.`
  if (limit >= LEAST_WITH_GUARDS || !guards) return undefined
  return (
    `${reserves} ${gigabytes(LEAST_WITH_GUARDS)}, although it uses little of it. Raise that limit, or first type ` +
    `"export NODE_OPTIONS=${WITHOUT_GUARDS}". Then ${gigabytes(LEAST)} are enough, but everything is slower.`
  )
}

const problem = problemWith(addressSpace, hasGuards)
if (problem !== undefined) {
  console.error(problem)
  process.exit(1)
}
