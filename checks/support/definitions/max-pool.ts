import { offsetOf } from '#kit/layers/offset-of.ts'
import type { PoolOptions } from '#kit/layers/output-size.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { fromElements } from './from-elements.ts'

/** Returns the pixels in the window of output element (n, c, i, j), as offsets in the data of x. */
export function windowOf(x: Tensor, options: PoolOptions, [n, c, i, j]: readonly number[]): number[] {
  const { poolHeight, poolWidth, stride } = options
  return Array.from({ length: poolHeight * poolWidth }, (_, k) =>
    offsetOf(x, n, c, i * stride + Math.floor(k / poolWidth), j * stride + (k % poolWidth)),
  )
}

/** Computes max pooling from its definition: every output is the largest pixel in its window. */
export function definedMaxPool(x: Tensor, options: PoolOptions): Tensor {
  const { poolHeight, poolWidth, stride } = options
  const [N, C, H, W] = x.shape
  const places = [(H - poolHeight) / stride + 1, (W - poolWidth) / stride + 1]
  return fromElements([N, C, ...places], (...index) =>
    Math.max(...windowOf(x, options, index).map((pixel) => x.data[pixel])),
  )
}
