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
import { installedFolder } from './cache.ts'
import { findWrongFile } from './checksums.ts'
import type { Distribution } from './distribution.ts'
import { DataError, errorCode, reasonOf, usingCache } from './errors.ts'
import type { FileContents, Reporter, Source } from './source.ts'

/** What {@link install} takes. */
export interface InstallOptions {
  distribution: Distribution
  /** Where to look, in this order. */
  sources: readonly Source[]
  /** The folder shared by all clones. */
  cache: string
  reporter: Reporter
  /** Stops the installation; what was begun is removed first. */
  signal: AbortSignal
}

/**
 * Puts a verified copy of a data set into the cache, from the first source that has one.
 *
 * The files appear all at once, by renaming a folder, so nobody ever sees half of them, and two installations at the
 * same time do no harm. A complete copy that is there already is left alone, a damaged one is replaced.
 *
 * @returns whether the files were there already
 * @throws DataError when no source has the data, or the cache cannot be written to
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

/** Finds out early what would otherwise cost a whole download: a folder that may not be written to, or a full disk. */
async function requireRoom(cache: string, bytes: number): Promise<void> {
  await mkdir(cache, { recursive: true })
  await access(cache, constants.W_OK)
  const { bavail, bsize } = await statfs(cache)
  if (bavail * bsize < bytes) throw Object.assign(new Error('not enough space'), { code: 'ENOSPC' })
}

/** The files from the first source that has them as published. */
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
      throw new DataError(
        wrong.problem === 'missing'
          ? `it holds no ${wrong.name}`
          : `its ${wrong.name} is not the published one (wrong checksum)`,
      )
    } catch (error) {
      signal.throwIfAborted()
      failures.push(`${source.name} failed: ${reasonOf(error)}`)
      const next = sources[index + 1]
      if (next) reporter.note(`${capitalized(failures[index])}. Trying ${next.name} instead.`)
    }
  }
  throw new DataError(`CIFAR-10 could not be read (${failures.join('; ')}): ${sources.at(-1)?.remedy}.`)
}

/** What reading a file gives where there is none, but perhaps something else in its place. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'])

/** Whether every file is there with the published checksum. */
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

/** What renaming a folder to a name that is taken gives, on one system or another. */
const TAKEN = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM'])
const MOST_ATTEMPTS = 20

/** Writes the files to a temporary folder and renames that, so that they appear all at once. */
async function write(files: FileContents, { cache, distribution, signal }: InstallOptions): Promise<void> {
  // The machine and the process in its name tell others whether it is abandoned.
  const temporary = await mkdtemp(join(cache, `.incomplete-${hostname()}-${process.pid}-`))
  try {
    const finished = join(temporary, 'finished')
    await mkdir(finished)
    for (const [name, bytes] of files) await writeFile(join(finished, name), bytes, { signal })

    const installed = installedFolder(cache)
    for (let attempt = 1; ; attempt++) {
      // A copy that another run has finished in the meantime is as good.
      if (await isComplete(installed, distribution)) return
      try {
        await rename(installed, join(temporary, `damaged-${attempt}`)).catch((error: unknown) => {
          if (errorCode(error) !== 'ENOENT') throw error
        })
        await rename(finished, installed)
        return
      } catch (error) {
        // Another run put its own there between the two: look again.
        if (attempt === MOST_ATTEMPTS || !TAKEN.has(errorCode(error) ?? '')) throw error
      }
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

const TEMPORARY = /^\.incomplete-(.+)-(\d+)-\w{6}$/
const ONE_DAY = 24 * 60 * 60 * 1000

/** Removes what runs that were killed have left behind; never what a run is still working on. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => [])
  for (const name of names) {
    const [, host, pid] = TEMPORARY.exec(name) ?? []
    if (host === undefined) continue
    const folder = join(cache, name)
    const abandoned = host === hostname() ? !isRunning(Number(pid)) : await isOld(folder)
    // A left-over of somebody else, in a shared cache, is theirs to remove.
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
