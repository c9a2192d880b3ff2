import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvOptions, ConvSizes } from './output-size.ts'

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
  readonly #sizes: ConvSizes
  readonly #options: ConvOptions
  /** How many slots hold the image rows of one remainder of stride. */
  readonly #slots: number

  constructor(sizes: ConvSizes, options: ConvOptions) {
    this.#sizes = sizes
    this.#options = options
    this.#slots = Math.ceil((sizes.H + 2 * options.pad) / options.stride)
    this.rows = sizes.C * sizes.filterWidth
    this.rowLength = this.#slots * options.stride * sizes.outWidth
  }

  /** Where in each row of the expansion the outHeight · outWidth elements begin that meet filter row p. */
  offset(p: number): number {
    return this.#slot(p) * this.#sizes.outWidth
  }

  /** Writes out one image, which starts at `offset`. The border is never written: `out` must hold zeros there. */
  expand(out: TensorData, image: TensorData, offset: number): void {
    const { stride } = this.#options
    this.#eachRun((to, from, count) => {
      for (let k = 0, pixel = offset + from; k < count; k++, pixel += stride) out[to + k] = image[pixel]
    })
  }

  /** The opposite way: adds every element of an expansion to the pixel that it was a copy of. */
  fold(image: TensorData, offset: number, expansion: TensorData): void {
    const { stride } = this.#options
    this.#eachRun((to, from, count) => {
      for (let k = 0, pixel = offset + from; k < count; k++, pixel += stride)
        image[pixel] += expansion[to + k]
    })
  }

  /** Every run of `count` neighbours in the expansion, from `to` on, that are pixels `from`, `from` + stride, ... */
  #eachRun(visit: (to: number, from: number, count: number) => void): void {
    const { C, H, W, filterWidth, outWidth } = this.#sizes
    const { stride, pad } = this.#options
    for (let c = 0; c < C; c++) {
      for (let q = 0; q < filterWidth; q++) {
        // Output column j meets image column j · stride + q - pad: these are the ones inside the image.
        const first = Math.max(0, Math.ceil((pad - q) / stride))
        const end = Math.min(outWidth, Math.floor((W - 1 + pad - q) / stride) + 1)
        for (let y = 0; y < H; y++) {
          const to = (c * filterWidth + q) * this.rowLength + this.#slot(y + pad) * outWidth + first
          visit(to, (c * H + y) * W + first * stride + q - pad, end - first)
        }
      }
    }
  }

  #slot(y: number): number {
    const { stride } = this.#options
    return (y % stride) * this.#slots + Math.floor(y / stride)
  }
}
