import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { Header } from 'tar'

/** A file of a zip archive, and what the archive says about it, which need not be true. */
export interface ZippedFile {
  name: string | Buffer
  content?: string | Buffer
  /** Whether the name is said to be UTF-8. */
  utf8?: boolean
  encrypted?: boolean
  /** 0 is stored, 8 is deflated. */
  method?: number
  /** The mode of Unix, such as 0o120777 for a link. */
  mode?: number
  /** What the archive says, if it is not the truth. */
  crc?: number
  size?: number
  compressedSize?: number
  /** Puts this in place of the compressed content. */
  compressed?: Buffer
  /** Puts the file where another one lies already. */
  offset?: number
}

/** Writes a zip archive, a right one or a wrong one. */
export function zipOf(files: readonly ZippedFile[], entryCount = files.length): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const name = Buffer.from(file.name)
    const content = Buffer.from(file.content ?? '')
    const method = file.method ?? 8
    const compressed = file.compressed ?? (method === 8 ? deflateRawSync(content) : content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(((file.utf8 ?? true) ? 0x800 : 0) | (file.encrypted ? 1 : 0), 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(file.crc ?? crc32(content), 10)
    common.writeUInt32LE(file.compressedSize ?? compressed.length, 14)
    common.writeUInt32LE(file.size ?? content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(((file.mode ?? 0) * 2 ** 16) >>> 0, 6)
    entry.writeUInt32LE(file.offset ?? offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, entry, name)
    if (file.offset !== undefined) continue
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, compressed)
    offset += 4 + 26 + name.length + compressed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entryCount % 2 ** 16, 8)
  end.writeUInt16LE(entryCount % 2 ** 16, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, ...zip64(entryCount, central.length, offset), end])
}

/** Returns what a zip archive with many entries has before its end. */
function zip64(entryCount: number, bytes: number, offset: number): Buffer[] {
  if (entryCount < 2 ** 16) return []
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 'latin1')
  record.writeUInt32LE(44, 4)
  record.writeUInt32LE(entryCount, 24)
  record.writeUInt32LE(entryCount, 32)
  record.writeUInt32LE(bytes, 40)
  record.writeUInt32LE(offset, 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeUInt32LE(offset + bytes, 8)
  locator.writeUInt32LE(1, 16)
  return [record, locator]
}

/** Something in a tar archive. */
export interface TarredFile {
  name: string
  content?: string | Buffer
  type?: 'File' | 'Link' | 'SymbolicLink' | 'CharacterDevice' | 'FIFO' | 'Directory'
  linkpath?: string
  /** What the archive says, if it is not the truth. */
  size?: number
}

/** Writes a tar archive that is compressed by gzip. */
export const tgzOf = (files: readonly TarredFile[]): Buffer => gzipSync(tarOf(files))

/** Writes a tar archive. */
export function tarOf(files: readonly TarredFile[]): Buffer {
  const blocks = files.flatMap(({ name, content = '', type = 'File', linkpath, size }) => {
    const bytes = Buffer.from(content)
    const header = new Header({
      path: name,
      type,
      linkpath,
      size: size ?? bytes.length,
      mode: 0o644,
      mtime: new Date(0),
    })
    const block = Buffer.alloc(512)
    header.encode(block)
    return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}
