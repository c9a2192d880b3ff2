import { patchesOf } from '#kit/layers/patches.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { map, matmul, mean, sub, transpose, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { WhiteningOptions } from '#work/6-cifar10/whitening-filters.ts'

// Work in float64, the result in the type of the images. Every third direction points the other way: either is right.
// The covariance is the mean product less the product of the means.

export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const patches = transpose(patchesOf(images, size).astype('float64'))
  const [D, P] = patches.shape
  const around = sub(patches, patches.data[0])
  const products = matmul(around, transpose(around))
  const means = mean(around, 1)
  const covariance = map(
    products,
    (value, i) => value / P - means.data[Math.floor(i / D)] * means.data[i % D],
  )
  const { values, vectors } = eigenSymmetric(covariance)
  const filters = map(zeros([2 * D, images.shape[1], size, size]), (_, i) => {
    const [k, d] = [Math.floor(i / D), i % D]
    const sign = (k % D) % 3 === 0 ? -1 : 1
    return ((k < D ? sign : -sign) * vectors.data[d * D + (k % D)]) / (values.data[k % D] + epsilon) ** 0.5
  })
  return filters.astype(images.dtype)
}
