import { offsetOf } from '#kit/layers/offset-of.ts'
import { poolSizes, type PoolOptions } from '#kit/layers/output-size.ts'
import { argmax, max, mul, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// All windows side by side in a matrix, one a row: max and argmax do the rest.

export function maxPoolForward(x: Tensor, options: PoolOptions) {
  const { N, C, outHeight, outWidth } = poolSizes(x, options)
  const { poolHeight, poolWidth, stride } = options
  const area = poolHeight * poolWidth
  const windows = zeros([N, C, outHeight, outWidth, area], x.dtype)
  const pixels = new Int32Array(windows.size)
  for (let k = 0; k < windows.size; k++) {
    const [place, inside] = [Math.floor(k / area), k % area]
    const [j, i] = [place % outWidth, Math.floor(place / outWidth) % outHeight]
    const plane = Math.floor(place / (outWidth * outHeight))
    const [row, column] = [i * stride + Math.floor(inside / poolWidth), j * stride + (inside % poolWidth)]
    pixels[k] = offsetOf(x, Math.floor(plane / C), plane % C, row, column)
    windows.data[k] = x.data[pixels[k]]
  }
  return { out: max(windows, 4), cache: { like: mul(x, 0), pixels, area, chosen: argmax(windows, 4) } }
}

export function maxPoolBackward(
  dout: Tensor,
  { like, pixels, area, chosen }: ReturnType<typeof maxPoolForward>['cache'],
): { dx: Tensor } {
  const dx = zerosLike(like)
  chosen.data.forEach((inside, place) => {
    dx.data[pixels[place * area + inside]] += dout.data[place]
  })
  return { dx }
}
