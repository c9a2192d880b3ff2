import { patchesOf } from '#kit/layers/patches.ts'
import { eigenSymmetric } from '#kit/tensor/eigen.ts'
import { add, concat, div, map, matmul, mean, mul, sub, transpose, type Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

/** How whitening filters are fitted. */
export interface WhiteningOptions {
  /** Above 0; added to the variances, so that directions with almost no variance are not blown up. */
  epsilon: number
}

/**
 * Fits the filters of a first layer to images. Over all patches of the images, the responses of the filters are
 * uncorrelated, and have variance 1 where epsilon is small. Each filter also exists with the opposite sign, so that a
 * ReLU loses nothing.
 *
 * @param images - training images, (N, C, H, W)
 * @param size - height and width of the patches, and of the filters
 * @param options - `epsilon`
 * @returns the filters, (2 · C · size², C, size, size): one for each eigenvector of the covariance of the patches, and
 *   then the same with the opposite sign, in the same order
 */
export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const C = images.shape[1]
  // Each row is a patch, (P, D) with D = C · size². Its numbers stand in the order of a filter.
  const patches = patchesOf(images, size)
  const [P, D] = patches.shape
  // TODO 6.6: Compute the covariance matrix of the patches, (D, D), divided by P. Divide each of its eigenvectors by
  // the root of (its eigenvalue + epsilon), and write it as a filter, (C, size, size). Return these D filters, and
  // after them the same D filters with the opposite sign, (2D, C, size, size). `eigenSymmetric(matrix)` returns
  // eigenvalues (D,) and eigenvectors (D, D), one in each column.
  throw new NotImplementedError('6.6')
}
