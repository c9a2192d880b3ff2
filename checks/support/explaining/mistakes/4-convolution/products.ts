import { offsetOf } from '#kit/layers/offset-of.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { type ConvCase } from '../../../cases/images.ts'
import { fromElements } from '../../../definitions/from-elements.ts'

/** How far a filter moves down and to the right, and how many zeros are above and to the left of the image. */
export interface FilterSteps {
  down: number
  right: number
  top: number
  left: number
}

/** One product of a convolution: the offsets of its sum in out, of its pixel in x and of its weight in w. */
type Product = readonly [place: number, pixel: number, weight: number]

/** Yields every product of a convolution except those with the border, in the order of out, then of w. */
export function* products(
  { x, w, dout, options }: ConvCase,
  steps: Partial<FilterSteps> = {},
): Generator<Product> {
  const { stride, pad } = options
  const { down = stride, right = stride, top = pad, left = pad } = steps
  const [, C, H, W] = x.shape
  const [, , height, width] = w.shape
  const [, F, rows, columns] = dout.shape
  for (let place = 0; place < dout.size; place++) {
    const [j, i] = [place % columns, Math.floor(place / columns) % rows]
    const plane = Math.floor(place / (rows * columns))
    const [n, f] = [Math.floor(plane / F), plane % F]
    for (let k = 0; k < C * height * width; k++) {
      const [q, p, c] = [k % width, Math.floor(k / width) % height, Math.floor(k / (height * width))]
      const [row, column] = [i * down + p - top, j * right + q - left]
      if (row < 0 || row >= H || column < 0 || column >= W) continue
      yield [place, offsetOf(x, n, c, row, column), offsetOf(w, f, c, p, q)]
    }
  }
}

type Index = Parameters<Parameters<typeof fromElements>[1]>

/** Returns the elements of `x` at the indices for which `isKept` holds, and 0 elsewhere. */
export const masked = (x: Tensor, isKept: (...index: Index) => boolean): Tensor =>
  fromElements(x.shape, (...index) => (isKept(...index) ? x.data[offsetOf(x, ...index)] : 0))

/** Returns the elements of `x` in reverse order along its rows, its columns, or both. */
export const reversed = (x: Tensor, { rows = false, columns = false }): Tensor =>
  fromElements(x.shape, (n, c, i, j) => {
    const [, , H, W] = x.shape
    return x.data[offsetOf(x, n, c, rows ? H - 1 - i : i, columns ? W - 1 - j : j)]
  })

/** Returns `x` with its rows and columns swapped, in the same shape; what falls outside it is lost. */
export function rowsAndColumnsSwapped(x: Tensor): Tensor {
  const out = fromElements(x.shape, () => 0)
  fromElements(x.shape, (n, c, i, j) => (out.data[offsetOf(x, n, c, j, i)] = x.data[offsetOf(x, n, c, i, j)]))
  return out
}
