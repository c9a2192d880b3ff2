import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { isSystemError, reasonOf } from '#kit/system/system-error.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The bytes of one colour of one image: 32 x 32 pixels, row by row. */
export const PLANE_BYTES = 32 * 32
/** The bytes of one image: its red, green and blue plane. */
export const IMAGE_BYTES = 3 * PLANE_BYTES
/** The bytes of one record of a file: the label and the image. */
export const RECORD_BYTES = 1 + IMAGE_BYTES

/** How many records are read at a time. Reading whole files would occupy another 30 MB that are not freed. */
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

/** Images and labels in memory. */
export interface Examples {
  /** (count, 3, 32, 32), row-major, 0 to 255 */
  readonly images: Uint8Array<ArrayBuffer>
  /** (count,), 0 to 9 */
  readonly labels: Uint8Array
}

/** The number of records in each file, by path. */
export type RecordCounts = ReadonlyMap<string, number>

/** Encodes images and labels as records of the official binary format. */
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
 * @throws UserError when a file is missing, has another size, or contains an invalid label
 */
export function readRecords(counts: RecordCounts, remedy: string): Examples {
  const size = totalOf(counts)
  const [images, labels] = [new Uint8Array(size * IMAGE_BYTES), new Uint8Array(size)]
  let next = 0
  for (const record of recordsOf(counts, remedy)) {
    labels[next] = record[0]
    images.set(record.subarray(1), next * IMAGE_BYTES)
    next++
  }
  return { images, labels }
}

/**
 * Reads such files completely, which verifies them, but keeps only the labels. The images are read again when they are
 * first needed, and kept from then on.
 *
 * @throws UserError like {@link readRecords}; accessing the images throws it too if a file has changed in the meantime
 */
export function readLater(counts: RecordCounts, remedy: string): Examples {
  const labels = new Uint8Array(totalOf(counts))
  let next = 0
  for (const [label] of recordsOf(counts, remedy)) labels[next++] = label
  let images: Examples['images'] | undefined
  return {
    labels,
    get images() {
      return (images ??= readRecords(counts, remedy).images)
    },
  }
}

const totalOf = (counts: RecordCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0)

/** Yields the records of some files one by one. Each is valid until the next one is yielded. */
function* recordsOf(counts: RecordCounts, remedy: string): Generator<Uint8Array> {
  const records = new Uint8Array(RECORDS_AT_ONCE * RECORD_BYTES)
  for (const [path, count] of counts) {
    const name = `${basename(path)} in ${dirname(path)}`
    const file = openFile(path, remedy)
    try {
      const { size } = fstatSync(file)
      if (size !== count * RECORD_BYTES) {
        throw new UserError(
          'data',
          `${name} has ${size} bytes instead of ${count * RECORD_BYTES}: ${remedy}.`,
        )
      }
      for (let i = 0; i < count; i++) {
        const from = (i % RECORDS_AT_ONCE) * RECORD_BYTES
        if (from === 0) readSync(file, records, 0, records.length, null)
        if (records[from] >= CLASS_NAMES.length) {
          throw new UserError(
            'data',
            `${name} is damaged (its record ${i} has label ${records[from]}): ${remedy}.`,
          )
        }
        yield records.subarray(from, from + RECORD_BYTES)
      }
    } finally {
      closeSync(file)
    }
  }
}

function openFile(path: string, remedy: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (!isSystemError(error)) throw error
    if (error.code === 'ENOENT') throw new UserError('data', `There is no ${path}: ${remedy}.`)
    throw new UserError('data', `${path} cannot be read (${reasonOf(error)}): ${remedy}.`)
  }
}
