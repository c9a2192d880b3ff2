import { concat, tensor, Tensor } from '#kit/tensor/index.ts'
import { fitPca } from '#work/5-training/preprocessing.ts'
import type { WhiteningOptions } from '#work/6-cifar10/whitening-filters.ts'

// The principal components of Part 5, if the learner has them; the patches come from views of the images.

/** The patches of one image, each as a list. */
function* patchesIn(image: Tensor, size: number): Generator<number[]> {
  const [C, H, W] = image.shape
  for (let i = 0; i + size <= H; i++)
    for (let j = 0; j + size <= W; j++)
      yield Array.from({ length: C * size * size }, (_, d) => {
        const [c, r, q] = [Math.floor(d / size ** 2), Math.floor(d / size) % size, d % size]
        return image.data[(c * H + i + r) * W + j + q]
      })
}

class Filters {
  readonly #rows: number[][]

  constructor(patches: Tensor, epsilon: number) {
    const { basis, variances } = fitPca(patches)
    const [D, K] = basis.shape
    const number = (k: number, d: number) => basis.data[d * K + k] / Math.sqrt(variances.data[k] + epsilon)
    this.#rows = Array.from({ length: K }, (row, k) => Array.from({ length: D }, (column, d) => number(k, d)))
  }

  /** The filters in increasing order of their variance, which is as right as any other. */
  toTensor(sign: number): Tensor {
    return tensor(this.#rows.toReversed().map((row) => row.map((value) => sign * value)))
  }
}

export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const [N, C, H, W] = images.shape
  const each = C * H * W
  const patches = Array.from({ length: N }, (_, n) =>
    Array.from(patchesIn(new Tensor(images.data.subarray(n * each, (n + 1) * each), [C, H, W]), size)),
  ).flat()
  const filters = new Filters(tensor(patches), epsilon)
  return concat([filters.toTensor(1), filters.toTensor(-1)])
    .reshape([-1, C, size, size])
    .astype(images.dtype)
}
