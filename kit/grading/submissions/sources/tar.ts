import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Parser, type ReadEntry } from 'tar'
import { isArchive, isCourseMaterial } from '../kept-files.ts'
import { LIMITS } from '../limits.ts'
import { Listing, type Entry } from '../listing.ts'
import { Unreadable } from '../problems.ts'
import { bytesOf, type Bytes } from './bytes.ts'

const KINDS: Readonly<Record<string, Entry['kind']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  GNUDumpDir: 'folder',
  Link: 'link',
  SymbolicLink: 'link',
}

const HEADER_BYTES = 512

/**
 * Lists a tar archive, compressed by gzip or not. It can only be read from start to end, so its files stay in memory.
 */
export async function listTar(bytes: Bytes): Promise<Listing> {
  const listing = new Listing()
  const kept = new KeptBytes()
  let [isDamaged, isCut] = [false, false]
  const damaged = (): void => void (isDamaged = true)
  const parser = new Parser({
    onReadEntry: (entry) => addEntry(listing, entry, kept),
    onwarn: damaged,
    zstd: false,
    brotli: false,
  })
  parser.on('error', damaged)
  const most = Math.min(LIMITS.unpackedBytes, Math.max(LIMITS.bombBytes, LIMITS.bombRatio * bytes.size))
  const parse = async (stream: AsyncIterable<Buffer>): Promise<void> => {
    let size = 0
    let start = Buffer.alloc(0)
    for await (const chunk of stream) {
      if (size > most || listing.isFull) {
        isCut = true
        return
      }
      if (size < HEADER_BYTES) start = Buffer.concat([start, chunk])
      const isStart = size < HEADER_BYTES
      size += chunk.length
      if (size < HEADER_BYTES) continue
      // The parser would unpack a second layer without a limit.
      if (isStart && isGzip(bytesOf(start))) throw new Unreadable('damaged')
      parser.write(isStart ? start : chunk)
    }
    if (size < HEADER_BYTES) isDamaged = true
    parser.end()
  }
  try {
    const source = Readable.from(chunksOf(bytes), { objectMode: false })
    await (isGzip(bytes) ? pipeline(source, createGunzip(), parse) : pipeline(source, parse))
  } catch {
    isDamaged = true
  }
  if (isCut) {
    listing.note('The tar archive is too large. Its end was not read.')
  } else if (isDamaged) {
    listing.note(
      listing.entries.size === 0
        ? 'The tar archive is damaged and cannot be opened.'
        : 'The tar archive is damaged. Only a part of it could be read.',
    )
  }
  return listing
}

function* chunksOf(bytes: Bytes): Generator<Buffer> {
  const length = 2 ** 16
  for (let position = 0; position < bytes.size; position += length) yield bytes.read(position, length)
}

const isGzip = (bytes: Bytes): boolean => bytes.read(0, 2).equals(Buffer.from([0x1f, 0x8b]))

/** Counts the bytes that are kept in memory. */
class KeptBytes {
  #size = 0

  /** Returns whether there is room for so many bytes, and reserves it. */
  reserve(size: number): boolean {
    if (this.#size + size > LIMITS.keptBytes) return false
    this.#size += size
    return true
  }
}

function addEntry(listing: Listing, entry: ReadEntry, kept: KeptBytes): void {
  const { path, size } = entry
  const kind = KINDS[entry.type] ?? 'special'
  const limit = isArchive(path) ? LIMITS.archiveBytes : LIMITS.fileBytes
  const isKept =
    kind === 'file' && size <= limit && (isArchive(path) || isCourseMaterial(path)) && kept.reserve(size)
  const chunks: Buffer[] = []
  if (isKept) entry.on('data', (chunk) => chunks.push(chunk))
  entry.resume()
  listing.add(path, kind, async (most) => {
    const content = Buffer.concat(chunks)
    if (!isKept || content.length > most) throw new Unreadable('large')
    if (content.length < size) throw new Unreadable('damaged')
    return content
  })
}
