import { readOrEmpty } from './read-or-empty.ts'

/**
 * The number of bytes of address space that the system lets a process reserve, whether used or not: on Linux, the limit
 * set by `ulimit -v`. Infinity if there is no such limit, and on other systems.
 */
export const addressSpace: number = limitOf(readOrEmpty('/proc/self/limits'))

/** Returns how many more bytes of address space can be reserved. */
export function addressesLeft(): number {
  if (addressSpace === Infinity) return Infinity
  const [pages] = readOrEmpty('/proc/self/statm').split(' ')
  return addressSpace - Number(pages) * PAGE
}

const PAGE = 4096
const GB = 2 ** 30

/** The Node option that stops V8 from reserving guard regions around WebAssembly memories. */
export const WITHOUT_GUARDS = '--disable-wasm-trap-handler'

/**
 * Whether V8 reserves about 10 GB for each WebAssembly memory, to catch accesses outside of it. Otherwise it checks
 * each access, which takes time.
 */
export const hasGuards: boolean = ![
  ...process.execArgv,
  ...(process.env.NODE_OPTIONS ?? '').split(' '),
].includes(WITHOUT_GUARDS)

/** The bytes that a thread reserves, with a margin. */
export const THREAD = 1.25 * GB
/** The same for a thread that loads modules with tsx: tsx and Node each have a parser in WebAssembly. */
export const THREAD_WITH_TSX = THREAD + 2 * (hasGuards ? 12 : 4) * GB

/** Returns how many more threads can be started. A thread without enough address space ends the whole process. */
export const roomForThreads = (each: number): number => Math.floor(addressesLeft() / each)

/** Returns the limit, or Infinity. @param limits - the text of `/proc/self/limits` */
export function limitOf(limits: string): number {
  const [, bytes] = /^Max address space +(\d+)/m.exec(limits) ?? []
  return bytes === undefined ? Infinity : Number(bytes)
}
