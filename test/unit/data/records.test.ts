import { encodeRecords, IMAGE_BYTES, readLater, readRecords, RECORD_BYTES } from '#data/records.ts'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { UserError } from '#kit/system/user-error.ts'
import { temporaryFolder } from '../../support/folders.ts'

let file: string
beforeEach(() => {
  file = join(temporaryFolder(), 'some.bin')
})

/** Returns the error message for the file, which must be the same for both ways to read it. */
function failureOf(count: number): string {
  const [now, later] = [readRecords, readLater].map((read) => {
    try {
      return read(new Map([[file, count]]), 'fetch it again')
    } catch (error) {
      return error
    }
  })
  expect(now).toBeInstanceOf(UserError)
  expect(later).toEqual(now)
  return (now as Error).message
}

test('a record is a label, then 1,024 bytes of red, of green and of blue', async () => {
  const record = new Uint8Array(RECORD_BYTES)
  record[0] = 7
  record.fill(1, 1, 1025).fill(2, 1025, 2049).fill(3, 2049, 3073)
  await writeFile(file, record)
  const { images, labels } = readRecords(new Map([[file, 1]]), '')
  expect([...labels]).toEqual([7])
  expect([images[0], images[1023], images[1024], images[2047], images[2048], images[3071]]).toEqual([
    1, 1, 2, 2, 3, 3,
  ])
  expect(encodeRecords(images, labels)).toEqual(record)
})

test('several files are read one after another', async () => {
  const second = `${file}.2`
  await writeFile(file, encodeRecords(new Uint8Array(2 * IMAGE_BYTES).fill(10), Uint8Array.of(1, 2)))
  await writeFile(second, encodeRecords(new Uint8Array(IMAGE_BYTES).fill(20), Uint8Array.of(3)))
  const counts = new Map([
    [file, 2],
    [second, 1],
  ])
  const { images, labels } = readRecords(counts, '')
  expect([...labels]).toEqual([1, 2, 3])
  expect([images[0], images[IMAGE_BYTES], images[2 * IMAGE_BYTES]]).toEqual([10, 10, 20])
})

test('what is read later has its labels at once, and its images from when they are first asked for', async () => {
  const images = new Uint8Array(2 * IMAGE_BYTES).fill(10).fill(20, IMAGE_BYTES)
  const write = (pixels: Uint8Array) => writeFile(file, encodeRecords(pixels, Uint8Array.of(1, 2)))
  await write(new Uint8Array(2 * IMAGE_BYTES))
  const examples = readLater(new Map([[file, 2]]), '')
  expect([...examples.labels]).toEqual([1, 2])
  await write(images)
  expect(examples.images).toEqual(images)
  await rm(file)
  expect(examples.images).toEqual(images)
})

test('what is read later may have gone by then', async () => {
  await writeFile(file, encodeRecords(new Uint8Array(IMAGE_BYTES), Uint8Array.of(1)))
  const examples = readLater(new Map([[file, 1]]), 'fetch it again')
  await rm(file)
  expect(() => examples.images).toThrow(new UserError('data', `There is no ${file}: fetch it again.`))
})

test('a missing file', () => {
  expect(failureOf(1)).toBe(`There is no ${file}: fetch it again.`)
})

test('a file of the wrong size', async () => {
  await writeFile(file, new Uint8Array(RECORD_BYTES - 1))
  expect(failureOf(1)).toMatch(/^some\.bin in .* has 3072 bytes instead of 3073: fetch it again\.$/)
})

test('a file with a label that is no class', async () => {
  await writeFile(file, new Uint8Array(3 * RECORD_BYTES).fill(10, RECORD_BYTES))
  expect(failureOf(3)).toMatch(/^some\.bin in .* is damaged \(its record 1 has label 10\): fetch it again\.$/)
})
