import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { add, div, map, matmul, sub, sum, Tensor, zeros } from '#kit/tensor/index.ts'
import { patchesOf } from '#kit/layers/index.ts'

/** How whitening filters are fitted. */
export interface WhiteningOptions {
  /** Above 0; added to the variances, so that directions with almost no variance are not blown up. */
  epsilon: number
}

/**
 * Fits filters whose responses to these images are uncorrelated, with variance 1 where epsilon is small: the
 * eigenvectors of the covariance of all patches (divided by their number), each divided by √(its eigenvalue + epsilon).
 * After them come the same filters with the opposite sign, so that a ReLU loses nothing. Unlike the version of Part 6,
 * this one takes the images one by one: its memory does not grow with their number.
 *
 * @param images - (N, C, H, W)
 * @param size - height and width of the patches, and of the filters
 * @returns (2 · C · size², C, size, size), the filter of the largest eigenvalue first, in the element type of the
 *   images
 * @throws RangeError when no patch fits into the images
 */
export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const [N, C, H, W] = images.shape
  const D = C * size ** 2
  let count = 0
  let sums = zeros([1, D])
  let products = zeros([D, D])
  for (let n = 0; n < N; n++) {
    const image = Float64Array.from(images.data.subarray(n * C * H * W, (n + 1) * C * H * W))
    const patches = patchesOf(new Tensor(image, [1, C, H, W]), size)
    count += patches.shape[0]
    sums = add(sums, sum(patches, 0))
    products = add(products, matmul(patches, patches, { transposeA: true }))
  }
  const mean = div(sums, count)
  const covariance = sub(div(products, count), matmul(mean, mean, { transposeA: true }))
  const { values, vectors } = eigenSymmetric(covariance)
  return map(zeros([2 * D, C, size, size], images.dtype), (_, i) => {
    const [filter, d] = [Math.floor(i / D), i % D]
    const weight = vectors.data[d * D + (filter % D)] / Math.sqrt(values.data[filter % D] + epsilon)
    return filter < D ? weight : -weight
  })
}
