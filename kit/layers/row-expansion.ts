import { loops, type ExpansionSizes } from '#kit/loops/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes } from './output-size.ts'

/** Which images are written out, and for which filters. */
export interface ExpansionOptions {
  /** Channels, height and width of an image. */
  image: Pick<ConvSizes, 'C' | 'H' | 'W'>
  filterWidth: number
  /** Columns of the output. */
  outWidth: number
  stride: number
  /** Rows of zeros above the image ... */
  padTop: number
  /** ... and below it. */
  padBottom: number
  /** Columns of zeros on the left. */
  padLeft: number
}

/**
 * How an image is written out for a convolution, so that matrix products do the rest.
 *
 * For each channel c and filter column q, row (c, q) of the expansion is the padded image with only those columns that
 * meet filter column q, one for each output column. Where a filter row p falls, the rows of the image for all output
 * rows then stand one after another, so that one matrix product handles a whole filter row: its right-hand matrix is
 * the expansion from {@link RowExpansion.offset}(p) on. This takes filterWidth copies of the image; the better known
 * "im2col" takes filterHeight times as many.
 *
 * With a stride, image rows that follow each other in the output are `stride` apart in the image. So padded row y goes
 * to slot (y mod stride) · ceil(paddedHeight / stride) + floor(y / stride), which brings them together.
 */
export class RowExpansion {
  /** Rows (c, q): C · filterWidth. */
  readonly rows: number
  /** Elements of a row. */
  readonly rowLength: number
  readonly #options: ExpansionOptions
  /** How many slots hold the image rows of one remainder of stride. */
  readonly #slots: number
  readonly #sizes: ExpansionSizes

  constructor(options: ExpansionOptions) {
    const { image, filterWidth, outWidth, stride, padTop, padBottom, padLeft } = options
    const { C, H, W } = image
    this.#options = options
    this.#slots = Math.ceil((H + padTop + padBottom) / stride)
    this.rows = C * filterWidth
    this.rowLength = this.#slots * stride * outWidth
    this.#sizes = [C, H, W, filterWidth, outWidth, stride, padTop, padLeft, this.#slots, this.rowLength]
  }

  /** Elements of the expansion of an image. */
  get size(): number {
    return this.rows * this.rowLength
  }

  /** Where in each row of the expansion the elements begin that meet filter row p, one for each output place. */
  offset(p: number): number {
    const { stride, outWidth } = this.#options
    return ((p % stride) * this.#slots + Math.floor(p / stride)) * outWidth
  }

  /** Writes out one image. The border above and below is never written: `out` must hold zeros there. */
  expand(out: TensorData, image: TensorData): void {
    loops.expand(out, image, ...this.#sizes)
  }

  /** The opposite way: adds every element of an expansion to the pixel that it was a copy of. */
  fold(image: TensorData, expansion: TensorData): void {
    loops.fold(image, expansion, ...this.#sizes)
  }
}
