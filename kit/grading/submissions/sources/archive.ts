import { statSync } from 'node:fs'
import { Listing } from '../listing.ts'
import { Unreadable } from '../problems.ts'
import { FileBytes, type Bytes } from './bytes.ts'
import { listTar } from './tar.ts'
import { listZip } from './zip.ts'

/** Lists an archive. An archive that cannot be opened is an empty listing with a note. */
export async function listArchive(bytes: Bytes): Promise<Listing> {
  try {
    const start = bytes.read(0, 4).toString('latin1')
    if (bytes.size === 0) return emptyListing('The archive is an empty file.')
    if (start.startsWith('PK')) return await listZip(bytes)
    if (start === 'Rar!' || start.startsWith('7z')) return emptyListing(OTHER_ARCHIVE)
    return await listTar(bytes)
  } catch (error) {
    if (error instanceof Unreadable) return emptyListing('The archive cannot be read.')
    throw error
  }
}

/** What to do about an archive of another kind. */
export const OTHER_ARCHIVE = 'The grader cannot open this kind of archive. Ask for a zip file.'

function emptyListing(note: string): Listing {
  const listing = new Listing()
  listing.note(note)
  return listing
}

let last: { key: string; listing: Promise<Listing> } | undefined

/**
 * Lists an archive in a file. Often a whole class is in one archive, and its submissions are read one after the other,
 * so the last listing is kept.
 */
export function listArchiveFile(path: string): Promise<Listing> {
  const { mtimeMs, size } = statSync(path)
  const key = JSON.stringify([path, mtimeMs, size])
  if (last?.key !== key) last = { key, listing: listArchive(new FileBytes(path)) }
  return last.listing
}
