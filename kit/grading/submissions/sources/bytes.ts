import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { isSystemError } from '../../../system/system-error.ts'
import { Unreadable } from '../problems.ts'

/** The bytes of an archive, of which any part can be read. */
export interface Bytes {
  readonly size: number
  /** Returns the bytes from a position on; fewer than `length` at the end. */
  read(position: number, length: number): Buffer
}

/** Returns the bytes of a buffer. */
export const bytesOf = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: (position, length) => buffer.subarray(position, position + length),
})

const BLOCK = 2 ** 16

/** The bytes of a file. They are read in blocks, and no file stays open. */
export class FileBytes implements Bytes {
  readonly size: number
  readonly #path: string
  #block: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }

  constructor(path: string) {
    this.#path = path
    this.size = statSync(path).size
  }

  read(position: number, length: number): Buffer {
    const end = Math.min(position + length, this.size)
    if (position >= end) return Buffer.alloc(0)
    if (end - position > BLOCK) return readPart(this.#path, position, end - position)
    const { start, bytes } = this.#block
    if (position < start || end > start + bytes.length) {
      this.#block = { start: position, bytes: readPart(this.#path, position, BLOCK) }
    }
    return this.#block.bytes.subarray(position - this.#block.start, end - this.#block.start)
  }
}

/**
 * Reads a whole file, if it is one and no link.
 *
 * @param limit - the most bytes that it may have
 * @throws Unreadable
 */
export function readWholeFile(path: string, limit: number): Buffer {
  const bytes = readPart(path, 0, limit + 1)
  if (bytes.length > limit) throw new Unreadable('large')
  return bytes
}

/** Reads a part of a file. A link is not followed, and a pipe does not block. @throws Unreadable */
function readPart(path: string, position: number, length: number): Buffer {
  let file: number | undefined
  try {
    // Windows has neither of the two.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const stats = fstatSync(file)
    if (!stats.isFile()) throw new Unreadable('special')
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, stats.size - position)))
    let filled = 0
    while (filled < bytes.length) {
      const read = readSync(file, bytes, filled, bytes.length - filled, position + filled)
      if (read === 0) break
      filled += read
    }
    return bytes.subarray(0, filled)
  } catch (error) {
    if (isSystemError(error))
      throw new Unreadable(error.code === 'ELOOP' ? 'link' : 'refused', { cause: error })
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
