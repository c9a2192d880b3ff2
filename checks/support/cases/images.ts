import fc from 'fast-check'
import { cause } from '#kit/course/causes/index.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import type { ConvOptions, PoolOptions } from '#kit/layers/output-size.ts'
import { map, mul, sum, tensor, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { size, tensors } from './arbitraries.ts'
import { expectThat } from '../comparing/compare.ts'
import { fromElements } from '../definitions/from-elements.ts'
import { CheckFailure, thrownIn } from '../explaining/failure.ts'

/** Rounds to the nearest quarters: sums of their products are exact in float64, whatever the order. */
export const quarters = (x: Tensor): Tensor => map(x, (value) => Math.round(4 * value) / 4)

/**
 * Returns the height (or width) of an image in which a window fits `places` times, and how often it fits. It fits more
 * often where the image would otherwise consist only of border.
 */
function imageSize(
  window: number,
  places: number,
  stride: number,
  pad: number,
): [image: number, out: number] {
  const least = Math.max(places, Math.ceil((1 + 2 * pad - window) / stride) + 1)
  return [(least - 1) * stride + window - 2 * pad, least]
}

/** A random convolution: images, filters, biases and an upstream gradient of quarters, and the options. */
export interface ConvCase {
  options: ConvOptions
  x: Tensor
  w: Tensor
  b: Tensor
  dout: Tensor
}

/** Convolutions of every kind. The heights and widths of images and filters are drawn independently. */
export const convCase = (
  strides: fc.Arbitrary<number> = size(1, 3),
  pads: fc.Arbitrary<number> = size(0, 2),
  leastPlaces = 1,
): fc.Arbitrary<ConvCase> =>
  tensors(
    fc
      .record({
        N: size(1, 3),
        C: size(1, 2),
        F: size(1, 2),
        filter: fc.tuple(size(1, 3), size(1, 3)),
        places: fc.tuple(size(leastPlaces, 3), size(leastPlaces, 3)),
        options: fc.record({ stride: strides, pad: pads }),
      })
      .map(({ filter, places, options, ...rest }) => {
        const { stride, pad } = options
        const [[H, outH], [W, outW]] = [0, 1].map((k) => imageSize(filter[k], places[k], stride, pad))
        const [filterHeight, filterWidth] = filter
        return { ...rest, options, filterHeight, filterWidth, H, W, out: [outH, outW] }
      }),
    ({ N, C, F, filterHeight, filterWidth, H, W, out }): Record<'x' | 'w' | 'b' | 'dout', Shape> => ({
      x: [N, C, H, W],
      w: [F, C, filterHeight, filterWidth],
      b: [F],
      dout: [N, F, ...out],
    }),
    100,
  ).map(({ x, w, b, dout, ...sizes }) => {
    const [exactX, exactW, exactB, exactDout] = [x, w, b, dout].map(quarters)
    return { ...sizes, x: exactX, w: exactW, b: exactB, dout: exactDout }
  })

/** A random pooling layer: images, an upstream gradient of quarters, and the options. */
export interface PoolCase {
  options: PoolOptions
  x: Tensor
  dout: Tensor
}

/** Pooling layers of every kind: windows that overlap, that tile the image, and that leave gaps. */
export const poolCase: fc.Arbitrary<PoolCase> = tensors(
  fc
    .record({
      N: size(1, 3),
      C: size(1, 2),
      options: fc.record({ poolHeight: size(1, 3), poolWidth: size(1, 3), stride: size(1, 3) }),
      places: fc.tuple(size(1, 3), size(1, 3)),
    })
    .map(({ options, places, ...rest }) => {
      const { poolHeight, poolWidth, stride } = options
      const [H] = imageSize(poolHeight, places[0], stride, 0)
      const [W] = imageSize(poolWidth, places[1], stride, 0)
      return { ...rest, options, H, W, out: places }
    }),
  ({ N, C, H, W, out }): Record<'x' | 'dout', Shape> => ({ x: [N, C, H, W], dout: [N, C, ...out] }),
  100,
).map(({ dout, ...rest }) => ({ ...rest, dout: quarters(dout) }))

/** Returns the same pooling layer for images of zeros and ones, in which most windows have several maxima. */
export const withTies = (one: PoolCase): PoolCase => ({ ...one, x: map(one.x, (value) => Number(value > 0)) })

/** Removes the first `top` rows and `left` columns and the last `bottom` rows and `right` columns of the images. */
export const cropped = (x: Tensor, [top, left]: number[], [bottom, right]: number[]): Tensor =>
  fromElements(
    [x.shape[0], x.shape[1], x.shape[2] - top - bottom, x.shape[3] - left - right],
    (n, c, i, j) => x.data[offsetOf(x, n, c, i + top, j + left)],
  )

/** Returns the sum of all products of elements in the same place. */
export const dot = (x: Tensor, y: Tensor): number => sum(mul(x, y))

/** Returns one image with one channel. */
export const image = (rows: readonly (readonly number[])[]): Tensor => tensor([[rows]])

/**
 * Fails unless a call throws a RangeError.
 *
 * @param what - the case, for the message
 * @param words - what the error message must contain
 */
export function expectRangeError(what: string, call: () => unknown, words: readonly string[]): void {
  let crash: CheckFailure | undefined
  try {
    call()
  } catch (error) {
    // The call is watched, so what it throws arrives as a failure that quotes it.
    if (!(error instanceof CheckFailure) || error.name !== 'Crashed') throw error
    crash = error
  }
  expectThat(crash !== undefined, cause('error/none', { what }))
  const thrown = thrownIn(crash) ?? ''
  expectThat(
    thrown.includes('RangeError') && words.every((word) => thrown.includes(word)),
    cause('error/other', { what, words: words.join(' and '), crash: crash.message }),
  )
}
