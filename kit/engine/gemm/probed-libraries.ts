import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cacheFolder } from '../../system/cache-folder.ts'

/** The libraries that were probed on this machine without a crash. Any change invalidates all of it. */
interface Memory {
  /** What loads libraries, and where it looks for them. */
  loader: string
  /** Their names or paths. */
  probed: string[]
  /** The state of the files that they were loaded from, by path. */
  files: Record<string, string>
}

const memoryPath = join(cacheFolder, 'blas-probes.json')

/** Changes whenever a library is installed on Linux. A name may then refer to another file. */
const LOADER_CACHE = '/etc/ld.so.cache'

/** Returns whether a library was probed and nothing has changed since. */
export const isRemembered = (library: string): boolean => recall().probed.includes(meant(library))

/**
 * Records in the user's cache folder that a library was probed without a crash. If that folder is not writable, the
 * library is probed again the next time.
 *
 * @param loaded - all files that it was loaded from, including other libraries that it needs
 */
export function remember(library: string, loaded: readonly string[]): void {
  const { loader, probed, files } = recall()
  // Includes the library itself even if it could not be loaded, because it may be installed later.
  const all = [LOADER_CACHE, meant(library), ...loaded].map((file) => [file, stateOf(file)])
  const memory: Memory = {
    loader,
    probed: [...probed, meant(library)],
    files: { ...files, ...Object.fromEntries(all) },
  }
  try {
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(memoryPath, JSON.stringify(memory))
  } catch {
    // The library is then probed again the next time.
  }
}

function recall(): Memory {
  const loader = [process.version, process.arch, process.env.LD_LIBRARY_PATH].join(' ')
  try {
    const memory = JSON.parse(readFileSync(memoryPath, 'utf8')) as Memory
    const unchanged = Object.entries(memory.files).every(([file, state]) => stateOf(file) === state)
    if (memory.loader === loader && unchanged) return memory
  } catch {
    // The file does not exist yet, or it is damaged.
  }
  return { loader, probed: [], files: {} }
}

/** Returns the absolute path, or the name if it is not a path. */
const meant = (library: string): string => (/[\\/]/.test(library) ? resolve(library) : library)

function stateOf(file: string): string {
  try {
    const { size, mtimeMs } = statSync(file)
    return `${size} bytes, ${mtimeMs}`
  } catch {
    return 'absent'
  }
}
