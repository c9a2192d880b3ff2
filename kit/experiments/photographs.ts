import type { Dataset, Split } from '#data/index.ts'
import { IMAGE_BYTES } from '#data/index.ts'
import { Tensor } from '#kit/tensor/index.ts'

/** Test images that are easy to recognize. */
const CLEAR: Readonly<Record<Dataset['name'], readonly number[]>> = {
  tiny: [95, 79, 28, 279, 86, 105],
  cifar10: [13, 1, 16, 6, 14, 67],
}

/** Returns the first `count` of six test images that are easy to recognize, (count, 3, 32, 32), 0 to 255. */
export const photographs = ({ name, test }: Dataset, count = 6): Tensor =>
  pixelsOf(test, CLEAR[name].slice(0, count))

/** Returns images as they are in the files, (n, 3, 32, 32), 0 to 255. */
export function pixelsOf({ images }: Split, indices: readonly number[]): Tensor {
  const data = new Float32Array(indices.length * IMAGE_BYTES)
  indices.forEach((index, i) => {
    data.set(images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES)
  })
  return new Tensor(data, [indices.length, 3, 32, 32])
}
