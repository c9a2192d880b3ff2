import { join } from 'node:path'
import { readRecords } from './records.ts'

const FOLDER = join(import.meta.dirname, 'tiny')

/** The small set that ships with the kit, as it is in its files. */
export async function readTiny() {
  const read = (split: string, count: number) =>
    readRecords(new Map([[join(FOLDER, `${split}.bin`), count]]), 'get it back with "git restore data/tiny"')
  return {
    train: await read('train', 1000),
    validation: await read('validation', 500),
    test: await read('test', 500),
  }
}
