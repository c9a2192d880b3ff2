import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { filesIn } from '#kit/course/handed-out.ts'

/** A text that somebody can find in a folder, and where: `kit/solutions.pack > base64 > gzip`. */
export interface Found {
  where: string
  text: string
}

/** Returns every text in a folder, also what is compressed or encoded in base64, however deep. */
export const textsInFolder = (folder: string): Found[] =>
  filesIn(folder).flatMap((path) => textsInBytes(path, readFileSync(join(folder, path))))

function textsInBytes(where: string, bytes: Buffer): Found[] {
  const text = bytes.toString('utf8')
  return [
    { where, text },
    ...inside(`${where} > gzip`, () => gunzipSync(bytes)),
    ...inside(`${where} > deflate`, () => inflateSync(bytes)),
    ...inside(`${where} > brotli`, () => brotliDecompressSync(bytes, { maxOutputLength: 1e7 })),
    // Somebody's base64, as a whole file or as a long word in one.
    ...Array.from(text.matchAll(/[A-Za-z0-9+/\n]{200,}={0,2}/g), ([code]) =>
      inside(`${where} > base64`, () => Buffer.from(code, 'base64')),
    ).flat(),
  ]
}

/** Returns the texts in what a decoder makes of some bytes; none if it refuses them. */
function inside(where: string, decoded: () => Buffer): Found[] {
  try {
    const bytes = decoded()
    return bytes.length === 0 ? [] : textsInBytes(where, bytes)
  } catch {
    return []
  }
}
