import { loops, type ExpansionSizes } from '#kit/engine/loops/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes } from '../output-size.ts'

/** With fewer rows than this, one product for all filter rows is faster than one for each (measured). */
const ENOUGH_ROWS = 32

/** The sizes and options of an expansion. */
export interface ExpansionOptions {
  sizes: ConvSizes
  stride: number
  /** Rows and columns of zeros above the image and to its left. */
  pad: number
  /** Rows of zeros below the image. */
  padEnd: number
  /** Whether few rows may be stacked. A stacked expansion cannot be folded. */
  mayStack: boolean
}

/**
 * Rearranges an image for a convolution, so that matrix products do the rest.
 *
 * For each channel c and filter column q, row (c, q) of the expansion is the padded image with only those columns that
 * meet filter column q, one for each output column. The image rows that a filter row p meets, one for each output row,
 * are then consecutive. So one matrix product handles a whole filter row: its right-hand matrix is the expansion from
 * {@link RowExpansion.offset}(p) on. This takes filterWidth copies of the image; the better known "im2col" takes
 * filterHeight times as many.
 *
 * With a stride, image rows that are adjacent in the output are `stride` apart in the image. So padded row y goes to
 * slot (y mod stride) · ceil(paddedHeight / stride) + floor(y / stride), which makes them adjacent.
 *
 * A matrix product is slow if it sums over few rows, such as those of an image with three channels. Such rows are
 * stacked: after the expansion comes a copy of the elements that filter row 0 meets, then a copy for filter row 1, and
 * so on. This is im2col after all, and one product does the whole convolution.
 */
export class RowExpansion {
  /** The number of matrix products of a convolution: one for each filter row, or a single one of stacked rows. */
  readonly products: number
  /** Rows of the right-hand matrix of a product: (c, q), C · filterWidth, or stacked (p, c, q). */
  readonly rows: number
  /** The distance from the start of one such row to that of the next. */
  readonly rowLength: number
  /** Elements of the expansion of an image, including the stack. */
  readonly size: number
  readonly #options: ExpansionOptions
  /** The number of slots for the image rows of one remainder of stride. */
  readonly #slots: number
  readonly #sizes: ExpansionSizes
  /** The start of the stack, after the expansion; 0 if there is none. */
  readonly #stack: number

  constructor(options: ExpansionOptions) {
    const { sizes, stride, pad, padEnd } = options
    const { C, H, W, filterHeight, filterWidth, outHeight, outWidth } = sizes
    this.#options = options
    this.#slots = Math.ceil((H + pad + padEnd) / stride)
    const [rows, rowLength] = [C * filterWidth, this.#slots * stride * outWidth]
    this.#sizes = [C, H, W, filterWidth, outWidth, stride, pad, pad, this.#slots, rowLength]
    const stacked = options.mayStack && rows < ENOUGH_ROWS && filterHeight > 1
    this.products = stacked ? 1 : filterHeight
    this.rows = stacked ? filterHeight * rows : rows
    this.rowLength = stacked ? outHeight * outWidth : rowLength
    this.#stack = stacked ? rows * rowLength : 0
    this.size = rows * rowLength + (stacked ? this.rows * this.rowLength : 0)
  }

  /** Returns the start of the right-hand matrix of product p in an expansion. */
  offset(p: number): number {
    return this.#stack || this.#filterRow(p)
  }

  /** Expands one image. The border above and below is never written: `out` must hold zeros there. */
  expand(out: TensorData, image: TensorData): void {
    loops.expand(out, image, ...this.#sizes)
    if (this.#stack) this.#stackRows(out)
  }

  #stackRows(out: TensorData): void {
    const { sizes, stride } = this.#options
    const { filterHeight, outWidth } = sizes
    const rows = this.rows / filterHeight
    loops.stack(
      out.subarray(this.#stack),
      out,
      filterHeight,
      rows,
      this.rowLength,
      this.#stack / rows,
      outWidth,
      stride,
      this.#slots,
    )
  }

  /** Returns the position in a row (c, q) of the elements that meet filter row p, one for each output place. */
  #filterRow(p: number): number {
    const { sizes, stride } = this.#options
    return ((p % stride) * this.#slots + Math.floor(p / stride)) * sizes.outWidth
  }

  /** Does the reverse: adds every element of an expansion to the pixel that it was copied from. */
  fold(image: TensorData, expansion: TensorData): void {
    loops.fold(image, expansion, ...this.#sizes)
  }
}
