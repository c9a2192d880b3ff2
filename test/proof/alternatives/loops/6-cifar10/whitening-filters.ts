import { zeros, type Tensor } from '#kit/tensor/index.ts'
import type { WhiteningOptions } from '#work/6-cifar10/whitening-filters.ts'

// No table of patches: sums and products of every two places of a patch, and eigenvectors by Jacobi's rotations, which
// come in no order.

/** Rotates a symmetric matrix until it is diagonal, in place, and returns the eigenvectors as columns. */
function rotate(a: Float64Array, D: number): Float64Array {
  const v = new Float64Array(D * D)
  for (let d = 0; d < D; d++) v[d * D + d] = 1
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < D; p++) {
      for (let q = p + 1; q < D; q++) {
        if (a[p * D + q] === 0) continue
        const theta = (a[q * D + q] - a[p * D + p]) / (2 * a[p * D + q])
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta))
        const c = 1 / Math.hypot(1, t)
        const s = t * c
        for (let k = 0; k < D; k++) {
          const [kp, kq] = [a[k * D + p], a[k * D + q]]
          a[k * D + p] = c * kp - s * kq
          a[k * D + q] = s * kp + c * kq
        }
        for (let k = 0; k < D; k++) {
          const [pk, qk, vp, vq] = [a[p * D + k], a[q * D + k], v[k * D + p], v[k * D + q]]
          a[p * D + k] = c * pk - s * qk
          a[q * D + k] = s * pk + c * qk
          v[k * D + p] = c * vp - s * vq
          v[k * D + q] = s * vp + c * vq
        }
      }
    }
  }
  return v
}

export function whiteningFilters(images: Tensor, size: number, { epsilon }: WhiteningOptions): Tensor {
  const [N, C, H, W] = images.shape
  const D = C * size * size
  const [rows, columns] = [H - size + 1, W - size + 1]
  const P = N * rows * columns
  /** The number at place d of the patch that begins in row i and column j. */
  const at = (n: number, i: number, j: number, d: number) => {
    const [c, r, q] = [Math.floor(d / (size * size)), Math.floor(d / size) % size, d % size]
    return images.data[((n * C + c) * H + i + r) * W + j + q]
  }
  const means = new Float64Array(D)
  const covariance = new Float64Array(D * D)
  const everywhere = (visit: (n: number, i: number, j: number) => void) => {
    for (let n = 0; n < N; n++)
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) visit(n, i, j)
  }
  everywhere((n, i, j) => {
    for (let d = 0; d < D; d++) means[d] += at(n, i, j, d) / P
  })
  everywhere((n, i, j) => {
    for (let d = 0; d < D; d++)
      for (let e = 0; e < D; e++)
        covariance[d * D + e] += ((at(n, i, j, d) - means[d]) * (at(n, i, j, e) - means[e])) / P
  })
  const vectors = rotate(covariance, D)
  const filters = zeros([2 * D, C, size, size], images.dtype)
  for (let k = 0; k < D; k++)
    for (let d = 0; d < D; d++) {
      const value = vectors[d * D + k] / Math.sqrt(Math.max(0, covariance[k * D + k]) + epsilon)
      filters.data[k * D + d] = value
      filters.data[(D + k) * D + d] = -value
    }
  return filters
}
