import { offsetOf } from '#kit/layers/offset-of.ts'
import { map, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../../index.ts'
import { type PoolCase } from '../../../cases/images.ts'
import { definedMaxPool, windowOf } from '../../../definitions/max-pool.ts'
import { fromElements } from '../../../definitions/from-elements.ts'
import { rowsAndColumnsSwapped } from './products.ts'

/** Returns what is known about max pooling, to explain a wrong result by name. */
export const poolContext = (one: PoolCase): Context => ({ mistakes: poolMistakes(one) })

/** Returns the results of mistakes in the forward pass of max pooling, by their causes. */
function poolMistakes(one: PoolCase): Record<string, () => Tensor> {
  const { x, options } = one
  const { poolHeight, poolWidth } = options
  const right = (): Tensor => definedMaxPool(x, options)
  /** Takes something other than the maximum of the pixels in each window. */
  const pooled = (what: (pixels: number[]) => number) => () => inWindows(one, options, what)
  const maximum = (pixels: number[]): number => Math.max(...pixels)
  const sum = (pixels: number[]): number => pixels.reduce((total, pixel) => total + pixel, 0)
  /** Takes the maximum of a different window. */
  const windows = (changed: Partial<Window>) => () => inWindows(one, { ...options, ...changed }, maximum)
  return {
    'maxPoolForward/starts-with-zero': () => map(right(), (value) => Math.max(0, value)),
    'maxPoolForward/average': pooled((pixels) => sum(pixels) / pixels.length),
    'maxPoolForward/sum': pooled(sum),
    'maxPoolForward/minimum': pooled((pixels) => Math.min(...pixels)),
    'maxPoolForward/largest-absolute': pooled((pixels) =>
      pixels.reduce((most, pixel) => (Math.abs(pixel) > Math.abs(most) ? pixel : most)),
    ),
    'maxPoolForward/first-pixel': pooled((pixels) => pixels[0]),
    'maxPoolForward/last-pixel': pooled((pixels) => pixels[pixels.length - 1]),
    'maxPoolForward/window-swapped': windows({
      poolHeight: poolWidth,
      poolWidth: poolHeight,
    }),
    'maxPoolForward/window-as-wide': windows({ poolWidth: poolHeight }),
    'maxPoolForward/window-as-high': windows({ poolHeight: poolWidth }),
    'maxPoolForward/window-always-two': windows({
      poolHeight: 2,
      poolWidth: 2,
    }),
    'maxPoolForward/last-row': windows({ poolHeight: Math.max(1, poolHeight - 1) }),
    'maxPoolForward/last-column': windows({ poolWidth: Math.max(1, poolWidth - 1) }),
    'maxPoolForward/stride-ignored': windows({ down: 1, right: 1 }),
    'maxPoolForward/stride-only-down': windows({
      right: 1,
    }),
    'maxPoolForward/stride-only-right': windows({
      down: 1,
    }),
    'maxPoolForward/stride-is-window': windows({
      down: poolHeight,
      right: poolWidth,
    }),
    'maxPoolForward/stride-is-height': windows({
      down: poolHeight,
    }),
    'maxPoolForward/stride-is-width': windows({
      right: poolWidth,
    }),
    'maxPoolForward/stride-always-two': windows({ down: 2, right: 2 }),
    'maxPoolForward/starts-outside-window': () =>
      fromElements(one.dout.shape, (n, c, i, j) =>
        Math.max(
          x.data[offsetOf(x, n, c, i, j)],
          ...windowOf(x, options, [n, c, i, j]).map((pixel) => x.data[pixel]),
        ),
      ),
    'maxPoolForward/first-channel': () =>
      fromElements(one.dout.shape, (n, _, i, j) => right().data[offsetOf(one.dout, n, 0, i, j)]),
    'maxPoolForward/first-image': () =>
      fromElements(one.dout.shape, (_, c, i, j) => right().data[offsetOf(one.dout, 0, c, i, j)]),
    'maxPoolForward/rows-and-columns-swapped': () => rowsAndColumnsSwapped(right()),
  }
}

/** A window, with how far it moves down and to the right. */
type Window = PoolCase['options'] & { down?: number; right?: number }

/** Computes a number for each window from its pixels, found by offset: past the end of a row the next row begins. */
function inWindows({ x, dout }: PoolCase, window: Window, what: (pixels: number[]) => number): Tensor {
  const { poolHeight, poolWidth, stride, down = stride, right = stride } = window
  return fromElements(dout.shape, (n, c, i, j) => {
    const pixels = Array.from({ length: poolHeight * poolWidth }, (_, k) =>
      offsetOf(x, n, c, i * down + Math.floor(k / poolWidth), j * right + (k % poolWidth)),
    )
    return what(pixels.filter((pixel) => pixel < x.size).map((pixel) => x.data[pixel]))
  })
}

/**
 * Returns the share of a window's upstream gradient for one pixel, from the window's pixels and the pixel's position.
 */
type Share = (upstream: number, pixels: readonly number[], which: number) => number

/** Returns what is known about the gradient of max pooling, to explain a wrong one by name. */
export function poolGradientContext({ x, dout, options }: PoolCase): Context {
  const shared =
    (share: Share, put = (total: number, latest: number) => total + latest) =>
    () => {
      const dx = zerosLike(x)
      fromElements(dout.shape, (...index) => {
        const pixels = windowOf(x, options, index)
        const values = pixels.map((pixel) => x.data[pixel])
        pixels.forEach((pixel, which) => {
          dx.data[pixel] = put(dx.data[pixel], share(dout.data[offsetOf(dout, ...index)], values, which))
        })
        return 0
      })
      return dx
    }
  const toMaximum =
    (given: (upstream: number, maximum: number) => number): Share =>
    (upstream, pixels, which) =>
      which === pixels.indexOf(Math.max(...pixels)) ? given(upstream, pixels[which]) : 0
  return {
    constants: { 'poolHeight · poolWidth': options.poolHeight * options.poolWidth },
    mistakes: {
      'maxPoolBackward/overwritten': shared(
        toMaximum((upstream) => upstream),
        (before, latest) => (latest === 0 ? before : latest),
      ),
      'maxPoolBackward/counts-windows': shared(toMaximum(() => 1)),
      'maxPoolBackward/times-maximum': shared(toMaximum((upstream, maximum) => upstream * maximum)),
      'maxPoolBackward/negative-dout-left-out': shared(toMaximum((upstream) => Math.max(0, upstream))),
      'maxPoolBackward/relu': shared(toMaximum((upstream, maximum) => (maximum > 0 ? upstream : 0))),
      'maxPoolBackward/to-first-pixel': shared((upstream, _, which) => (which === 0 ? upstream : 0)),
      'maxPoolBackward/to-last-pixel': shared((upstream, pixels, which) =>
        which === pixels.length - 1 ? upstream : 0,
      ),
      'maxPoolBackward/to-minimum': shared((upstream, pixels, which) =>
        which === pixels.indexOf(Math.min(...pixels)) ? upstream : 0,
      ),
      'maxPoolBackward/to-every-pixel': shared((upstream) => upstream),
      'maxPoolBackward/divided-among-pixels': shared((upstream, pixels) => upstream / pixels.length),
    },
  }
}

/** Returns what each mistake gives where the maximum of a window occurs more than once, by its cause. */
export const tieMistakes = (upstream: number, equal: number): Record<string, number> => ({
  'maxPoolBackward/ties-all': upstream,
  'maxPoolBackward/ties-divided': upstream / equal,
})
