import { loops } from '#kit/engine/loops/index.ts'
import { empty, type Tensor } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { IMAGE_BYTES, PLANE_BYTES } from './records.ts'

/** What is subtracted from every pixel, and the divisor of the difference. */
export interface Normalization {
  /** (3, 32, 32): the mean of each pixel, 0 to 255 */
  readonly mean: Float32Array
  /** (3,): the divisor of each colour; 1 without scaling */
  readonly deviation: Float32Array
}

/**
 * Fits a normalization to images. Pass training images only, because the others stand for unseen pictures.
 *
 * @param images - (count, 3, 32, 32)
 * @param scale - whether to also divide by the standard deviation of each colour after the mean is subtracted
 */
export function fitNormalization(images: Uint8Array, scale: boolean): Normalization {
  const count = images.length / IMAGE_BYTES
  const sums = new Float64Array(IMAGE_BYTES)
  for (let start = 0; start < images.length; start += IMAGE_BYTES) {
    for (let pixel = 0; pixel < IMAGE_BYTES; pixel++) sums[pixel] += images[start + pixel]
  }
  const mean = Float32Array.from(sums, (sum) => sum / count)
  const deviation = new Float32Array(3).fill(1)
  if (scale) {
    for (let channel = 0; channel < 3; channel++) {
      // The variance around the mean of each pixel: mean(x^2) - mean(x)^2, with sums that are exact integers.
      const [first, end] = [channel * PLANE_BYTES, (channel + 1) * PLANE_BYTES]
      let squares = 0
      for (let start = 0; start < images.length; start += IMAGE_BYTES) {
        for (let i = start + first; i < start + end; i++) squares += images[i] * images[i]
      }
      let squaredMeans = 0
      for (let pixel = first; pixel < end; pixel++) squaredMeans += (sums[pixel] / count) ** 2
      // A colour that never changes stays 0 rather than becoming 0 / 0.
      deviation[channel] = Math.sqrt((squares / count - squaredMeans) / PLANE_BYTES) || 1
    }
  }
  return { mean, deviation }
}

/**
 * Normalizes some of the images.
 *
 * @param images - (count, 3, 32, 32)
 * @param indices - which images, in this order
 * @returns (n, 3, 32, 32), float32
 */
export function normalize(
  images: Uint8Array,
  indices: ArrayLike<number>,
  { mean, deviation }: Normalization,
): Tensor {
  const x = empty([indices.length, 3, 32, 32], 'float32')
  const [red, green, blue] = Array.from(deviation, (divisor) => 1 / divisor)
  withScratch(Uint8Array, [indices.length * IMAGE_BYTES], (batch) => {
    for (let i = 0; i < indices.length; i++) {
      batch.set(images.subarray(indices[i] * IMAGE_BYTES, (indices[i] + 1) * IMAGE_BYTES), i * IMAGE_BYTES)
    }
    loops.normalizeImages(x.data, batch, mean, indices.length, PLANE_BYTES, red, green, blue)
  })
  return x
}
