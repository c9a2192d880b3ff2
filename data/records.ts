import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { DataError, errorCode } from './errors.ts'

/** The pixels of one colour of one image: 32 x 32, row by row. */
export const PLANE_BYTES = 32 * 32
/** The pixels of one image: its red, green and blue plane. */
export const IMAGE_BYTES = 3 * PLANE_BYTES
/** One record of a file: the label and the image. */
export const RECORD_BYTES = 1 + IMAGE_BYTES

/** How many records are read at a time: whole files would take another 30 MB that nobody gives back. */
const RECORDS_AT_ONCE = 1000

/** The names of the labels 0 to 9. */
export const CLASS_NAMES: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
]

/** Images and labels as they are kept in memory. */
export interface Examples {
  /** (count, 3, 32, 32), row-major, 0 to 255 */
  images: Uint8Array
  /** (count,), 0 to 9 */
  labels: Uint8Array
}

/** Images and labels as records of the official binary format. */
export function encodeRecords(images: Uint8Array, labels: Uint8Array): Uint8Array<ArrayBuffer> {
  const records = new Uint8Array(labels.length * RECORD_BYTES)
  labels.forEach((label, i) => {
    records[i * RECORD_BYTES] = label
    records.set(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES), i * RECORD_BYTES + 1)
  })
  return records
}

/**
 * Reads files of the official binary format, one after another.
 *
 * @param counts - how many records each file has, by its path
 * @param remedy - what a user can do about a bad file, as in "...: run this command."
 * @throws DataError when a file is missing, has another size, or a label that is no class
 */
export async function readRecords(counts: ReadonlyMap<string, number>, remedy: string): Promise<Examples> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const images = new Uint8Array(total * IMAGE_BYTES)
  const labels = new Uint8Array(total)
  const records = new Uint8Array(RECORDS_AT_ONCE * RECORD_BYTES)
  let next = 0
  for (const [path, count] of counts) {
    const name = `${basename(path)} in ${dirname(path)}`
    const file = await open(path).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') throw new DataError(`There is no ${path}: ${remedy}.`)
      if (errorCode(error) === 'EACCES') throw new DataError(`No permission to read ${path}: ${remedy}.`)
      throw error
    })
    try {
      const { size } = await file.stat()
      if (size !== count * RECORD_BYTES) {
        throw new DataError(`${name} has ${size} bytes instead of ${count * RECORD_BYTES}: ${remedy}.`)
      }
      for (let i = 0; i < count; i++, next++) {
        const from = (i % RECORDS_AT_ONCE) * RECORD_BYTES
        if (from === 0) await file.read(records, 0, records.length)
        if (records[from] >= CLASS_NAMES.length) {
          throw new DataError(`${name} is damaged (its record ${i} has label ${records[from]}): ${remedy}.`)
        }
        labels[next] = records[from]
        images.set(records.subarray(from + 1, from + RECORD_BYTES), next * IMAGE_BYTES)
      }
    } finally {
      await file.close()
    }
  }
  return { images, labels }
}
