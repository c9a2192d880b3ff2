import { lstatSync, opendirSync, type Dirent, type Stats } from 'node:fs'
import { join, posix } from 'node:path'
import { isSystemError } from '../../../system/system-error.ts'
import { COURSE_FILES, PART_FOLDERS } from '../course-files.ts'
import { LIMITS } from '../limits.ts'
import { isOfTools, Listing, type Entry } from '../listing.ts'
import { listed } from '../problems.ts'
import { readWholeFile } from './bytes.ts'

/** Something in a folder. */
export interface Child {
  name: string
  kind: Entry['kind']
}

/** What is in a folder, and whether that is all. */
interface Content {
  children: Child[]
  isComplete: boolean
}

/** What is looked for by name in a folder that has too many files to read them all. */
const EXPECTED = ['assignments', ...PART_FOLDERS, ...COURSE_FILES.map((file) => posix.basename(file))]

/**
 * Returns what is in a folder, up to a limit, except what belongs to tools.
 *
 * @throws the system's error
 */
export function childrenOf(folder: string): Content {
  const children = new Map<string, Child>()
  const add = (name: string, kind: Child['kind']): void => void children.set(name, { name, kind })
  let isComplete = true
  const entries = opendirSync(folder, { bufferSize: 1024 })
  try {
    let entry = entries.readSync()
    for (let seen = 0; entry !== null && seen < LIMITS.children; seen++) {
      if (!isOfTools(entry.name)) add(entry.name, kindOf(entry, folder))
      entry = entries.readSync()
    }
    isComplete = entry === null
    if (!isComplete) {
      for (const name of EXPECTED) {
        const stats = lstatSync(join(folder, name), { throwIfNoEntry: false })
        if (stats) add(name, kindOfStats(stats))
      }
    }
  } finally {
    entries.closeSync()
  }
  return { children: [...children.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), isComplete }
}

/** Lists everything below a folder. It follows no links and opens no files. */
export function listFolder(root: string): Listing {
  const listing = new Listing()
  // Folders further up come first, in case there are too many.
  let level = ['']
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > LIMITS.depth) {
      listing.note(`Folders lie more than ${LIMITS.depth} deep. What is further down was not looked at.`)
      break
    }
    level = level.flatMap((folder) => addChildren(listing, root, folder))
  }
  return listing
}

/** Lists the files of a folder, but not what is in the folders in it. */
export function listFiles(root: string): Listing {
  const listing = new Listing()
  addChildren(listing, root, '')
  return listing
}

/** Adds what is in a folder. @returns the folders in it */
function addChildren(listing: Listing, root: string, folder: string): string[] {
  if (listing.isFull) return []
  try {
    const { children, isComplete } = childrenOf(join(root, folder))
    if (!isComplete)
      listing.note(`There are too many files in ${listed([folder || 'a folder'])}. Not all were looked at.`)
    for (const { name, kind } of children) {
      const path = folder + name
      listing.add(path, kind, async (limit) => readWholeFile(join(root, path), limit))
    }
    return children.flatMap(({ name, kind }) => (kind === 'folder' ? [`${folder}${name}/`] : []))
  } catch (error) {
    if (!isSystemError(error)) throw error
    listing.problems.add('refused', folder || '.')
    return []
  }
}

function kindOf(entry: Dirent, folder: string): Entry['kind'] {
  // Some file systems do not say what something is.
  const isKnown = entry.isFile() || entry.isDirectory() || entry.isSymbolicLink() || entry.isFIFO()
  const stats = isKnown ? undefined : lstatSync(join(folder, entry.name), { throwIfNoEntry: false })
  return kindOfStats(stats ?? entry)
}

function kindOfStats(stats: Stats | Dirent): Entry['kind'] {
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'special'
}
