import { loops } from '#kit/engine/loops/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes } from '../output-size.ts'

/** The numbers in a transformed tile, 6 x 6; each position in it has an array of its own, for all tiles. */
export const POSITIONS = 36

/** How far those arrays are apart: 16 elements more than they have, or all would fall on the same lines of the cache. */
export const positionStep = (size: number): number => size + 16

/**
 * About how many elements of a transformed position are computed at once, tiles times channels: enough that the matrix
 * products are large, and few enough that what is between the transforms stays in the processor's caches.
 */
const ELEMENTS_AT_ONCE = 4096

/**
 * How Winograd's minimal filtering cuts images up: each output into tiles of 4 x 4, and each padded input into tiles of
 * 6 x 6, which overlap by the two rows and columns that a 3 x 3 filter needs beyond its own.
 *
 * A filter g of three elements that moves along six pixels d gives four outputs, by 4 · 3 = 12 multiplications. But
 * those are the coefficients that two polynomials have in common with their product, turned around, and a product of
 * polynomials is cheap where their values are known: point by point, one multiplication each. So there are small
 * matrices, B^T and G, that bring d and g to their values at 0, 1, -1, 2, -2 and infinity, and one, A^T, that brings the
 * products back:
 *
 *     outputs = A^T [(G g) ⊙ (B^T d)]        ⊙: element by element, 6 multiplications
 *
 * In two dimensions the matrices stand on both sides, A^T [(G g G^T) ⊙ (B^T d B)] A, and 36 multiplications do for 16
 * outputs what took 144. The sum over channels can be taken before A^T, so that at each of the 36 positions in a tile
 * there is one matrix product, (tiles, C) · (C, F), and the transforms are shared by all filters and all channels.
 *
 * Source: Winograd 1980, "Arithmetic complexity of computations"; Lavin and Gray 2015, "Fast algorithms for
 * convolutional neural networks", F(4 x 4, 3 x 3). The matrices are in `kit/engine/loops/winograd.ts`.
 */
export class WinogradTiles {
  /** Rows of tiles in an image. */
  readonly rows: number
  /** Columns of tiles in an image. */
  readonly columns: number
  /** Images that are computed together. */
  readonly images: number

  /**
   * @param height - rows of the output
   * @param width - columns of the output
   * @param images - images that are computed together
   */
  constructor(height: number, width: number, images: number) {
    this.rows = Math.ceil(height / 4)
    this.columns = Math.ceil(width / 4)
    this.images = images
  }

  /** The tiles of a convolution's output, and as many images together as make good matrix products. */
  static of({ N, C, F, outHeight, outWidth }: ConvSizes): WinogradTiles {
    const { count } = new WinogradTiles(outHeight, outWidth, 1)
    const images = Math.ceil(ELEMENTS_AT_ONCE / (count * Math.max(C, F)))
    return new WinogradTiles(outHeight, outWidth, Math.min(N, images))
  }

  /** Tiles of an image. */
  get count(): number {
    return this.rows * this.columns
  }

  /** Elements from one position to the next, where each tile of all images has this many channels. */
  step(channels: number): number {
    return positionStep(this.images * this.count * channels)
  }

  /** Elements of all positions. */
  size(channels: number): number {
    return POSITIONS * this.step(channels)
  }

  /** Elements of a padded image with its channels last: what tiles are cut out of. */
  paddedSize(channels: number): number {
    return (4 * this.rows + 2) * (4 * this.columns + 2) * channels
  }

  /** The transformed tiles of image `index` among those that are computed together. */
  part(transformed: TensorData, index: number, channels: number): TensorData {
    return transformed.subarray(index * this.count * channels)
  }

  /** Cuts padded images into tiles and transforms them; `padded` is for scratch. */
  transformInputs(
    transformed: TensorData,
    padded: TensorData,
    images: readonly TensorData[],
    { C, H, W }: Pick<ConvSizes, 'C' | 'H' | 'W'>,
    pad: number,
  ): void {
    const { rows, columns } = this
    images.forEach((image, i) => {
      loops.channelsLast(padded, image, C, H, W, pad, pad, 4 * rows + 2, 4 * columns + 2)
      loops.winogradInput(this.part(transformed, i, C), padded, C, rows, columns, this.step(C))
    })
  }

  /** Calls a function for each group of images that are computed together: the numbers of the images in it. */
  eachGroup(N: number, visit: (images: readonly number[]) => void): void {
    for (let first = 0; first < N; first += this.images) {
      visit(Array.from({ length: Math.min(this.images, N - first) }, (_, i) => first + i))
    }
  }
}
