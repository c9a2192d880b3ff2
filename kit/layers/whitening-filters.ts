import { gemm } from '#kit/engine/gemm/index.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { empty, zeros, type Tensor } from '#kit/tensor/index.ts'
import { convSizes } from './output-size.ts'

/** The options of {@link whiteningFilters}. */
export interface WhiteningOptions {
  /** Is added to every variance, so that directions in which patches hardly differ are not blown up; above 0. */
  epsilon: number
}

/**
 * Computes the filters of a whitening convolution from images. A patch of the images is `size` x `size` pixels of all
 * channels. The eigenvectors of the patches' covariance are the directions in which they differ independently, and each
 * eigenvalue is the variance in its direction. Filter k is eigenvector k, divided by the root of its variance plus
 * epsilon. So over the patches of the images, the outputs of the filters are uncorrelated, with variances of about 1.
 * The same filters follow with the opposite sign, so that a ReLU loses nothing. (Coates and Ng 2012, "Learning feature
 * representations with k-means"; as a layer: Jordan 2024, arXiv 2404.00498, section 3.2.)
 *
 * The covariance is taken around 0, because normalized images have a mean of about 0.
 *
 * @param images - normalized images, (N, C, H, W)
 * @param size - height and width of a patch in pixels
 * @returns (2 · C · size², C, size, size), the directions with the largest variance first
 * @throws RangeError when the images do not have four axes or are smaller than a patch
 */
export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const [, C] = images.shape
  const D = C * size ** 2
  const { values, vectors } = eigenSymmetric(patchCovariance(images, size))
  const filters = empty([2 * D, C, size, size], images.dtype)
  for (let k = 0; k < D; k++) {
    const factor = 1 / Math.sqrt(Math.max(0, values.data[k]) + epsilon)
    for (let i = 0; i < D; i++) {
      const value = factor * vectors.data[i * D + k]
      filters.data[k * D + i] = value
      filters.data[(D + k) * D + i] = -value
    }
  }
  return filters
}

/** Returns the mean product of every two elements of a patch, over all patches of all images: (D, D) in float64. */
function patchCovariance(images: Tensor, size: number): Tensor {
  const [, C, H, W] = images.shape
  const D = C * size ** 2
  const { N, outHeight, outWidth } = convSizes(images, zeros([1, C, size, size]), { stride: 1, pad: 0 })
  const places = outHeight * outWidth
  const products = zeros([D, D], 'float64')
  const patches = new Float64Array(D * places)
  for (let n = 0; n < N; n++) {
    for (let i = 0, to = 0; i < D; i++) {
      const [c, row, column] = [Math.floor(i / size ** 2), Math.floor(i / size) % size, i % size]
      for (let y = 0; y < outHeight; y++) {
        const from = ((n * C + c) * H + y + row) * W + column
        patches.set(images.data.subarray(from, from + outWidth), to)
        to += outWidth
      }
    }
    gemm(false, true, D, D, places, patches, 0, places, patches, 0, places, 1, products.data, 0, D)
  }
  products.data.forEach((product, i) => (products.data[i] = product / (N * places)))
  return products
}
