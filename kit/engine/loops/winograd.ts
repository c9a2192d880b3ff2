import type { TensorData } from '../numbers.ts'

/**
 * The transforms of Winograd's minimal filtering F(4 x 4, 3 x 3), from Lavin and Gray 2015, "Fast algorithms for
 * convolutional neural networks", section 4.3. `kit/layers/conv/winograd-tiles.ts` explains their purpose.
 *
 * A transformed tile has 6 x 6 numbers, at 36 positions. Each position has its own array for all tiles and channels,
 * and the arrays are `positionStep` elements apart. The numbers of channels and of filters are multiples of four.
 */
export interface WinogradLoops {
  /**
   * Copies an image (C, H, W) to (height, width, C), with its first pixel at row padTop and column padLeft and with
   * zeros around it. Anything outside that height and width is cut off.
   */
  channelsLast(
    out: TensorData,
    image: TensorData,
    C: number,
    H: number,
    W: number,
    padTop: number,
    padLeft: number,
    height: number,
    width: number,
  ): void
  /** Computes G g G^T for each filter g: from filters (3, 3, count) to an array (count) at each position. */
  winogradFilters(out: TensorData, filters: TensorData, count: number, positionStep: number): void
  /**
   * Computes B^T d B for each tile d, 6 x 6 pixels that overlap by two: from an image (4 tileRows + 2, 4 tileColumns +
   * 2, C) to an array (tiles, C) at each position.
   */
  winogradInput(
    out: TensorData,
    image: TensorData,
    C: number,
    tileRows: number,
    tileColumns: number,
    positionStep: number,
  ): void
  /**
   * Computes A^T m A for each product m and adds the bias of its filter: from an array (tiles, F) at each position to
   * the output (F, H, W), which 4 x 4 tiles cover. With `withRelu`, negative results become 0.
   */
  winogradOutput(
    out: TensorData,
    products: TensorData,
    bias: TensorData,
    F: number,
    H: number,
    W: number,
    positionStep: number,
    withRelu: boolean,
  ): void
  /** Reverses `winogradOutput`: A d A^T of each tile d of a gradient (4 tileRows, 4 tileColumns, F). */
  winogradGradient(
    out: TensorData,
    dout: TensorData,
    F: number,
    tileRows: number,
    tileColumns: number,
    positionStep: number,
  ): void
  /** Computes the backward pass of `winogradFilters`: G^T d G for each gradient d, as (3, 3, count). */
  winogradFilterGradient(out: TensorData, gradient: TensorData, count: number, positionStep: number): void
}

/** B^T, which turns six neighbouring pixels into the factors for four outputs. */
const INPUT = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
]
/** G, which turns three filter elements into the other factors. */
const FILTER = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
]
/** A^T, which turns the six products into the four outputs. */
const OUTPUT = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
]

const transposed = (matrix: readonly number[][]) => matrix[0].map((_, j) => matrix.map((row) => row[j]))
const FILTER_GRADIENT = transposed(FILTER)
const OUTPUT_GRADIENT = transposed(OUTPUT)

/** The loops in plain TypeScript. They define what the fast ones compute. */
export const plainWinogradLoops: WinogradLoops = {
  channelsLast(out, image, C, H, W, padTop, padLeft, height, width) {
    for (let row = 0, i = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const [y, x] = [row - padTop, column - padLeft]
        const inside = y >= 0 && y < H && x >= 0 && x < W
        for (let c = 0; c < C; c++, i++) out[i] = inside ? image[(c * H + y) * W + x] : 0
      }
    }
  },
  winogradFilters(out, filters, count, positionStep) {
    for (let i = 0; i < count; i++) {
      const filter = square(3, (p, q) => filters[(p * 3 + q) * count + i])
      store(transform(FILTER, filter), (p, q) => (p * 6 + q) * positionStep + i, out)
    }
  },
  winogradInput(out, image, C, tileRows, tileColumns, positionStep) {
    const width = 4 * tileColumns + 2
    eachTile(tileRows, tileColumns, C, (i, j, c, k) => {
      const tile = square(6, (p, q) => image[((4 * i + p) * width + 4 * j + q) * C + c])
      store(transform(INPUT, tile), (p, q) => (p * 6 + q) * positionStep + k, out)
    })
  },
  winogradOutput(out, products, bias, F, H, W, positionStep, withRelu) {
    const least = withRelu ? 0 : -Infinity
    eachTile(Math.ceil(H / 4), Math.ceil(W / 4), F, (i, j, f, k) => {
      const tile = transform(
        OUTPUT,
        square(6, (p, q) => products[(p * 6 + q) * positionStep + k]),
      )
      for (let y = 4 * i; y < Math.min(H, 4 * i + 4); y++) {
        for (let x = 4 * j; x < Math.min(W, 4 * j + 4); x++) {
          out[(f * H + y) * W + x] = Math.max(least, tile[y - 4 * i][x - 4 * j] + bias[f])
        }
      }
    })
  },
  winogradGradient(out, dout, F, tileRows, tileColumns, positionStep) {
    eachTile(tileRows, tileColumns, F, (i, j, f, k) => {
      const tile = square(4, (p, q) => dout[((4 * i + p) * 4 * tileColumns + 4 * j + q) * F + f])
      store(transform(OUTPUT_GRADIENT, tile), (p, q) => (p * 6 + q) * positionStep + k, out)
    })
  },
  winogradFilterGradient(out, gradient, count, positionStep) {
    for (let i = 0; i < count; i++) {
      const tile = square(6, (p, q) => gradient[(p * 6 + q) * positionStep + i])
      store(transform(FILTER_GRADIENT, tile), (p, q) => (p * 3 + q) * count + i, out)
    }
  },
}

/** Multiplies a tile by the matrix from the left, and by its transpose from the right. */
function transform(matrix: readonly number[][], tile: readonly number[][]): number[][] {
  const product = (a: readonly number[][], b: readonly number[][]) =>
    a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)))
  return product(product(matrix, tile), transposed(matrix))
}

const square = (size: number, element: (p: number, q: number) => number): number[][] =>
  Array.from({ length: size }, (_, p) => Array.from({ length: size }, (__, q) => element(p, q)))

function store(tile: readonly number[][], place: (p: number, q: number) => number, out: TensorData): void {
  tile.forEach((row, p) => row.forEach((value, q) => (out[place(p, q)] = value)))
}

/** Visits every tile (i, j) of every channel c, with its index k in the array of each position. */
function eachTile(
  rows: number,
  columns: number,
  C: number,
  visit: (i: number, j: number, c: number, k: number) => void,
): void {
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) for (let c = 0; c < C; c++, k++) visit(i, j, c, k)
  }
}
