import type { Tensor } from '#kit/tensor/index.ts'
import { normalize, type Normalization } from './normalization.ts'
import { CLASS_NAMES, IMAGE_BYTES, type Examples } from './records.ts'

/** Some examples of a data set, as bytes in memory. They are converted to normalized float32 tensors batch by batch. */
export class Split {
  /** The number of examples. */
  readonly size: number
  /** (size,), 0 to 9 */
  readonly labels: Uint8Array
  /** The normalization that {@link batch} applies to the pixels. */
  readonly normalization: Normalization
  readonly #examples: Examples

  constructor(examples: Examples, normalization: Normalization) {
    this.size = examples.labels.length
    this.labels = examples.labels
    this.normalization = normalization
    this.#examples = examples
  }

  /** (size, 3, 32, 32), row-major, 0 to 255: the pixels as in the files, perhaps read only on first access */
  get images(): Examples['images'] {
    return this.#examples.images
  }

  /**
   * Frees the memory of the images immediately, without waiting for garbage collection. Afterwards this split, and any
   * split with images in the same memory, can no longer make batches.
   */
  release(): void {
    this.#examples.images.buffer.transfer(0)
  }

  /**
   * Returns some of the examples, in the order of `indices`.
   *
   * @returns `x` (n, 3, 32, 32) in float32, normalized, and `labels` (n,)
   * @throws RangeError when an index is not an integer from 0 to size - 1
   */
  batch(indices: ArrayLike<number>): { x: Tensor; labels: Uint8Array } {
    for (let i = 0; i < indices.length; i++) {
      if (!Number.isInteger(indices[i]) || indices[i] < 0 || indices[i] >= this.size) {
        throw new RangeError(`batch: no example ${indices[i]} in a split of ${this.size}`)
      }
    }
    return {
      x: normalize(this.images, indices, this.normalization),
      labels: Uint8Array.from(indices, (index) => this.labels[index]),
    }
  }

  /**
   * Returns a smaller split with the first examples of every class, in their order here. The classes are as balanced as
   * possible: each gets `count / 10` examples, unless some have fewer.
   *
   * @throws RangeError when `count` is not an integer from 0 to size
   */
  subset(count: number): Split {
    if (!Number.isInteger(count) || count < 0 || count > this.size) {
      throw new RangeError(`subset: cannot take ${count} of ${this.size} examples`)
    }
    const seen = CLASS_NAMES.map(() => 0)
    const rank = Array.from(this.labels, (label) => seen[label]++)
    const chosen = Uint32Array.from(rank.keys())
      .toSorted((a, b) => rank[a] - rank[b] || a - b)
      .subarray(0, count)
      .toSorted()
    return new Split(pickExamples(this, chosen), this.normalization)
  }
}

/** Returns a copy of some of the examples, in the order of `indices`. */
export function pickExamples({ images, labels }: Examples, indices: Uint32Array): Examples {
  const picked = new Uint8Array(indices.length * IMAGE_BYTES)
  indices.forEach((index, i) => {
    picked.set(images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES), i * IMAGE_BYTES)
  })
  return { images: picked, labels: Uint8Array.from(indices, (index) => labels[index]) }
}
