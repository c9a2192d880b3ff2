import { offsetOf } from '#kit/layers/offset-of.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { build } from './matrices.ts'

/** Returns all patches of some images, element by element, one in each row. */
export function definedPatches(images: Tensor, size: number): Tensor {
  const [N, C, H, W] = images.shape
  const [rows, columns] = [H - size + 1, W - size + 1]
  return build(N * rows * columns, C * size ** 2, (p, d) => {
    const [j, i, n] = [p % columns, Math.floor(p / columns) % rows, Math.floor(p / (columns * rows))]
    const [q, r, c] = [d % size, Math.floor(d / size) % size, Math.floor(d / size ** 2)]
    return images.data[offsetOf(images, n, c, i + r, j + q)]
  })
}

/**
 * Returns the right filters in the order and with the signs of the actual ones, as far as these are like them: both are
 * arbitrary.
 *
 * @param right - one filter in each row, (D, D)
 * @param actual - in the same shape
 */
export function likeThese(right: Tensor, actual: Tensor): Tensor {
  const D = right.shape[0]
  const row = (x: Tensor, k: number) => Array.from(x.data.subarray(k * D, (k + 1) * D))
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, value, i) => total + value * b[i], 0)
  const cosine = (a: readonly number[], b: readonly number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
  const left = new Set(Array.from({ length: D }, (_, k) => k))
  const ordered = Array.from({ length: D }, (_, k) => {
    const similarity = (other: number) => Math.abs(cosine(row(actual, k), row(right, other))) || 0
    const nearest = Array.from(left).reduce((a, b) => (similarity(b) > similarity(a) ? b : a))
    left.delete(nearest)
    const sign = dot(row(actual, k), row(right, nearest)) < 0 ? -1 : 1
    return row(right, nearest).map((value) => sign * value)
  })
  return build(D, D, (k, d) => ordered[k][d])
}
