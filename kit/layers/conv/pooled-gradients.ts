import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { imageOf, partOf, storageOf } from '../arrays.ts'
import type { FastConvCache } from './conv.ts'
import type { ConvGradients } from './strategy.ts'
import { convSizes, type ConvSizes } from '../output-size.ts'

/** What `convPoolBackward` and `convReluPoolBackward` need from the forward pass. */
export interface ConvPoolCache extends FastConvCache {
  /** The output, (N, F, outHeight, outWidth). With a ReLU, it is positive where the maximum passed it. */
  out: Tensor
  /** For each element of the output, the index of the maximum in the convolution's output for its image. */
  maxIndices: Int32Array
}

/** The numbers in a vector, and the vectors that the loop adds up at a time. */
const [LANES, GROUP] = [4, 6]

/**
 * Computes the gradients of the filters and biases of a convolution, a ReLU and max pooling, without that of the
 * images.
 *
 * Only the maximum of a window gets a gradient, and only if it passes the ReLU. A matrix product would
 * multiply by all the zeros in between. Instead, the gradient of a filter is a sum over the maxima with a gradient
 * other than 0: each gradient times the patch of the padded image from which the maximum was computed. After 2 x 2
 * windows, that takes less than a quarter of the multiplications.
 *
 * @param upstream - the gradients of the output, of the same type as the images
 */
export function pooledGradients(upstream: Tensor, cache: ConvPoolCache): ConvGradients {
  const { x, w, options, out, maxIndices } = cache
  const sizes = convSizes(x, w, options)
  const { N, C, H, W, F, outHeight, outWidth } = sizes
  const { stride, pad, padEnd = pad } = options
  const [height, width] = [H + pad + padEnd, W + pad + padEnd]
  const places = outHeight * outWidth
  const corners = Int32Array.from({ length: places }, (_, place) => {
    return (Math.floor(place / outWidth) * width + (place % outWidth)) * stride
  })
  const offsets = vectorOffsets(sizes, height, width)
  const vectors = offsets.length
  const size = out.size / N
  const [dw, db] = [empty(w.shape, x.dtype), empty([F], x.dtype)]
  const scratch = [size, C * height * width + LANES, F * vectors * LANES]
  withScratch(storageOf(x), scratch, (passed, padded, sums) => {
    const biases = new Float64Array(F)
    loops.fill(padded, padded.length, 0)
    loops.fill(sums, sums.length, 0)
    for (let n = 0; n < N; n++) {
      loops.reluBackward(passed, imageOf(upstream, n), imageOf(out, n), size)
      loops.sumRows(biases, passed, F, size / F)
      // The expansion for filters of one column, at all columns of the padded image, is the padded image itself.
      loops.expand(padded, imageOf(x, n), C, H, W, 1, width, 1, pad, pad, height, height * width)
      const won = partOf(maxIndices, N, n)
      loops.pooledFilterGradient(sums, passed, won, padded, corners, offsets, F, size / F, places, vectors)
    }
    takeRows(dw, sums, sizes, vectors)
    db.data.set(biases)
  })
  return { dw, db }
}

/** Returns how many vectors hold a row of a filter. The last one may extend beyond it. */
const vectorsOfRow = ({ filterWidth }: ConvSizes): number => Math.ceil(filterWidth / LANES)

/** Returns the offset of each vector from the corner of a patch in the padded image: row by row for each channel. */
function vectorOffsets(sizes: ConvSizes, height: number, width: number): Int32Array {
  const { C, filterHeight } = sizes
  const offsets: number[] = []
  for (let c = 0; c < C; c++) {
    for (let p = 0; p < filterHeight; p++) {
      for (let v = 0; v < vectorsOfRow(sizes); v++) offsets.push((c * height + p) * width + v * LANES)
    }
  }
  // Unused vectors that complete the last group.
  while (offsets.length % GROUP !== 0) offsets.push(0)
  return Int32Array.from(offsets)
}

/** Copies the filters' values from the vectors. */
function takeRows(dw: Tensor, sums: TensorData, sizes: ConvSizes, vectors: number): void {
  const { C, F, filterHeight, filterWidth } = sizes
  for (let f = 0, to = 0; f < F; f++) {
    for (let row = 0; row < C * filterHeight; row++, to += filterWidth) {
      const from = (f * vectors + row * vectorsOfRow(sizes)) * LANES
      dw.data.set(sums.subarray(from, from + filterWidth), to)
    }
  }
}
