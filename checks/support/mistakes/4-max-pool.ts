import { offsetOf } from '#kit/layers/offset-of.ts'
import { map, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { Context } from '../explain/index.ts'
import { definedMaxPool, fromElements, windowOf, type PoolCase } from '../images.ts'
import { crossed } from './4-products.ts'

/** What is known of max pooling, to explain a wrong one by name. */
export const poolContext = (one: PoolCase): Context => ({ mistakes: poolMistakes(one) })

/** What mistakes in the forward pass of max pooling give, by the sentences that name them. */
function poolMistakes(one: PoolCase): Record<string, () => Tensor> {
  const { x, options } = one
  const { poolHeight, poolWidth } = options
  const right = (): Tensor => definedMaxPool(x, options)
  /** Something else of the pixels in each window than their maximum. */
  const pooled = (what: (pixels: number[]) => number) => () => inWindows(one, options, what)
  const maximum = (pixels: number[]): number => Math.max(...pixels)
  const sum = (pixels: number[]): number => pixels.reduce((total, pixel) => total + pixel, 0)
  /** The maximum of another window. */
  const windows = (changed: Partial<Window>) => () => inWindows(one, { ...options, ...changed }, maximum)
  return {
    'out is 0 where all pixels of a window are negative: start with a pixel of the window, not with 0.': () =>
      map(right(), (value) => Math.max(0, value)),
    'out is the average of each window, but max pooling takes the maximum.': pooled(
      (pixels) => sum(pixels) / pixels.length,
    ),
    'out is the sum of each window, but max pooling takes the maximum.': pooled(sum),
    'out is the minimum of each window, but max pooling takes the maximum.': pooled((pixels) =>
      Math.min(...pixels),
    ),
    'out is the pixel with the largest absolute value, but -3 is smaller than 1: compare the pixels themselves.':
      pooled((pixels) => pixels.reduce((most, pixel) => (Math.abs(pixel) > Math.abs(most) ? pixel : most))),
    'out is the first pixel of each window.': pooled((pixels) => pixels[0]),
    'out is the last pixel of each window.': pooled((pixels) => pixels[pixels.length - 1]),
    'The height and width of the window are swapped.': windows({
      poolHeight: poolWidth,
      poolWidth: poolHeight,
    }),
    'The window is taken to be square, as wide as it is high.': windows({ poolWidth: poolHeight }),
    'The window is taken to be square, as high as it is wide.': windows({ poolHeight: poolWidth }),
    'The window is always 2 x 2, but its sizes are options.poolHeight and options.poolWidth.': windows({
      poolHeight: 2,
      poolWidth: 2,
    }),
    'The last row of each window is left out.': windows({ poolHeight: Math.max(1, poolHeight - 1) }),
    'The last column of each window is left out.': windows({ poolWidth: Math.max(1, poolWidth - 1) }),
    'The stride is ignored: this is what stride 1 gives.': windows({ down: 1, right: 1 }),
    'The stride moves the window only downwards; it should move it to the right as well.': windows({
      right: 1,
    }),
    'The stride moves the window only to the right; it should move it downwards as well.': windows({
      down: 1,
    }),
    'The window moves by its own height and width, but options.stride says how far it moves.': windows({
      down: poolHeight,
      right: poolWidth,
    }),
    'The window moves down by its own height, but options.stride says how far it moves.': windows({
      down: poolHeight,
    }),
    'The window moves to the right by its own width, but options.stride says how far it moves.': windows({
      right: poolWidth,
    }),
    'The window always moves by 2, but options.stride says how far it moves.': windows({ down: 2, right: 2 }),
    'The maximum starts with a pixel outside of its window: row i, column j is not where window (i, j) begins.':
      () =>
        fromElements(one.dout.shape, (n, c, i, j) =>
          Math.max(
            x.data[offsetOf(x, n, c, i, j)],
            ...windowOf(x, options, [n, c, i, j]).map((pixel) => x.data[pixel]),
          ),
        ),
    'Every channel of out is that of the first channel of x.': () =>
      fromElements(one.dout.shape, (n, _, i, j) => right().data[offsetOf(one.dout, n, 0, i, j)]),
    'Every image of out is that of the first image of x.': () =>
      fromElements(one.dout.shape, (_, c, i, j) => right().data[offsetOf(one.dout, 0, c, i, j)]),
    'Rows and columns of out are swapped: out[n, c, i, j] comes of row i · stride and column j · stride of the image.':
      () => crossed(right()),
  }
}

/** How far a window moves down and to the right. */
type Window = PoolCase['options'] & { down?: number; right?: number }

/** A number for each window from its pixels, found by their offsets: past the end of a row, the next row begins. */
function inWindows({ x, dout }: PoolCase, window: Window, what: (pixels: number[]) => number): Tensor {
  const { poolHeight, poolWidth, stride, down = stride, right = stride } = window
  return fromElements(dout.shape, (n, c, i, j) => {
    const pixels = Array.from({ length: poolHeight * poolWidth }, (_, k) =>
      offsetOf(x, n, c, i * down + Math.floor(k / poolWidth), j * right + (k % poolWidth)),
    )
    return what(pixels.filter((pixel) => pixel < x.size).map((pixel) => x.data[pixel]))
  })
}

/** What a pixel gets of the upstream gradient of a window: the pixels of the window, and which of them it is. */
type Share = (upstream: number, pixels: readonly number[], which: number) => number

/** What is known of the gradient of max pooling, to explain a wrong one by name. */
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
      'dx is overwritten where windows overlap: a pixel gets the gradients of all windows in which it is the maximum.':
        shared(
          toMaximum((upstream) => upstream),
          (before, latest) => (latest === 0 ? before : latest),
        ),
      'dx counts the windows in which a pixel is the maximum: multiply by the upstream gradient.': shared(
        toMaximum(() => 1),
      ),
      'The gradient is multiplied by the maximum, but the slope of the maximum is 1.': shared(
        toMaximum((upstream, maximum) => upstream * maximum),
      ),
      'Negative upstream gradients are left out, but they are gradients like others.': shared(
        toMaximum((upstream) => Math.max(0, upstream)),
      ),
      'Maxima that are not positive get nothing, but the ReLU is a layer of its own.': shared(
        toMaximum((upstream, maximum) => (maximum > 0 ? upstream : 0)),
      ),
      'The gradient goes to the first pixel of its window, not to the maximum.': shared(
        (upstream, _, which) => (which === 0 ? upstream : 0),
      ),
      'The gradient goes to the last pixel of its window, not to the maximum.': shared(
        (upstream, pixels, which) => (which === pixels.length - 1 ? upstream : 0),
      ),
      'The gradient goes to the minimum of each window, not to the maximum.': shared(
        (upstream, pixels, which) => (which === pixels.indexOf(Math.min(...pixels)) ? upstream : 0),
      ),
      'The gradient goes to every pixel of its window, but only the maximum decides what comes out.': shared(
        (upstream) => upstream,
      ),
      'The gradient is divided among all pixels of its window, but only the maximum decides what comes out.':
        shared((upstream, pixels) => upstream / pixels.length),
    },
  }
}

/** What happens where the maximum of a window occurs more than once, by the sentences that name it. */
export const tieMistakes = (upstream: number, equal: number): Record<string, number> => ({
  'At ties, every one of the equal maxima gets the whole gradient: choose one of them, such as the first.':
    upstream,
  'At ties, the gradient is divided among the equal maxima: choose one of them, such as the first.':
    upstream / equal,
})
