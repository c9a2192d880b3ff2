import { offsetOf } from '#kit/layers/offset-of.ts'
import type { ConvOptions } from '#kit/layers/output-size.ts'
import type { Tensor } from '#kit/tensor/index.ts'
import { fromElements } from './from-elements.ts'

/** Computes a convolution: out[n, f, i, j] is b[f] plus all products of filter f and the pixels under it. */
export function definedConv(x: Tensor, w: Tensor, b: Tensor, { stride, pad }: ConvOptions): Tensor {
  const [N, C, H, W] = x.shape
  const [F, , height, width] = w.shape
  const pixel = (n: number, c: number, i: number, j: number): number =>
    i < 0 || i >= H || j < 0 || j >= W ? 0 : x.data[offsetOf(x, n, c, i, j)]
  const [rows, columns] = [(H + 2 * pad - height) / stride + 1, (W + 2 * pad - width) / stride + 1]
  return fromElements([N, F, rows, columns], (n, f, i, j) => {
    let total = b.data[f]
    for (let c = 0; c < C; c++) {
      for (let p = 0; p < height; p++) {
        for (let q = 0; q < width; q++) {
          total += pixel(n, c, i * stride + p - pad, j * stride + q - pad) * w.data[offsetOf(w, f, c, p, q)]
        }
      }
    }
    return total
  })
}
