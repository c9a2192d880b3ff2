import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { installedFolder } from './cache.ts'
import { fitNormalization } from './normalization.ts'
import {
  CLASS_NAMES,
  IMAGE_BYTES,
  readLater,
  readRecords,
  RECORD_BYTES,
  type Examples,
  type RecordCounts,
} from './records.ts'
import { Split } from './split.ts'
import { readTiny } from './tiny.ts'

/** A data set in three splits, all normalized with values fitted to `train`. */
export interface Dataset {
  /** Which of the two data sets it is. */
  name: 'cifar10' | 'tiny'
  /** The names of the labels 0 to 9. */
  classNames: readonly string[]
  /** The examples for training. */
  train: Split
  /** The examples for choosing settings. */
  validation: Split
  /** The examples for the final test. Its images are read when they are first needed. */
  test: Split
}

/** The options of {@link loadDataset}. */
export interface LoadOptions {
  /**
   * - `cifar10`: all of CIFAR-10 as downloaded by "npm run data": 49,000 training images, 1,000 for validation (the
   *   last of the official training images, as in CS231n) and 10,000 for testing
   * - `tiny`: the subset that ships with the kit: 1,000, 500 and 500 images
   * - `auto` (default): `cifar10` if it was downloaded, otherwise `tiny`
   */
  name?: 'cifar10' | 'tiny' | 'auto'
  /** Whether to also divide by the standard deviation of each colour, after subtracting the mean of each pixel. */
  scale?: boolean
}

const VALIDATION_SIZE = 1000

/**
 * Reads a data set into memory: 154 MB for all of CIFAR-10, and another 31 MB when the test images are first needed.
 *
 * @throws UserError when a file is missing or damaged; its message says which, and what to do
 */
export async function loadDataset({ name = 'auto', scale = false }: LoadOptions = {}): Promise<Dataset> {
  const fetched = name === 'cifar10' || (name === 'auto' && existsSync(installedFolder()))
  const { train, validation, test } = fetched ? readCifar10() : readTiny()
  const normalization = fitNormalization(train.images, scale)
  return {
    name: fetched ? 'cifar10' : 'tiny',
    classNames: CLASS_NAMES,
    train: new Split(train, normalization),
    validation: new Split(validation, normalization),
    test: new Split(test, normalization),
  }
}

/** Returns whether "npm run data" has downloaded CIFAR-10: every file exists and has the right size. */
export async function isFetched(): Promise<boolean> {
  const { train, test } = cifar10Files()
  for (const [path, count] of [...train, ...test]) {
    const file = await stat(path).catch(() => undefined)
    if (file?.size !== count * RECORD_BYTES) return false
  }
  return true
}

function cifar10Files(): { train: RecordCounts; test: RecordCounts } {
  const folder = installedFolder()
  return {
    train: new Map([1, 2, 3, 4, 5].map((n) => [join(folder, `data_batch_${n}.bin`), 10_000])),
    test: new Map([[join(folder, 'test_batch.bin'), 10_000]]),
  }
}

function readCifar10() {
  const files = cifar10Files()
  const remedy = 'run "npm run data" to download CIFAR-10'
  const official = readRecords(files.train, remedy)
  const trainSize = official.labels.length - VALIDATION_SIZE
  return {
    train: slice(official, 0, trainSize),
    validation: slice(official, trainSize, official.labels.length),
    test: readLater(files.test, remedy),
  }
}

/** Returns consecutive examples, as a view. */
const slice = ({ images, labels }: Examples, start: number, end: number): Examples => ({
  images: images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES),
  labels: labels.subarray(start, end),
})
