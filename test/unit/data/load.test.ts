import { fitNormalization, isFetched, loadDataset, type Dataset } from '#data/index.ts'
import { encodeRecords, RECORD_BYTES } from '#data/records.ts'
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { UserError } from '#kit/system/user-error.ts'
import { temporaryFolder } from '../../support/folders.ts'

const realIsFetched = await isFetched()

const countClasses = (labels: Uint8Array) =>
  Array.from({ length: 10 }, (_, wanted) => labels.filter((label) => label === wanted).length)

describe('the tiny data set', () => {
  test('has even classes', async () => {
    const { name, classNames, train, validation, test: tested } = await loadDataset({ name: 'tiny' })
    expect(name).toBe('tiny')
    expect([classNames.length, classNames[0], classNames[9]]).toEqual([10, 'airplane', 'truck'])
    expect(countClasses(train.labels)).toEqual(Array(10).fill(100))
    expect(countClasses(validation.labels)).toEqual(Array(10).fill(50))
    expect(countClasses(tested.labels)).toEqual(Array(10).fill(50))
  })

  test('is normalized by what its training split alone gives', async () => {
    for (const scale of [false, true]) {
      const { train, validation, test: tested } = await loadDataset({ name: 'tiny', scale })
      expect(train.normalization).toEqual(fitNormalization(train.images, scale))
      expect(train.normalization).not.toEqual(fitNormalization(validation.images, scale))
      expect(validation.normalization).toBe(train.normalization)
      expect(tested.normalization).toBe(train.normalization)
    }
  })

  test('has no record twice', async () => {
    const records = await tinyRecords()
    expect(new Set(records.train.concat(records.validation, records.test)).size).toBe(2000)
  })

  test.skipIf(!realIsFetched)(
    'is a part of the real one (skipped until "npm run data" has fetched it)',
    async () => {
      const real = await loadDataset({ name: 'cifar10' })
      const tiny = await tinyRecords()
      for (const split of ['train', 'validation', 'test'] as const) {
        const all = new Set(hashes(encodeRecords(real[split].images, real[split].labels)))
        expect(tiny[split].filter((record) => !all.has(record))).toEqual([])
      }
    },
  )
})

describe('the real data set', () => {
  let folder: string
  /** Creates files of the right size, with label 0 and black pixels, which take no space on disk. */
  beforeEach(async () => {
    const cache = temporaryFolder()
    vi.stubEnv('CIFAR10_DIR', cache)
    folder = join(cache, 'cifar-10-batches-bin')
    await mkdir(folder)
    for (const name of [...[1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`), 'test_batch.bin']) {
      await writeFile(join(folder, name), '')
      await truncate(join(folder, name), 10_000 * RECORD_BYTES)
    }
    return () => vi.unstubAllEnvs()
  })

  const setRecord = async (name: string, index: number, label: number, pixel: number) => {
    const file = await open(join(folder, name), 'r+')
    await file.write(
      new Uint8Array(RECORD_BYTES).fill(pixel).fill(label, 0, 1),
      0,
      RECORD_BYTES,
      index * RECORD_BYTES,
    )
    await file.close()
  }

  test('is split into 49,000, 1,000 and 10,000, and normalized by the 49,000', async () => {
    await setRecord('data_batch_1.bin', 0, 1, 49)
    await setRecord('data_batch_5.bin', 8999, 2, 98)
    await setRecord('data_batch_5.bin', 9000, 3, 200)
    await setRecord('data_batch_5.bin', 9999, 4, 200)
    await setRecord('test_batch.bin', 0, 5, 200)
    const { name, train, validation, test: tested } = await loadDataset()
    expect(name).toBe('cifar10')
    expect([train.size, validation.size, tested.size]).toEqual([49_000, 1000, 10_000])
    expect([train.labels[0], train.labels[48_999]]).toEqual([1, 2])
    expect([validation.labels[0], validation.labels[999]]).toEqual([3, 4])
    expect(tested.labels[0]).toBe(5)
    // (49 + 98) / 49,000: the 200s are in the other splits.
    expect(train.normalization.mean).toEqual(new Float32Array(3072).fill(0.003))
    expect(validation.batch([0]).x.data[0]).toBeCloseTo(199.997, 4)
  })

  test('is used by itself once it is fetched', async () => {
    expect(await isFetched()).toBe(true)
    await rm(folder, { recursive: true })
    expect(await isFetched()).toBe(false)
    expect((await loadDataset()).name).toBe('tiny')
  })

  test('that is missing says how to fetch it', async () => {
    await rm(folder, { recursive: true })
    await expect(loadDataset({ name: 'cifar10' })).rejects.toThrow(
      `There is no ${join(folder, 'data_batch_1.bin')}: run "npm run data" to download CIFAR-10.`,
    )
  })

  test.each([
    ['a file', writeFile, 'a file is in the way'],
    ['a symbolic link to itself', symlink, 'its symbolic links form a loop'],
  ] as const)('whose folder is %s says so', async (_what, make, reason) => {
    const place = join(temporaryFolder(), 'place')
    await make(place, place)
    vi.stubEnv('CIFAR10_DIR', place)
    const file = join(place, 'cifar-10-batches-bin', 'data_batch_1.bin')
    await expect(loadDataset({ name: 'cifar10' })).rejects.toThrow(
      new UserError('data', `${file} cannot be read (${reason}): run "npm run data" to download CIFAR-10.`),
    )
  })

  test.each<Dataset['name'] | 'auto'>(['cifar10', 'auto'])(
    'that is damaged is never passed over in silence (name: %s)',
    async (name) => {
      await truncate(join(folder, 'data_batch_3.bin'), 12)
      expect(await isFetched()).toBe(false)
      await expect(loadDataset({ name })).rejects.toThrow(
        `data_batch_3.bin in ${folder} has 12 bytes instead of 30730000: run "npm run data" to download CIFAR-10.`,
      )
    },
  )

  test('whose test images are damaged says so at once, although they are read when they are asked for', async () => {
    const { test: tested } = await loadDataset()
    await setRecord('test_batch.bin', 9999, 1, 50)
    expect(tested.images.at(-1)).toBe(50)
    await setRecord('test_batch.bin', 9999, 10, 50)
    await expect(loadDataset()).rejects.toThrow(
      `test_batch.bin in ${folder} is damaged (its record 9999 has label 10): run "npm run data" to download CIFAR-10.`,
    )
  })
})

/** Returns the records of the three tiny files as hashes. */
async function tinyRecords() {
  const read = async (split: string) =>
    hashes(await readFile(new URL(`../../../data/tiny/${split}.bin`, import.meta.url)))
  return { train: await read('train'), validation: await read('validation'), test: await read('test') }
}

const hashes = (records: Uint8Array): string[] =>
  Array.from({ length: records.length / RECORD_BYTES }, (_, i) =>
    createHash('sha1')
      .update(records.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES))
      .digest('hex'),
  )
