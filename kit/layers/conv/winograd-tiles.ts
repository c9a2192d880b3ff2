import { loops } from '#kit/engine/loops/index.ts'
import type { TensorData } from '#kit/tensor/index.ts'
import type { ConvSizes } from '../output-size.ts'

/** The numbers in a transformed tile, 6 x 6. Each position has its own array for all tiles. */
export const POSITIONS = 36

/** Returns the distance between those arrays: their size plus 16, or else all would map to the same cache lines. */
export const positionStep = (size: number): number => size + 16

/**
 * The approximate number of elements of a transformed position that are computed at once, tiles times channels. It
 * makes the matrix products large, yet keeps the data between the transforms in the processor's caches.
 */
const ELEMENTS_AT_ONCE = 4096

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

  /** Returns the tiles of a convolution's output, with enough images together for efficient matrix products. */
  static of({ N, C, F, outHeight, outWidth }: ConvSizes): WinogradTiles {
    const { count } = new WinogradTiles(outHeight, outWidth, 1)
    const images = Math.ceil(ELEMENTS_AT_ONCE / (count * Math.max(C, F)))
    return new WinogradTiles(outHeight, outWidth, Math.min(N, images))
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
  size(channels: number): number {
    return POSITIONS * this.step(channels)
  }

  /** Returns the number of elements of a padded image with its channels last, from which tiles are cut. */
  paddedSize(channels: number): number {
    return (4 * this.rows + 2) * (4 * this.columns + 2) * channels
  }

  /** Returns the transformed tiles of image `index` within its group. */
  part(transformed: TensorData, index: number, channels: number): TensorData {
    return transformed.subarray(index * this.count * channels)
  }

  /** Cuts padded images into tiles and transforms them; `padded` is scratch memory. */
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

  /** Calls a function for each group of images that are computed together, with their numbers. */
  eachGroup(N: number, visit: (images: readonly number[]) => void): void {
    for (let first = 0; first < N; first += this.images) {
      visit(Array.from({ length: Math.min(this.images, N - first) }, (_, i) => first + i))
    }
  }
}
