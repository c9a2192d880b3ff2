import { encode } from 'fast-png'
import { CLASS_NAMES, IMAGE_BYTES, loadDataset } from '#data/index.ts'
import { inRows, panelsOf } from '#kit/training/report/panels.ts'
import { Tensor } from '#kit/tensor/index.ts'

/** How many photographs of each class the picture shows. */
const ROWS = 3
const SCALE = 2

/** Photographs of the small data set: one column for each class, in the order of the labels. */
export async function cifar10Images(): Promise<Uint8Array> {
  const { test } = await loadDataset({ name: 'tiny' })
  const all = Array.from(test.labels, (label, index) => ({ label, index }))
  const columns = CLASS_NAMES.map((_, label) => all.filter((each) => each.label === label))
  const photograph = (index: number): Tensor => {
    const bytes = test.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES)
    return new Tensor(Float64Array.from(bytes), [1, 3, 32, 32])
  }
  const rows = Array.from({ length: ROWS }, (_, row) =>
    columns.flatMap((column) => panelsOf(photograph(column[row].index), { scale: SCALE })),
  )
  return encode(inRows(rows))
}
