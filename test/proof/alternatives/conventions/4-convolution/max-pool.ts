import { offsetOf } from '#kit/layers/offset-of.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/output-size.ts'
import { zeros, type Tensor } from '#kit/tensor/index.ts'

// Of equal maxima the last one wins. The cache is a mask for each window.

interface Cache {
  shape: readonly number[]
  /** For each output: the pixels of its window, and for each of them whether it won. */
  windows: { pixels: number[]; won: boolean[] }[]
}

export function maxPoolForward(x: Tensor, options: PoolOptions): { out: Tensor; cache: Cache } {
  const { N, C, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const out = zeros([N, C, outHeight, outWidth], x.dtype)
  const windows: Cache['windows'] = []
  for (let k = 0; k < out.size; k++) {
    const [j, i] = [k % outWidth, Math.floor(k / outWidth) % outHeight]
    const plane = Math.floor(k / (outWidth * outHeight))
    const corner = offsetOf(x, Math.floor(plane / C), plane % C, i * stride, j * stride)
    const pixels: number[] = []
    for (let p = 0; p < poolHeight; p++)
      for (let q = 0; q < poolWidth; q++) pixels.push(corner + p * x.shape[3] + q)
    out.data[k] = Math.max(...pixels.map((pixel) => x.data[pixel]))
    const winner = pixels.findLast((pixel) => x.data[pixel] === out.data[k])
    windows.push({ pixels, won: pixels.map((pixel) => pixel === winner) })
  }
  return { out, cache: { shape: x.shape, windows } }
}

export function maxPoolBackward(dout: Tensor, { shape, windows }: Cache): { dx: Tensor } {
  const dx = zeros(shape, dout.dtype)
  for (const [k, { pixels, won }] of windows.entries())
    for (const [inside, pixel] of pixels.entries()) dx.data[pixel] += Number(won[inside]) * dout.data[k]
  return { dx }
}
