import fc from 'fast-check'
import { Random, randn, type DType, type Shape, type Tensor } from '#kit/tensor/index.ts'

const size = (least: number, most: number) => fc.integer({ min: least, max: most })

/** Returns the length of an axis on which a window fits `places` times, or more often if it would be all padding. */
function axis(window: number, places: number, stride: number, pad: number): { length: number; out: number } {
  const out = Math.max(places, Math.ceil((1 + 2 * pad - window) / stride) + 1)
  return { length: (out - 1) * stride + window - 2 * pad, out }
}

/**
 * Convolutions of all kinds. They include one channel, one filter, 1 x 1 filters, and filters as large as the image.
 * Some have few enough channels for the rows of their expansion to be stacked, and some too many.
 */
export const convolutions = fc
  .record({
    N: size(1, 3),
    C: fc.constantFrom(1, 2, 3, 16),
    F: size(1, 5),
    filterHeight: size(1, 5),
    filterWidth: size(1, 5),
    rows: size(1, 5),
    columns: size(1, 5),
    stride: size(1, 3),
    pad: size(0, 2),
    seed: fc.nat(),
  })
  .map(({ N, C, F, filterHeight, filterWidth, rows, columns, stride, pad, seed }) => {
    const [vertical, horizontal] = [
      axis(filterHeight, rows, stride, pad),
      axis(filterWidth, columns, stride, pad),
    ]
    const shapes = [
      [N, C, vertical.length, horizontal.length],
      [F, C, filterHeight, filterWidth],
      [F],
      [N, F, vertical.out, horizontal.out],
    ]
    return { shapes, options: { stride, pad }, seed }
  })

/**
 * Convolutions in float32 that Winograd's minimal filtering computes. The sides of the images are no multiples of its
 * tiles, and the images range from smaller than a filter to many tiles.
 */
export const winogradConvolutions = fc
  .record({
    N: size(1, 3),
    C: fc.constantFrom(16, 20),
    F: fc.constantFrom(16, 28),
    rows: size(1, 14),
    columns: size(1, 14),
    pad: size(0, 2),
    padEnd: size(0, 2),
    seed: fc.nat(),
  })
  .map(({ N, C, F, rows, columns, pad, padEnd, seed }) => {
    const [H, W] = [rows, columns].map((length) => Math.max(length, 3 - pad - padEnd))
    const shapes = [[N, C, H, W], [F, C, 3, 3], [F], [N, F, H + pad + padEnd - 2, W + pad + padEnd - 2]]
    return { shapes, options: { stride: 1, pad, padEnd }, seed }
  })

/** Pooling layers whose windows overlap, tile the image, or leave gaps between them. */
export const poolings = fc
  .record({
    N: size(1, 3),
    C: size(1, 4),
    options: fc.record({ poolHeight: size(1, 4), poolWidth: size(1, 4), stride: size(1, 4) }),
    rows: size(1, 5),
    columns: size(1, 5),
    seed: fc.nat(),
  })
  .map(({ N, C, options, rows, columns, seed }) => {
    const { poolHeight, poolWidth, stride } = options
    const [H, W] = [axis(poolHeight, rows, stride, 0).length, axis(poolWidth, columns, stride, 0).length]
    const shapes = [
      [N, C, H, W],
      [N, C, rows, columns],
    ]
    return { shapes, options, seed }
  })

/** Draws normal numbers in these shapes. */
export function draw(shapes: readonly Shape[], seed: number, dtype: DType = 'float64'): Tensor[] {
  const random = new Random(seed)
  return shapes.map((shape) => randn(shape, { random, dtype }))
}

/** Returns the largest difference between two tensors, relative to the largest element of the second. */
export function relativeError(actual: Tensor, expected: Tensor): number {
  let [difference, scale] = [0, 1e-300]
  for (let i = 0; i < expected.size; i++) {
    difference = Math.max(difference, Math.abs(actual.data[i] - expected.data[i]))
    scale = Math.max(scale, Math.abs(expected.data[i]))
  }
  return difference / scale
}
