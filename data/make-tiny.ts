// Makes data/tiny from the real data: npx tsx data/make-tiny.ts
import '#kit/system/v8-flags.ts'
import { Random } from '#kit/tensor/index.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadDataset } from './load.ts'
import { CLASS_NAMES, encodeRecords } from './records.ts'
import { pickExamples, type Split } from './split.ts'
import { isUserError } from '#kit/system/user-error.ts'

const SEED = 231
const FOLDER = join(import.meta.dirname, 'tiny')

try {
  const real = await loadDataset({ name: 'cifar10' })
  await mkdir(FOLDER, { recursive: true })
  // Each from the split of the same name, so that no image is used for training here and for validation there.
  await write('train', real.train, 1000, 0)
  await write('validation', real.validation, 500, 1)
  await write('test', real.test, 500, 2)
} catch (error) {
  if (!isUserError(error, 'data')) throw error
  console.error(error.message)
  process.exitCode = 1
}

/** Writes `count` examples drawn at random, the same number of every class, in random order. */
async function write(name: string, split: Split, count: number, stream: number): Promise<void> {
  const wanted = CLASS_NAMES.map(() => count / CLASS_NAMES.length)
  const order = new Random(SEED, stream).permutation(split.size)
  const { images, labels } = pickExamples(
    split,
    order.filter((index) => wanted[split.labels[index]]-- > 0),
  )
  await writeFile(join(FOLDER, `${name}.bin`), encodeRecords(images, labels))
  console.log(`${name}.bin: ${labels.length} images`)
}
