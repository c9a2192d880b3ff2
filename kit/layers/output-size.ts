import { formatShape, type Shape, type Tensor } from '#kit/tensor/index.ts'
import { shapeError } from '#kit/tensor/shape.ts'

/** How a filter moves over an image. */
export interface ConvOptions {
  /** How many pixels the filter moves at a time, down and to the right; at least 1. */
  stride: number
  /** How many rows and columns of zeros are put around the image, on every side; at least 0. */
  pad: number
}

/** How a filter of the fast convolution moves over an image. */
export interface FastConvOptions extends ConvOptions {
  /**
   * A different number of rows and columns of zeros at the bottom and on the right; at least 0. A 3 x 3 filter with
   * stride 2 and pad 1 fits an image of even height and width exactly when padEnd is 0.
   */
  padEnd?: number
}

/** The window of a pooling layer. */
export interface PoolOptions {
  /** Rows of the window, in pixels. */
  poolHeight: number
  /** Columns of the window, in pixels. */
  poolWidth: number
  /** How many pixels the window moves at a time, down and to the right; at least 1. */
  stride: number
}

/** Every size of a convolution, by name. */
export interface ConvSizes {
  /** Images in the batch. */
  N: number
  /** Channels of an image, and of each filter. */
  C: number
  /** Rows of an image, in pixels. */
  H: number
  /** Columns of an image, in pixels. */
  W: number
  /** Filters, which are the channels of the output. */
  F: number
  /** Rows of a filter. */
  filterHeight: number
  /** Columns of a filter. */
  filterWidth: number
  /** Rows of the output: the number of positions of the filter from top to bottom. */
  outHeight: number
  /** Columns of the output. */
  outWidth: number
}

/** Every size of a pooling layer, by name. */
export type PoolSizes = Pick<ConvSizes, 'N' | 'C' | 'H' | 'W' | 'outHeight' | 'outWidth'>

/**
 * Computes the sizes of a convolution.
 *
 * @param x - images, (N, C, H, W)
 * @param w - filters, (F, C, filterHeight, filterWidth)
 * @throws RangeError when x or w does not have this form, when their channels differ, or when the filter does not fit
 *   exactly into the padded image; the message names the sizes
 */
export function convSizes(x: Tensor, w: Tensor, { stride, pad, padEnd = pad }: FastConvOptions): ConvSizes {
  const [N, C, H, W] = fourAxes('the images of a convolution', x)
  const [F, channels, filterHeight, filterWidth] = fourAxes('the filters of a convolution', w)
  if (channels !== C) {
    throw shapeError(
      'shape',
      `filters of shape ${formatShape(w.shape)} expect ${channels} channels, ` +
        `but images of shape ${formatShape(x.shape)} have ${C}`,
    )
  }
  const [outHeight, outWidth] = outputSize([H, W], 'filter', [filterHeight, filterWidth], stride, [
    pad,
    padEnd,
  ])
  return { N, C, H, W, F, filterHeight, filterWidth, outHeight, outWidth }
}

/**
 * Computes the sizes of a pooling layer. Windows may overlap or have gaps between them.
 *
 * @param x - images, (N, C, H, W)
 * @throws RangeError when x does not have this form, or when the windows do not fit exactly into the image; the message
 *   names the sizes
 */
export function poolSizes(x: { shape: Shape }, { poolHeight, poolWidth, stride }: PoolOptions): PoolSizes {
  const [N, C, H, W] = fourAxes('the images of a pooling layer', x)
  const [outHeight, outWidth] = outputSize([H, W], 'pooling window', [poolHeight, poolWidth], stride, [0, 0])
  return { N, C, H, W, outHeight, outWidth }
}

type Pair = readonly [height: number, width: number]

/** Returns the number of positions of a window, vertically and horizontally: (input + pads - window) / stride + 1. */
function outputSize(input: Pair, kind: string, window: Pair, stride: number, pads: Pair): Pair {
  const [pad, padEnd] = pads
  const places = `stride ${stride} and pad ${pad}${padEnd === pad ? '' : `, padEnd ${padEnd}`}`
  if (![...window, stride, pad + 1, padEnd + 1].every((size) => Number.isInteger(size) && size >= 1)) {
    throw shapeError(
      'output-size',
      `a ${window.join(' x ')} ${kind} with ${places} is not possible: ` +
        'the window and the stride must be whole numbers of at least 1, and pad of at least 0',
    )
  }
  const [height, width] = input.map((size, axis) => (size + pad + padEnd - window[axis]) / stride + 1)
  if (![height, width].every((size) => Number.isInteger(size) && size >= 1)) {
    throw shapeError(
      'output-size',
      `a ${window.join(' x ')} ${kind} with ${places} does not fit an input of ${input.join(' x ')}: ` +
        `the output would have ${formatSize(height)} rows and ${formatSize(width)} columns`,
    )
  }
  return [height, width]
}

const formatSize = (size: number): string => String(Number(size.toFixed(2)))

function fourAxes(what: string, x: { shape: Shape }): readonly number[] {
  if (x.shape.length === 4) return x.shape
  throw shapeError('shape', `${what} must have four axes, but their shape is ${formatShape(x.shape)}`)
}
