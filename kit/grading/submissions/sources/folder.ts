import { lstatSync, opendirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { isSystemError } from '../../../system/system-error.ts'
import { LIMITS } from '../limits.ts'
import { isOfTools, Listing, type Entry } from '../listing.ts'
import { readWholeFile } from './bytes.ts'

/** Something in a folder. */
export interface Child {
  name: string
  kind: Entry['kind']
}

/**
 * Returns what is in a folder, up to a limit, except what belongs to tools.
 *
 * @throws the system's error
 */
export function childrenOf(folder: string): Child[] {
  const children: Child[] = []
  const entries = opendirSync(folder, { bufferSize: 1024 })
  try {
    for (let seen = 0; seen < LIMITS.entries; seen++) {
      const entry = entries.readSync()
      if (entry === null) break
      if (!isOfTools(entry.name)) children.push({ name: entry.name, kind: kindOf(entry, folder) })
    }
  } finally {
    entries.closeSync()
  }
  return children.toSorted((a, b) => (a.name < b.name ? -1 : 1))
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
    const children = childrenOf(join(root, folder))
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
  const isKnown = [entry.isFile(), entry.isDirectory(), entry.isSymbolicLink(), entry.isFIFO()].some(Boolean)
  const stats = isKnown ? entry : (lstatSync(join(folder, entry.name), { throwIfNoEntry: false }) ?? entry)
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isDirectory()) return 'folder'
  return stats.isFile() ? 'file' : 'special'
}
