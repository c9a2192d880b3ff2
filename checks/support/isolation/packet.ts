/** A message as it goes through the pipe: words as JSON, and the bytes of typed arrays behind them. */
export interface Packet {
  words: Message
  bytes: Uint8Array
}

/** What one side tells the other. What each message means is up to who reads it. */
export type Message = Record<string, unknown>

/** The bytes before the words: the length of everything after this number, and the length of the words. */
export const HEADER = 8

/** Typed arrays start at multiples of this, so that they can be read where they are. */
const ALIGNED = 8

/** The most bytes of words. As objects they take up to sixty times as much memory. */
const MOST_WORDS = 2 ** 24

const aligned = (length: number): number => Math.ceil(length / ALIGNED) * ALIGNED

const { parse, stringify } = JSON
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()]

/** Writes a message. The arrays follow each other, each at the next multiple of {@link ALIGNED}. */
export function pack(words: Message, arrays: readonly ArrayBufferView[] = []): Uint8Array<ArrayBuffer> {
  const text = encoder.encode(stringify(words))
  const start = aligned(HEADER + text.length)
  const size = arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), start)
  const frame = new Uint8Array(size)
  new Uint32Array(frame.buffer, 0, 2).set([size - 4, text.length])
  frame.set(text, HEADER)
  let at = start
  for (const { buffer, byteOffset, byteLength } of arrays) {
    frame.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += aligned(byteLength)
  }
  return frame
}

/**
 * Reads a message.
 *
 * @param frame - all of its bytes, from the beginning of a buffer
 * @throws SyntaxError or RangeError if it is no message
 */
export function unpack(frame: Uint8Array): Packet {
  const length = new Uint32Array(frame.buffer, frame.byteOffset, 2)[1]
  if (length > MOST_WORDS) throw new RangeError('No honest message has as many words.')
  const words: unknown = parse(decoder.decode(frame.subarray(HEADER, HEADER + length)))
  if (typeof words !== 'object' || words === null) throw new RangeError('A message must be an object.')
  return { words: words as Message, bytes: frame.subarray(aligned(HEADER + length)) }
}

/** Returns the place of the next array in a message, after one that begins here. */
export const after = (offset: number, byteLength: number): number => offset + aligned(byteLength)
