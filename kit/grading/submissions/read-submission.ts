import { lstatSync } from 'node:fs'
import { posix } from 'node:path'
import { isSystemError } from '../../system/system-error.ts'
import { manifest } from '../../course/manifest.ts'
import { COURSE_FILES, KIT_FILES, PART_FOLDERS } from './course-files.ts'
import { decodeText } from './decode-text.ts'
import { noteOnEditedFiles } from './edited-files.ts'
import type { Found } from './find-submissions.ts'
import { isArchive, isOtherArchive } from './kept-files.ts'
import { LIMITS } from './limits.ts'
import { Listing } from './listing.ts'
import { locateWork, type Work } from './locate-work.ts'
import { compareNames, hasInvisible, isWritable } from './names.ts'
import { filesNamedIn } from './own-files.ts'
import { isNumberedUpload, nameBeforeUpload } from './platforms.ts'
import { listed, Problems, Unreadable } from './problems.ts'
import { listArchive, listArchiveFile, OTHER_ARCHIVE } from './sources/archive.ts'
import { bytesOf } from './sources/bytes.ts'
import { listFiles, listFolder } from './sources/folder.ts'
import { listRepository, repositoryIn } from './sources/git.ts'

/** What a submission consists of. */
export interface Submission {
  /** The learner's files, and the notes on the questions, by their paths below `assignments/`. */
  files: Map<string, string>
  /** What is missing, changed or extra, and what could not be read, in sentences. */
  notes: string[]
}

/** Reads a submission into memory. Whatever is wrong with it becomes a note, and nothing of it is run. */
export async function readSubmission({
  source,
  entry,
}: Pick<Found, 'source' | 'entry'>): Promise<Submission> {
  try {
    const listing = await list(source, entry)
    return await readListing(listing)
  } catch (error) {
    if (!(error instanceof Unreadable) && !isSystemError(error)) throw error
    const reason = error instanceof Unreadable ? error.message : new Unreadable('refused').message
    return { files: new Map(), notes: [`The submission ${reason}, so nothing of it was read.`] }
  }
}

/** Lists everything in a submission. */
async function list(source: string, entry: string | undefined): Promise<Listing> {
  const stats = lstatSync(source)
  if (stats.isSymbolicLink()) throw new Unreadable('link')
  if (stats.isDirectory()) {
    if (entry !== undefined) return uploads(listFiles(source), entry)
    const repository = repositoryIn(source)
    return repository === undefined ? listFolder(source) : listRepository(repository)
  }
  if (!stats.isFile()) throw new Unreadable('special')
  const listing = await listArchiveFile(source)
  if (entry === undefined) return listing
  if (entry.endsWith('/')) return listing.below(entry)
  const inner = listing.entries.get(entry)
  if (inner === undefined) return uploads(listing, entry)
  if (inner.kind !== 'file') throw new Unreadable(inner.kind === 'link' ? 'link' : 'special')
  return listArchive(bytesOf(await inner.read(LIMITS.archiveBytes)))
}

/** Lists the files whose names start with what a platform puts in front, under the names that they had before. */
function uploads(listing: Listing, start: string): Listing {
  const below = listing.below(start)
  return isNumberedUpload(start) ? below.renamed(nameBeforeUpload) : below
}

async function readListing(outer: Listing): Promise<Submission> {
  const { listing, work, notes: choice } = await openInnerArchives(outer)
  const problems = new Problems()
  for (const { path, kind } of listing.entries.values()) {
    if (kind === 'link' || kind === 'special') problems.add(kind, path)
    if (path.endsWith('.ts') && hasInvisible(posix.basename(path))) problems.add('invisible', path)
  }
  const notes = [...listing.notes(), ...choice]
  if (!work)
    return {
      files: new Map(),
      notes: [...notes, ...problems.sentences(), 'No file of the course was found.'],
    }
  const twice = [...work.files.values()].filter((path) => listing.twice.has(path))
  if (twice.length > 0) notes.push(`Of two files with the same name the last was taken: ${listed(twice)}.`)
  const reader = new Reader(listing, problems)
  const files = new Map<string, string>()
  for (const [file, path] of work.files) await reader.read(path, file, files)
  const own = (await readOwnFiles(reader, work, files)).filter((file) => !KIT_FILES.includes(file))
  for (const folder of PART_FOLDERS)
    await reader.read(`${work.root}${folder}/notes.md`, `${folder}/notes.md`, files)
  const base = /^(|.*\/)assignments\/$/.exec(work.root)?.[1]
  return {
    files,
    notes: [
      ...notes,
      ...work.notes,
      ...problems.sentences(),
      ...reader.notes(),
      ...noteOnMissing(work),
      ...(own.length > 0 ? [`The learner added files of their own: ${listed(own)}.`] : []),
      ...(base === undefined ? [] : await noteOnEditedFiles(listing, base)),
    ],
  }
}

/** Opens the archives in a submission if no files of the course lie beside them, and takes the one with most files. */
async function openInnerArchives(
  listing: Listing,
): Promise<{ listing: Listing; work: Work | undefined; notes: string[] }> {
  const work = locateWork(listing)
  const names = [...listing.entries.values()]
    .filter(({ path, kind }) => kind === 'file' && isArchive(path))
    .map(({ path }) => path)
    .toSorted((a, b) => compareNames(b, a))
  const others = [...listing.entries.keys()].filter(isOtherArchive)
  if (work || (names.length === 0 && others.length === 0)) {
    const all = [...names, ...others]
    return {
      listing,
      work,
      notes: all.length === 0 ? [] : [`Archives in it were not opened: ${listed(all)}.`],
    }
  }
  const notes = others.map((name) => `${listed([name])}: ${OTHER_ARCHIVE}`).slice(0, 1)
  if (names.length > LIMITS.innerArchives)
    notes.push(`It holds ${names.length} archives. Not all of them were opened.`)
  let best: { name: string; listing: Listing; work: Work | undefined } | undefined
  for (const name of names.slice(0, LIMITS.innerArchives)) {
    try {
      const inner = await listArchive(bytesOf(await listing.entries.get(name)!.read(LIMITS.archiveBytes)))
      const found = { name, listing: inner, work: locateWork(inner) }
      if (!best || (found.work?.files.size ?? 0) > (best.work?.files.size ?? 0)) best = found
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      listing.problems.add(error.problem, name)
    }
  }
  notes.push(...listing.notes())
  if (!best) return { listing: new Listing(), work: undefined, notes }
  if (names.length > 1) notes.push(`Of the archives ${listed(names)}, ${listed([best.name])} was taken.`)
  return { ...best, notes }
}

/** Reads files of a listing as text, and remembers what was wrong with them. */
class Reader {
  readonly #listing: Listing
  readonly #problems: Problems
  readonly #converted: string[] = []

  constructor(listing: Listing, problems: Problems) {
    this.#listing = listing
    this.#problems = problems
  }

  /** Reads a file, if there is one, and adds its text to `files`. @returns whether it did */
  async read(path: string, file: string, files: Map<string, string>): Promise<boolean> {
    const entry = this.#listing.entries.get(path)
    if (entry?.kind !== 'file') return false
    try {
      const { text, isUtf8 } = decodeText(await entry.read(LIMITS.fileBytes))
      if (!isUtf8) this.#converted.push(path)
      files.set(file, text)
      return true
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      this.#problems.add(error.problem, path)
      return false
    }
  }

  notes(): string[] {
    return this.#converted.length === 0
      ? []
      : [`Files that were not UTF-8 were converted: ${listed(this.#converted)}.`]
  }
}

/** Reads the files into which learners split their code. @returns their paths below `assignments/` */
async function readOwnFiles(reader: Reader, { root }: Work, files: Map<string, string>): Promise<string[]> {
  const own: string[] = []
  const tried = new Set<string>(COURSE_FILES)
  const open = [...files]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [file, text] = next
    for (const name of filesNamedIn(text, file)) {
      if (tried.has(name) || !isWritable(name)) continue
      if (tried.size >= COURSE_FILES.length + LIMITS.ownFiles) return own
      tried.add(name)
      const places = [root + name, root + name.slice(name.lastIndexOf('/') + 1)]
      for (const place of places) {
        if (files.has(name) || !(await reader.read(place, name, files))) continue
        own.push(name)
        open.push([name, files.get(name)!])
      }
    }
  }
  return own
}

/** Says which files of the course a submission does not have: whole parts first, in one sentence. */
function noteOnMissing({ files }: Work): string[] {
  const missing = COURSE_FILES.filter((file) => !files.has(file))
  const ofFolder = (folder: string, paths: readonly string[]): string[] =>
    paths.filter((file) => file.startsWith(`${folder}/`))
  const whole = manifest.filter(
    ({ folder }) => ofFolder(folder, missing).length === ofFolder(folder, COURSE_FILES).length,
  )
  const single = missing.filter((file) => !whole.some(({ folder }) => file.startsWith(`${folder}/`)))
  const all = [...whole.map(({ number }) => `all of Part ${number}`), ...single]
  if (all.length === 0) return []
  const last = all.at(-1)!
  return [`Missing: ${all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`}.`]
}
