import { loops, type TileSize } from '#kit/engine/loops/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes } from '../output-size.ts'

/**
 * Returns the distance from one position to the next: the size of its array plus 16, or else all arrays would map to the
 * same cache lines.
 */
export const positionStep = (size: number): number => size + 16

/**
 * The least number of tiles that are computed at once, and of tiles times channels. It makes the matrix products large,
 * yet keeps the data between the transforms in the processor's caches.
 */
const [TILES_AT_ONCE, ELEMENTS_AT_ONCE] = [64, 4096]

/**
 * How Winograd's minimal filtering divides images: each output into tiles of 4 x 4, and each padded input into tiles of
 * 6 x 6, which overlap by the two extra rows and columns that a 3 x 3 filter needs.
 *
 * A filter g of three elements that moves along six pixels d gives four outputs, by 4 · 3 = 12 multiplications. Up to
 * transposition, this is a multiplication of two polynomials. It is cheap when their values are known at enough points:
 * one multiplication per point. So the small matrices B^T and G evaluate d and g at 0, 1, -1, 2, -2 and infinity, and
 * A^T converts the products back:
 *
 *     outputs = A^T [(G g) ⊙ (B^T d)]        ⊙: element by element, 6 multiplications
 *
 * In two dimensions the matrices are applied on both sides, A^T [(G g G^T) ⊙ (B^T d B)] A, so that 16 outputs take 36
 * multiplications instead of 144. The sum over channels can be taken before A^T. So there is one matrix product at each
 * of the 36 positions in a tile, (tiles, C) · (C, F), and all filters and channels share the transforms.
 *
 * Two more points, 1/2 and -1/2, give tiles of 6 x 6 outputs at 64 positions. That is 1.8 multiplications per output
 * instead of 2.25, but more is cut off at the edges of most images. The size that takes fewer is used.
 *
 * Source: Winograd 1980, "Arithmetic complexity of computations"; Lavin and Gray 2015, "Fast algorithms for
 * convolutional neural networks". The matrices are in `kit/engine/loops/winograd.ts`.
 */
export class WinogradTiles {
  /** Rows and columns of outputs in a tile. */
  readonly size: TileSize
  /** Rows of tiles in an image. */
  readonly rows: number
  /** Columns of tiles in an image. */
  readonly columns: number
  /** Images that are computed together. */
  readonly images: number

  /** Divides the output of a convolution, with enough images together for efficient matrix products. */
  constructor({ N, C, F, outHeight, outWidth }: ConvSizes) {
    const divide = (size: TileSize) => {
      const [rows, columns] = [Math.ceil(outHeight / size), Math.ceil(outWidth / size)]
      return { size, rows, columns, products: rows * columns * (size + 2) ** 2 }
    }
    const [small, large] = [divide(4), divide(6)]
    // With as many products, small tiles are better, because their rounding errors are smaller.
    const { size, rows, columns } = large.products < small.products ? large : small
    this.size = size
    this.rows = rows
    this.columns = columns
    // Every group reads all transformed filters again. With many channels these take megabytes, so more tiles share
    // them.
    const atOnce = Math.max(TILES_AT_ONCE, Math.min(C, F) / 2, ELEMENTS_AT_ONCE / Math.max(C, F))
    this.images = Math.min(N, Math.ceil(atOnce / (rows * columns)))
  }

  /** The numbers in a transformed tile. Each position has its own array for all tiles. */
  get positions(): number {
    return (this.size + 2) ** 2
  }

  /** The number of tiles of an image. */
  get count(): number {
    return this.rows * this.columns
  }

  /** Returns the distance from one position to the next, if each tile of all images has this many channels. */
  step(channels: number): number {
    return positionStep(this.images * this.count * channels)
  }

  /** Returns the number of elements of all positions. */
  elements(channels: number): number {
    return this.positions * this.step(channels)
  }

  /** The rows of a padded image that the tiles cover. */
  get paddedHeight(): number {
    return this.size * this.rows + 2
  }

  /** The columns of a padded image that the tiles cover. */
  get paddedWidth(): number {
    return this.size * this.columns + 2
  }

  /** Returns the number of elements of a padded image with its channels last. */
  paddedElements(channels: number): number {
    return this.paddedHeight * this.paddedWidth * channels
  }

  /** Returns the transformed tiles of image `index` within its group. */
  part(transformed: TensorData, index: number, channels: number): TensorData {
    return transformed.subarray(index * this.count * channels)
  }

  /** Calls a function for each group of images that are computed together, with their numbers. */
  eachGroup(N: number, visit: (images: readonly number[]) => void): void {
    for (let first = 0; first < N; first += this.images) {
      visit(Array.from({ length: Math.min(this.images, N - first) }, (_, i) => first + i))
    }
  }

  /** Transforms the filters (3, 3, count). */
  transformFilters(factors: TensorData, filters: TensorData): void {
    const count = filters.length / 9
    loops.winogradFilters(factors, filters, count, positionStep(count), this.size)
  }

  /** Computes the backward pass of {@link transformFilters}. */
  filterGradients(dFilters: TensorData, dFactors: TensorData): void {
    const count = dFilters.length / 9
    loops.winogradFilterGradient(dFilters, dFactors, count, positionStep(count), this.size)
  }

  /** Pads images (C, H, W), cuts them into tiles and transforms them; `padded` is scratch memory. */
  transformInputs(
    transformed: TensorData,
    padded: TensorData,
    images: readonly TensorData[],
    { C, H, W }: ConvSizes,
    pad: number,
  ): void {
    const { rows, columns, size, paddedHeight, paddedWidth } = this
    images.forEach((image, i) => {
      loops.channelsLast(padded, image, C, H, W, pad, pad, paddedHeight, paddedWidth)
      loops.winogradInput(this.part(transformed, i, C), padded, C, rows, columns, this.step(C), size)
    })
  }

  /** Computes the backward pass of {@link transformInputs}. */
  inputGradients(
    dImages: readonly TensorData[],
    padded: TensorData,
    dTransformed: TensorData,
    { C, H, W }: ConvSizes,
    pad: number,
  ): void {
    const { rows, columns, size, paddedWidth } = this
    dImages.forEach((dImage, i) => {
      loops.fill(padded, this.paddedElements(C), 0)
      loops.winogradInputGradient(padded, this.part(dTransformed, i, C), C, rows, columns, this.step(C), size)
      loops.channelsFirst(dImage, padded, C, H, W, pad, pad, paddedWidth)
    })
  }

  /** Cuts upstream gradients (F, outHeight, outWidth) into tiles and transforms them; `padded` is scratch memory. */
  transformGradients(
    transformed: TensorData,
    padded: TensorData,
    douts: readonly TensorData[],
    { F, outHeight, outWidth }: ConvSizes,
  ): void {
    const { rows, columns, size } = this
    douts.forEach((dout, i) => {
      loops.channelsLast(padded, dout, F, outHeight, outWidth, 0, 0, size * rows, size * columns)
      loops.winogradGradient(this.part(transformed, i, F), padded, F, rows, columns, this.step(F), size)
    })
  }
}
