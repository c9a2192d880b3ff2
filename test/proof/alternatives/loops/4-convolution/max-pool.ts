import { offsetOf } from '#kit/layers/offset-of.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/output-size.ts'
import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// The cache is the input and the options; the backward pass looks for each maximum again, from the end of the window.

export function maxPoolForward(x: Tensor, options: PoolOptions) {
  const { N, C, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const out = zeros([N, C, outHeight, outWidth], x.dtype)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          let largest = -Infinity
          for (let p = 0; p < poolHeight; p++)
            for (let q = 0; q < poolWidth; q++)
              largest = Math.max(largest, x.data[offsetOf(x, n, c, i * stride + p, j * stride + q)])
          out.data[offsetOf(out, n, c, i, j)] = largest
        }
  return { out, cache: { x, options } }
}

export function maxPoolBackward(
  dout: Tensor,
  { x, options }: ReturnType<typeof maxPoolForward>['cache'],
): { dx: Tensor } {
  const { N, C, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const dx = zerosLike(x)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          let [winner, largest] = [-1, -Infinity]
          for (let p = poolHeight - 1; p >= 0; p--)
            for (let q = poolWidth - 1; q >= 0; q--) {
              const pixel = offsetOf(x, n, c, i * stride + p, j * stride + q)
              if (x.data[pixel] > largest) [winner, largest] = [pixel, x.data[pixel]]
            }
          dx.data[winner] += dout.data[offsetOf(dout, n, c, i, j)]
        }
  return { dx }
}
