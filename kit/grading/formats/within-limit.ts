/** The most characters of one message of a check. Usual ones have a few hundred. */
const MOST_CHARACTERS = 8000

/**
 * Writes a result so that it has at most a number of bytes, by making its longest texts shorter.
 *
 * @param render - writes it with at most this many characters in one text
 */
export function withinLimit(bytes: number, render: (most: number) => string): string {
  for (let most = MOST_CHARACTERS; ; most = Math.floor(most / 2)) {
    const text = render(most)
    if (most === 0 || Buffer.byteLength(text) <= bytes) return text
  }
}
