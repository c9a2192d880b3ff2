import { UNSEEN } from '../../text/unseen.ts'

/** What changes how the rest of a line looks, such as the right-to-left override. In a name, a line break does so, too. */
const HARMFUL = new RegExp(String.raw`${UNSEEN.source}|[\t\n]`, 'gv')

/** The same, and the two joiners, which Persian, Hindi and emoji need. */
const INVISIBLE = new RegExp(String.raw`${HARMFUL.source}|[\u200c\u200d]`, 'gv')

/** Returns whether a name has characters that nobody sees. */
export const hasInvisible = (name: string): boolean => name.search(INVISIBLE) >= 0

/** Returns a name as it can be shown to people: characters that could deceive become escapes such as `\u{202e}`. */
export const shown = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(HARMFUL, (character) => `\\u{${character.codePointAt(0)!.toString(16).padStart(4, '0')}}`)

/** What Windows does not allow in the name of a file. */
const FORBIDDEN = /[<>:"/\\|?*]/g
/** The names of devices on Windows, also with an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)(?=\.|$)/i
/** Linux allows 255 bytes. Something may be added to the name: a number, an extension. */
const MAX_BYTES = 120

/** Returns a name under which a file can be written on Linux, macOS and Windows. Letters of all languages stay. */
export function safeFileName(name: string): string {
  const visible = name.normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(FORBIDDEN, '-')
  const short = startOf(visible.replaceAll(/\s+/g, ' ').replace(/^[ .-]+/, ''), MAX_BYTES).replace(
    /[ .]+$/,
    '',
  )
  if (short === '') return 'submission'
  return DEVICE.test(short) ? `_${short}` : short
}

/**
 * Returns whether a file can be written under this path on every system, and beside any others: no folder in it has a name
 * as a file has.
 */
export function isWritable(path: string): boolean {
  const parts = path.normalize('NFC').split('/')
  return (
    parts.every((part) => part === safeFileName(part)) &&
    !parts.slice(0, -1).some((part) => /\.(?:ts|md)$/i.test(part))
  )
}

/** Returns the start of a text that fits into a number of bytes, cut between whole characters. */
function startOf(text: string, maxBytes: number): string {
  let [start, bytes] = ['', 0]
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    bytes += Buffer.byteLength(segment)
    if (bytes > maxBytes) break
    start += segment
  }
  return start
}

/** Gives out names that stay different where a file system ignores case, or how an accent is written. */
export class UniqueNames {
  readonly #taken = new Set<string>()

  /** Returns the first of these names that is free, or the last one with a number. */
  take(...names: string[]): string {
    const last = names.at(-1)!
    for (let i = 0; ; i++) {
      const name = names[i] ?? `${last}-${i - names.length + 2}`
      const key = name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return name
    }
  }
}

/** Compares names in the order in which people count: 2 before 10. */
export const compareNames = new Intl.Collator('en', { numeric: true }).compare
