import { patchesOf } from '#kit/layers/patches.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { div, map, matmul, mean, mul, sub, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { WhiteningOptions } from '#work/6-cifar10/whitening-filters.ts'

// Everything is a product of matrices: the division by the roots, the transpose, and both signs.

export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const patches = patchesOf(images, size)
  const [P, D] = patches.shape
  const centred = sub(patches, mean(patches, 0, { keepDims: true }))
  const { values, vectors } = eigenSymmetric(mul(1 / P, matmul(centred, centred, { transposeA: true })))
  const both = map(zeros([2 * D, D], images.dtype), (_, i) => {
    const [row, k] = [Math.floor(i / D), i % D]
    return row === k ? 1 : row === D + k ? -1 : 0
  })
  const divided = div(
    both,
    map(values, (value) => Math.sqrt(value + epsilon)),
  )
  return matmul(divided, vectors, { transposeB: true }).reshape([-1, images.shape[1], size, size])
}
