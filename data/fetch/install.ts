import { constants } from 'node:fs'
import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { installedFolder } from '../cache.ts'
import { findWrongFile } from './checksums.ts'
import type { Distribution } from './distribution.ts'
import { errorCode, reasonOf, usingCache } from './errors.ts'
import type { FileContents, Reporter, Source } from './source.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The options of {@link install}. */
export interface InstallOptions {
  distribution: Distribution
  /** The sources to try, in this order. */
  sources: readonly Source[]
  /** The folder that all copies of the kit share. */
  cache: string
  reporter: Reporter
  /** Stops the installation, which then removes unfinished files. */
  signal: AbortSignal
}

/**
 * Installs a verified copy of a data set in the cache, from the first source that has one.
 *
 * The files appear atomically, by renaming a folder, so that nobody ever sees an incomplete set, and simultaneous
 * installations do no harm. A complete existing copy is kept, a damaged one is replaced.
 *
 * @returns whether the files already existed
 * @throws UserError when no source has the data, or the cache cannot be written to
 * @throws the reason of `signal` when it stopped the installation
 */
export async function install(options: InstallOptions): Promise<'already there' | 'installed'> {
  const { distribution, cache } = options
  await removeLeftovers(cache)
  if (await usingCache(cache, () => isComplete(installedFolder(cache), distribution))) return 'already there'

  await usingCache(cache, () => requireRoom(cache, distribution.bytes))
  const files = await readVerified(options)
  await usingCache(cache, () => write(files, options))
  return 'installed'
}

/** Detects problems before a whole download is wasted: a folder that is not writable, or a full disk. */
async function requireRoom(cache: string, bytes: number): Promise<void> {
  await mkdir(cache, { recursive: true })
  await access(cache, constants.W_OK)
  const { bavail, bsize } = await statfs(cache)
  if (bavail * bsize < bytes) throw Object.assign(new Error('not enough space'), { code: 'ENOSPC' })
}

/** Returns the files from the first source whose files have the published checksums. */
async function readVerified({
  distribution,
  sources,
  reporter,
  signal,
}: InstallOptions): Promise<FileContents> {
  const failures: string[] = []
  for (const [index, source] of sources.entries()) {
    try {
      const files = await source.read(distribution, reporter, signal)
      const wrong = await findWrongFile(distribution, (name) => files.get(name))
      if (!wrong) return files
      throw new UserError(
        'data',
        wrong.problem === 'missing'
          ? `it does not contain ${wrong.name}`
          : `its ${wrong.name} does not have the published checksum`,
      )
    } catch (error) {
      signal.throwIfAborted()
      failures.push(`${source.name} failed: ${reasonOf(error)}`)
      const next = sources[index + 1]
      if (next) reporter.note(`${capitalized(failures[index])}. Trying ${next.name} instead.`)
    }
  }
  throw new UserError(
    'data',
    `CIFAR-10 could not be read (${failures.join('; ')}): ${sources.at(-1)?.remedy}.`,
  )
}

/** The error codes of reading a file that does not exist, or whose place is taken by something else. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'])

/** Returns whether every file exists with the published checksum. */
async function isComplete(folder: string, distribution: Distribution): Promise<boolean> {
  const wrong = await findWrongFile(distribution, async (name) => {
    try {
      return await readFile(join(folder, name))
    } catch (error) {
      if (NOT_THERE.has(errorCode(error) ?? '')) return undefined
      throw error
    }
  })
  return wrong === undefined
}

/** The error codes of renaming a folder to an existing name, on various systems. */
const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM'])
const MOST_ATTEMPTS = 20

/** Writes the files to a temporary folder and renames it, so that they appear atomically. */
async function write(files: FileContents, { cache, distribution, signal }: InstallOptions): Promise<void> {
  // The folder's name contains the machine and the process, so that others can tell whether it is abandoned.
  const temporary = await mkdtemp(join(cache, `.incomplete-${hostname()}-${process.pid}-`))
  try {
    const finished = join(temporary, 'finished')
    await mkdir(finished)
    for (const [name, bytes] of files) await writeFile(join(finished, name), bytes, { signal })

    const installed = installedFolder(cache)
    for (let attempt = 1; ; attempt++) {
      // A copy that another run has finished in the meantime is just as good.
      if (await isComplete(installed, distribution)) return
      try {
        await rename(installed, join(temporary, `damaged-${attempt}`)).catch((error: unknown) => {
          if (errorCode(error) !== 'ENOENT') throw error
        })
        await rename(finished, installed)
        return
      } catch (error) {
        // Another run installed its copy between the two renames: check again.
        if (attempt === MOST_ATTEMPTS || !TAKEN.has(errorCode(error) ?? '')) throw error
      }
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

const TEMPORARY = /^\.incomplete-(.+)-(\d+)-\w{6}$/
const ONE_DAY = 24 * 60 * 60 * 1000

/** Removes temporary folders of killed runs, but never those of active runs. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => [])
  for (const name of names) {
    const [, host, pid] = TEMPORARY.exec(name) ?? []
    if (host === undefined) continue
    const folder = join(cache, name)
    const abandoned = host === hostname() ? !isRunning(Number(pid)) : await isOld(folder)
    // A leftover of another user, in a shared cache, may be impossible to remove.
    if (abandoned) await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

const isOld = (folder: string): Promise<boolean> =>
  stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > ONE_DAY,
    () => false,
  )

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

const capitalized = (text: string): string => text[0].toUpperCase() + text.slice(1)
