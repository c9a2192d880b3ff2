import { posix } from 'node:path'
import { Parser } from 'tar'
import type { FileContents } from './source.ts'

/**
 * Reads files from a tar archive, compressed or not, into memory.
 *
 * @param wanted - the names to read, from any folder of the archive
 * @throws an error with the code TAR_BAD_ARCHIVE or TAR_ABORT when it is not an archive or was cut short
 */
export async function readTar(
  archive: NodeJS.ReadableStream,
  wanted: ReadonlySet<string>,
): Promise<FileContents> {
  const files: FileContents = new Map()
  const parser = new Parser({
    strict: true,
    onReadEntry(entry) {
      const name = posix.basename(entry.path)
      const chunks: Buffer[] = []
      if (entry.type === 'File' && wanted.has(name)) {
        entry.on('data', (chunk) => chunks.push(chunk))
        entry.on('end', () => files.set(name, Buffer.concat(chunks)))
      } else {
        entry.resume()
      }
    },
  })
  await new Promise<void>((resolve, reject) => {
    archive.on('error', reject)
    parser.on('error', reject)
    parser.on('end', () => resolve())
    archive.on('data', (chunk) => parser.write(chunk))
    archive.on('end', () => parser.end())
  })
  return files
}
