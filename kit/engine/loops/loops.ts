import type { TensorData } from '../numbers.ts'
import type { WinogradLoops } from './winograd.ts'

/** The numbers of the four arithmetic operations. */
export const operations = { add: 0, sub: 1, mul: 2, div: 3 } as const
export type Operation = (typeof operations)[keyof typeof operations]

/**
 * The element loops in which training spends its time.
 *
 * Each takes its arrays first, outputs before inputs, and then numbers. All arrays have the same type, except that sums
 * are always float64. For arrays (N, C, places), `places` is height times width.
 */
export interface Loops extends WinogradLoops {
  /** out = value. */
  fill(out: TensorData, count: number, value: number): void
  /** out = max(0, x). */
  relu(out: TensorData, x: TensorData, count: number): void
  /** dx = dout where y > 0, and 0 elsewhere. */
  reluBackward(dx: TensorData, dout: TensorData, y: TensorData, count: number): void
  /** out = a + b, a - b, a * b or a / b. */
  combine(out: TensorData, a: TensorData, b: TensorData, count: number, operation: Operation): void
  /** The same with a number instead of b, or instead of a if `reversed`. */
  combineNumber(
    out: TensorData,
    a: TensorData,
    count: number,
    operation: Operation,
    b: number,
    reversed: boolean,
  ): void
  /** out = weightA · a + weightB · b; out may be one of the two. */
  weightedSum(
    out: TensorData,
    a: TensorData,
    b: TensorData,
    count: number,
    weightA: number,
    weightB: number,
  ): void
  /** Adds b[r] to each element of row r, in place. With `withRelu`, then sets negative elements to 0. */
  addToRows(out: TensorData, b: TensorData, rows: number, length: number, withRelu: boolean): void
  /** Adds the sum of each row of x to that row's number in sums. */
  sumRows(sums: Float64Array, x: TensorData, rows: number, length: number): void

  /**
   * out = (image - mean) · factor for `count` images. Each of the three colours has `places` pixels, a multiple of 4,
   * and its own factor.
   */
  normalizeImages(
    out: TensorData,
    images: Uint8Array,
    mean: TensorData,
    count: number,
    places: number,
    ...factors: [red: number, green: number, blue: number]
  ): void
  /** Mirrors an image if `mirror` is set, and then shifts it. The uncovered edges become 0. */
  moveImage(
    out: TensorData,
    image: TensorData,
    C: number,
    H: number,
    W: number,
    down: number,
    right: number,
    mirror: boolean,
  ): void

  /** Expands an image for a convolution; see `RowExpansion` in kit/layers. */
  expand(out: TensorData, image: TensorData, ...sizes: ExpansionSizes): void
  /** Copies what each filter row meets in an expansion, `count` elements of each row; see `RowExpansion`. */
  stack(
    out: TensorData,
    expansion: TensorData,
    filterHeight: number,
    rows: number,
    count: number,
    rowLength: number,
    outWidth: number,
    stride: number,
    slots: number,
  ): void
  /** Does the reverse: adds every element of an expansion to the pixel that it was copied from. */
  fold(image: TensorData, expansion: TensorData, ...sizes: ExpansionSizes): void

  /** Computes the maximum of each window. maxIndices[k] is the index in x of out[k], the first of equals. */
  maxPool(out: TensorData, maxIndices: Int32Array, x: TensorData, ...sizes: PoolingSizes): void
  /** Adds each element of dout to its maximum's element of dx. */
  maxPoolBackward(dx: TensorData, dout: TensorData, maxIndices: Int32Array, count: number): void
  /**
   * Adds to the gradient of each of F filters, `vectors` times four elements, the sum over its `count` maxima of a
   * patch of the image times the maximum's element of dout: see `pooledGradients` in kit/layers. Maxima are indices
   * into the `places` of all channels. corners contains, for each place in a channel, the start of its patch in the
   * image. offsets contains the distance of each vector of a patch from that start. `vectors` is a multiple of 6.
   */
  pooledFilterGradient(
    dw: TensorData,
    dout: TensorData,
    maxIndices: Int32Array,
    image: TensorData,
    corners: Int32Array,
    offsets: Int32Array,
    F: number,
    count: number,
    places: number,
    vectors: number,
  ): void

  /** Adds to sums[c] all elements of channel c of x, and to sums[C + c] their squares. */
  channelMoments(sums: Float64Array, x: TensorData, N: number, C: number, places: number): void
  /** out = x · scale[c] + shift[c]. With `withRelu`, negative results become 0. */
  normalizeChannels(
    out: TensorData,
    x: TensorData,
    scale: TensorData,
    shift: TensorData,
    N: number,
    C: number,
    places: number,
    withRelu: boolean,
  ): void
  /**
   * Adds to sums[c] all elements of dout in channel c, and to sums[C + c] those of dout · (x - mean[c]). With `masked`,
   * elements of dout where y is not positive count as 0.
   */
  channelProducts(
    sums: Float64Array,
    dout: TensorData,
    x: TensorData,
    y: TensorData,
    mean: TensorData,
    N: number,
    C: number,
    places: number,
    masked: boolean,
  ): void
  /** dx = a[c] · dout + b[c] · (x - mean[c]) + offset[c], with dout as in `channelProducts`. */
  normalizeBackward(
    dx: TensorData,
    dout: TensorData,
    x: TensorData,
    y: TensorData,
    mean: TensorData,
    a: TensorData,
    b: TensorData,
    offset: TensorData,
    N: number,
    C: number,
    places: number,
    masked: boolean,
  ): void

  /** nextW = w - rate · dw. */
  sgd(nextW: TensorData, w: TensorData, dw: TensorData, count: number, rate: number): void
  /** nextVelocity = momentum · velocity - rate · dw; nextW = w + nextVelocity. */
  sgdMomentum(
    nextW: TensorData,
    nextVelocity: TensorData,
    w: TensorData,
    dw: TensorData,
    velocity: TensorData,
    count: number,
    rate: number,
    momentum: number,
  ): void
  /** nextCache = decay · cache + fresh · dw²; nextW = w - rate · dw / (√nextCache + epsilon). */
  rmsprop(
    nextW: TensorData,
    nextCache: TensorData,
    w: TensorData,
    dw: TensorData,
    cache: TensorData,
    count: number,
    rate: number,
    decay: number,
    fresh: number,
    epsilon: number,
  ): void
  /**
   * nextM = beta1 · m + fresh1 · dw; nextV = beta2 · v + fresh2 · dw²;
   * nextW = w - rate · nextM / (√(nextV · correction) + epsilon).
   */
  adam(
    nextW: TensorData,
    nextM: TensorData,
    nextV: TensorData,
    w: TensorData,
    dw: TensorData,
    m: TensorData,
    v: TensorData,
    count: number,
    rate: number,
    beta1: number,
    fresh1: number,
    beta2: number,
    fresh2: number,
    correction: number,
    epsilon: number,
  ): void
}

export type ExpansionSizes = [
  C: number,
  H: number,
  W: number,
  filterWidth: number,
  outWidth: number,
  stride: number,
  padTop: number,
  padLeft: number,
  slots: number,
  rowLength: number,
]

export type PoolingSizes = [
  planes: number,
  H: number,
  W: number,
  outHeight: number,
  outWidth: number,
  poolHeight: number,
  poolWidth: number,
  stride: number,
]
