import { isUtf8 } from 'node:buffer'
import { Unreadable } from './problems.ts'

/** The text of a file, and whether it was UTF-8. */
export interface DecodedText {
  text: string
  isUtf8: boolean
}

/**
 * Decodes a file of text: UTF-8, UTF-16 as some editors on Windows write it, or else Windows-1252. Line ends stay.
 *
 * @throws Unreadable when it is not text
 */
export function decodeText(bytes: Buffer): DecodedText {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  if (text.includes('\0')) throw new Unreadable('binary')
  return { text, isUtf8: encoding === 'utf-8' }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}
