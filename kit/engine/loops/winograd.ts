import type { TensorData } from '../numbers.ts'

/**
 * The transforms of Winograd's minimal filtering F(4 x 4, 3 x 3) and F(6 x 6, 3 x 3), from Lavin and Gray 2015, "Fast
 * algorithms for convolutional neural networks". `kit/layers/conv/winograd-tiles.ts` explains their purpose.
 *
 * `size` is the number of outputs along each side of a tile, 4 or 6. A transformed tile has two more on each side: 36
 * or 64 numbers, each at its own position. Each position has its own array for all tiles and channels, and the arrays
 * are `positionStep` elements apart. The numbers of channels and of filters are multiples of four.
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
  /** Does the reverse: copies the part of an image of this width from row padTop and column padLeft on to (C, H, W). */
  channelsFirst(
    out: TensorData,
    image: TensorData,
    C: number,
    H: number,
    W: number,
    padTop: number,
    padLeft: number,
    width: number,
  ): void
  /** Computes G g G^T for each filter g: from filters (3, 3, count) to an array (count) at each position. */
  winogradFilters(
    out: TensorData,
    filters: TensorData,
    count: number,
    positionStep: number,
    size: TileSize,
  ): void
  /**
   * Computes B^T d B for each tile d of pixels, which overlap by two: from an image (size · tileRows + 2, size ·
   * tileColumns + 2, C) to an array (tiles, C) at each position.
   */
  winogradInput(
    out: TensorData,
    image: TensorData,
    C: number,
    tileRows: number,
    tileColumns: number,
    positionStep: number,
    size: TileSize,
  ): void
  /**
   * Computes A^T m A for each product m and adds the bias of its filter: from an array (tiles, F) at each position to
   * the output (F, H, W), which the tiles cover. With `withRelu`, negative results become 0.
   */
  winogradOutput(
    out: TensorData,
    products: TensorData,
    bias: TensorData,
    F: number,
    H: number,
    W: number,
    positionStep: number,
    size: TileSize,
    withRelu: boolean,
  ): void
  /**
   * Computes the backward pass of `winogradOutput`: A d A^T of each tile d of an upstream gradient (size · tileRows,
   * size · tileColumns, F).
   */
  winogradGradient(
    out: TensorData,
    dout: TensorData,
    F: number,
    tileRows: number,
    tileColumns: number,
    positionStep: number,
    size: TileSize,
  ): void
  /** Computes the backward pass of `winogradInput`: adds B m B^T of each product m to its tile of the image. */
  winogradInputGradient(
    image: TensorData,
    products: TensorData,
    C: number,
    tileRows: number,
    tileColumns: number,
    positionStep: number,
    size: TileSize,
  ): void
  /** Computes the backward pass of `winogradFilters`: G^T d G for each gradient d, as (3, 3, count). */
  winogradFilterGradient(
    out: TensorData,
    gradient: TensorData,
    count: number,
    positionStep: number,
    size: TileSize,
  ): void
}

/** The number of outputs along each side of a tile. */
export type TileSize = 4 | 6

/**
 * The finite points of each size; the last one is infinity. Points with small numerators and denominators give the
 * smallest rounding errors.
 */
const POINTS: Readonly<Record<TileSize, readonly number[]>> = {
  4: [0, 1, -1, 2, -2],
  6: [0, 1, -1, 2, -2, 1 / 2, -1 / 2],
}

/**
 * Returns the matrices of F(size, 3) for one axis, by the method of Toom and Cook.
 *
 * Up to transposition, a filter that moves along pixels multiplies two polynomials. Their values at the points a
 * determine the product. So A^T and G evaluate polynomials of `size` and of 3 coefficients: row a has the powers of a.
 * Lagrange's interpolation needs the polynomials that are 0 at all other points: B^T has their coefficients, and G is
 * divided by their value at a. At infinity, a polynomial is its last coefficient.
 */
function matricesFor(size: TileSize): Record<'input' | 'filter' | 'output', number[][]> {
  const points = POINTS[size]
  const powers = (a: number, count: number) => Array.from({ length: count }, (_, k) => a ** k)
  const last = (count: number) => [...Array<number>(count - 1).fill(0), 1]
  const others = (a: number) => points.filter((other) => other !== a)
  const scale = (a: number) => others(a).reduce((product, other) => product * (a - other), 1)
  return {
    input: [...points.map((a) => [...coefficients(others(a)), 0]), coefficients(points)],
    filter: [...points.map((a) => powers(a, 3).map((power) => power / scale(a))), last(3)],
    output: transposed([...points.map((a) => powers(a, size)), last(size)]),
  }
}

/** Returns the coefficients of the polynomial (x - a)(x - b) ... with these roots, the constant first. */
const coefficients = (roots: readonly number[]): number[] =>
  roots.reduce((product, root) => [0, ...product].map((value, k) => value - root * (product[k] ?? 0)), [1])

const transposed = (matrix: readonly number[][]) => matrix[0].map((_, j) => matrix.map((row) => row[j]))

const MATRICES = { 4: matricesFor(4), 6: matricesFor(6) }

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
  channelsFirst(out, image, C, H, W, padTop, padLeft, width) {
    for (let c = 0, i = 0; c < C; c++) {
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++, i++) out[i] = image[((y + padTop) * width + x + padLeft) * C + c]
      }
    }
  },
  winogradFilters(out, filters, count, positionStep, size) {
    for (let i = 0; i < count; i++) {
      const filter = square(3, (p, q) => filters[(p * 3 + q) * count + i])
      const transformed = transform(MATRICES[size].filter, filter)
      eachNumber(transformed, (p, q, value) => (out[(p * (size + 2) + q) * positionStep + i] = value))
    }
  },
  winogradInput(out, image, C, tileRows, tileColumns, positionStep, size) {
    const width = size * tileColumns + 2
    eachTile(tileRows, tileColumns, C, (i, j, c, k) => {
      const tile = square(size + 2, (p, q) => image[((size * i + p) * width + size * j + q) * C + c])
      const transformed = transform(MATRICES[size].input, tile)
      eachNumber(transformed, (p, q, value) => (out[(p * (size + 2) + q) * positionStep + k] = value))
    })
  },
  winogradOutput(out, products, bias, F, H, W, positionStep, size, withRelu) {
    const least = withRelu ? 0 : -Infinity
    eachTile(Math.ceil(H / size), Math.ceil(W / size), F, (i, j, f, k) => {
      const product = square(size + 2, (p, q) => products[(p * (size + 2) + q) * positionStep + k])
      eachNumber(transform(MATRICES[size].output, product), (p, q, value) => {
        const [y, x] = [size * i + p, size * j + q]
        if (y < H && x < W) out[(f * H + y) * W + x] = Math.max(least, value + bias[f])
      })
    })
  },
  winogradGradient(out, dout, F, tileRows, tileColumns, positionStep, size) {
    eachTile(tileRows, tileColumns, F, (i, j, f, k) => {
      const tile = square(size, (p, q) => dout[((size * i + p) * size * tileColumns + size * j + q) * F + f])
      const transformed = transform(transposed(MATRICES[size].output), tile)
      eachNumber(transformed, (p, q, value) => (out[(p * (size + 2) + q) * positionStep + k] = value))
    })
  },
  winogradInputGradient(image, products, C, tileRows, tileColumns, positionStep, size) {
    const width = size * tileColumns + 2
    eachTile(tileRows, tileColumns, C, (i, j, c, k) => {
      const product = square(size + 2, (p, q) => products[(p * (size + 2) + q) * positionStep + k])
      eachNumber(transform(transposed(MATRICES[size].input), product), (p, q, value) => {
        image[((size * i + p) * width + size * j + q) * C + c] += value
      })
    })
  },
  winogradFilterGradient(out, gradient, count, positionStep, size) {
    for (let i = 0; i < count; i++) {
      const tile = square(size + 2, (p, q) => gradient[(p * (size + 2) + q) * positionStep + i])
      const transformed = transform(transposed(MATRICES[size].filter), tile)
      eachNumber(transformed, (p, q, value) => (out[(p * 3 + q) * count + i] = value))
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

const eachNumber = (tile: readonly number[][], visit: (p: number, q: number, value: number) => void): void =>
  tile.forEach((row, p) => row.forEach((value, q) => visit(p, q, value)))

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
