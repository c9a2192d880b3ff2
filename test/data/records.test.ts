import { DataError } from '#data/errors.ts'
import { encodeRecords, IMAGE_BYTES, readRecords, RECORD_BYTES } from '#data/records.ts'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from './support.ts'

let file: string
beforeEach(async () => {
  file = join(await temporaryFolder(), 'some.bin')
})

const failureOf = async (count: number): Promise<string> => {
  const error = await readRecords(new Map([[file, count]]), 'fetch it again').catch(
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DataError)
  return (error as Error).message
}

test('a record is a label, then 1,024 bytes of red, of green and of blue', async () => {
  const record = new Uint8Array(RECORD_BYTES)
  record[0] = 7
  record.fill(1, 1, 1025).fill(2, 1025, 2049).fill(3, 2049, 3073)
  await writeFile(file, record)
  const { images, labels } = await readRecords(new Map([[file, 1]]), '')
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
  const { images, labels } = await readRecords(counts, '')
  expect([...labels]).toEqual([1, 2, 3])
  expect([images[0], images[IMAGE_BYTES], images[2 * IMAGE_BYTES]]).toEqual([10, 10, 20])
})

test('a missing file', async () => {
  expect(await failureOf(1)).toBe(`There is no ${file}: fetch it again.`)
})

test('a file of the wrong size', async () => {
  await writeFile(file, new Uint8Array(RECORD_BYTES - 1))
  expect(await failureOf(1)).toMatch(/^some\.bin in .* has 3072 bytes instead of 3073: fetch it again\.$/)
})

test('a file with a label that is no class', async () => {
  await writeFile(file, new Uint8Array(3 * RECORD_BYTES).fill(10, RECORD_BYTES))
  expect(await failureOf(3)).toMatch(
    /^some\.bin in .* is damaged \(its record 1 has label 10\): fetch it again\.$/,
  )
})
