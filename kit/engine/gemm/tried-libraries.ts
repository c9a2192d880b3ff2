import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder } from '../../system/cache-folder.ts'

/** Which libraries were tried on this machine and did no harm. One change, and all of it is forgotten. */
interface Memory {
  /** What loads libraries, and where it looks for them. */
  loader: string
  /** Their names or paths. */
  tried: string[]
  /** What the files that they were loaded from were like, by path. */
  files: Record<string, string>
}

const memoryPath = join(cacheFolder, 'blas-trials.json')

/** Changes whenever a library is installed on Linux: a name may mean another file then. */
const LOADER_CACHE = '/etc/ld.so.cache'

/** Whether a library was tried, and nothing has changed since. */
export const isRemembered = (library: string): boolean => recall().tried.includes(meant(library))

/**
 * Remembers in the user's cache folder that a library was tried and did no harm. Where that cannot be written to, it is
 * tried again the next time.
 *
 * @param loaded - all files that it was loaded from, those of other libraries that it needs as well
 */
export function remember(library: string, loaded: readonly string[]): void {
  const { loader, tried, files } = recall()
  // The library also where it could not be loaded: it may not be there yet.
  const all = [LOADER_CACHE, meant(library), ...loaded].map((file) => [file, stateOf(file)])
  const memory: Memory = {
    loader,
    tried: [...tried, meant(library)],
    files: { ...files, ...Object.fromEntries(all) },
  }
  try {
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(memoryPath, JSON.stringify(memory))
  } catch {
    // See above.
  }
}

function recall(): Memory {
  const loader = [process.version, process.arch, process.env.LD_LIBRARY_PATH].join(' ')
  try {
    const memory = JSON.parse(readFileSync(memoryPath, 'utf8')) as Memory
    const unchanged = Object.entries(memory.files).every(([file, state]) => stateOf(file) === state)
    if (memory.loader === loader && unchanged) return memory
  } catch {
    // There is none yet, or it is damaged.
  }
  return { loader, tried: [], files: {} }
}

/** The whole path; a name stays a name. */
const meant = (library: string): string => (/[\\/]/.test(library) ? resolve(library) : library)

function stateOf(file: string): string {
  try {
    const { size, mtimeMs } = statSync(file)
    return `${size} bytes, ${mtimeMs}`
  } catch {
    return 'absent'
  }
}
