import { readFileSync } from 'node:fs'

/**
 * How many bytes of addresses the system lets a process reserve, whether or not it ever uses them: on Linux, what
 * `ulimit -v` says. Infinity where there is no such limit.
 */
export const addressSpace: number = limitOf(readOrEmpty('/proc/self/limits'))

/** How many bytes of addresses are left to reserve. */
export function addressesLeft(): number {
  if (addressSpace === Infinity) return Infinity
  const [pages] = readOrEmpty('/proc/self/statm').split(' ')
  return addressSpace - Number(pages) * PAGE
}

const PAGE = 4096
const GB = 2 ** 30

/** The option of Node with which nothing is reserved around the memories of WebAssembly. */
export const WITHOUT_GUARDS = '--disable-wasm-trap-handler'

/**
 * Whether V8 reserves some 10 GB for each memory of WebAssembly, to notice what is outside of it: otherwise each
 * access is looked at, which takes time.
 */
export const hasGuards: boolean = ![
  ...process.execArgv,
  ...(process.env.NODE_OPTIONS ?? '').split(' '),
].includes(WITHOUT_GUARDS)

/** What a thread reserves, in bytes, with some room for what it does. */
export const THREAD = 1.25 * GB
/** The same for one that reads modules with tsx: that and Node have a parser in WebAssembly each. */
export const THREAD_WITH_TSX = THREAD + 2 * (hasGuards ? 12 : 4) * GB

/** How many more threads can be started: one that has not enough addresses ends the whole process. */
export const roomForThreads = (each: number): number => Math.floor(addressesLeft() / each)

/** @param limits - as in `/proc/self/limits` */
export function limitOf(limits: string): number {
  const [, bytes] = /^Max address space +(\d+)/m.exec(limits) ?? []
  return bytes === undefined ? Infinity : Number(bytes)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // There is none, as on other systems.
    return ''
  }
}
