import { isUtf8 } from 'node:buffer'
import { crc32, inflateRawSync } from 'node:zlib'
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type Entry } from 'yauzl'
import { Listing } from '../listing.ts'
import { Unreadable } from '../problems.ts'
import type { Bytes } from './bytes.ts'

/** Lists a zip archive. Each of its files is unpacked only when it is read. */
export async function listZip(bytes: Bytes): Promise<Listing> {
  const listing = new Listing()
  try {
    const zip = await fromRandomAccessReaderPromise(new BytesReader(bytes), bytes.size, {
      autoClose: false,
      decodeStrings: false,
      // What the archive says of sizes is not believed in any case.
      validateEntrySizes: false,
    })
    for await (const entry of zip.eachEntry()) {
      if (listing.isFull) break
      const path = pathOf(entry)
      listing.add(path, kindOf(entry, path), async (limit) => unpack(bytes, entry, limit))
    }
  } catch {
    listing.note(
      listing.entries.size === 0
        ? 'The zip archive is damaged and cannot be opened.'
        : 'The zip archive is damaged. Only a part of it could be read.',
    )
  }
  return listing
}

/** Lets yauzl read bytes, and nothing that lies outside of them, whatever the archive says. */
class BytesReader extends RandomAccessReader {
  readonly #bytes: Bytes

  constructor(bytes: Bytes) {
    super()
    this.#bytes = bytes
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const isInside = Number.isSafeInteger(position) && position >= 0 && position + length <= this.#bytes.size
    // yauzl expects the answer later.
    queueMicrotask(() => {
      if (!isInside) return callback(new RangeError('outside of the archive'))
      callback(null, this.#bytes.read(position, length).copy(buffer, offset))
    })
  }
}

const IS_UTF8 = 0x800
const KIND = 0o170000
const LINK = 0o120000
const FILE = 0o100000
const FOLDER = 0o040000

/** Returns the path of an entry. Some programs write UTF-8 without saying so, and some write backslashes. */
function pathOf({ generalPurposeBitFlag: flags, fileNameRaw, extraFields }: Entry): string {
  const path = getFileNameLowLevel(
    flags | (isUtf8(fileNameRaw) ? IS_UTF8 : 0),
    fileNameRaw,
    extraFields,
    false,
  )
  return path.replaceAll('\\', '/')
}

function kindOf(
  { versionMadeBy, externalFileAttributes }: Entry,
  path: string,
): 'file' | 'folder' | 'link' | 'special' {
  if (path.endsWith('/')) return 'folder'
  // 3 stands for Unix, 19 for macOS.
  const isOfUnix = [3, 19].includes(versionMadeBy >>> 8)
  const kind = isOfUnix ? (externalFileAttributes >>> 16) & KIND : 0
  if (kind === LINK) return 'link'
  if (kind === FOLDER) return 'folder'
  return kind === FILE || kind === 0 ? 'file' : 'special'
}

const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_BYTES = 30
const STORED = 0
const DEFLATED = 8

/** Unpacks one file of an archive. @throws Unreadable */
function unpack(bytes: Bytes, entry: Entry, limit: number): Buffer {
  if (entry.isEncrypted()) throw new Unreadable('encrypted')
  if (![STORED, DEFLATED].includes(entry.compressionMethod)) throw new Unreadable('compression')
  // Data that cannot be compressed grows a little.
  if (entry.compressedSize > limit * 1.01 + 100) throw new Unreadable('large')
  const header = bytes.read(entry.relativeOffsetOfLocalHeader, LOCAL_HEADER_BYTES)
  if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER)
    throw new Unreadable('damaged')
  const extra = header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = bytes.read(
    entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + extra,
    entry.compressedSize,
  )
  const content = entry.compressionMethod === STORED ? packed : inflate(packed, limit)
  if (content.length > limit) throw new Unreadable('large')
  if (crc32(content) !== entry.crc32) throw new Unreadable('damaged')
  return content
}

function inflate(packed: Buffer, limit: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: limit + 1 })
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new Unreadable(isLarge ? 'large' : 'damaged', { cause: error })
  }
}
