import { offsetOf } from '#kit/layers/offset-of.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// No border is made: pixels outside of the image are skipped. The backward pass gathers what each element is owed.

interface Cache {
  x: Tensor
  w: Tensor
  stride: number
  pad: number
}

export function convForward(x: Tensor, w: Tensor, b: Tensor, { stride, pad }: ConvOptions) {
  const { N, C, H, W, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, { stride, pad })
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  let next = 0
  for (let n = 0; n < N; n++)
    for (let f = 0; f < F; f++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          let total = 0
          for (let p = 0; p < filterHeight; p++)
            for (let q = 0; q < filterWidth; q++) {
              const [row, column] = [i * stride + p - pad, j * stride + q - pad]
              if (row < 0 || row >= H || column < 0 || column >= W) continue
              for (let c = 0; c < C; c++)
                total += x.data[offsetOf(x, n, c, row, column)] * w.data[offsetOf(w, f, c, p, q)]
            }
          out.data[next++] = total + b.data[f]
        }
  const cache: Cache = { x, w, stride, pad }
  return { out, cache }
}

export function convBackward(
  dout: Tensor,
  { x, w, stride, pad }: Cache,
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const { N, C, H, W, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, { stride, pad })
  const [dx, dw, db] = [zerosLike(x), zerosLike(w), zeros([F], w.dtype)]
  for (let f = 0; f < F; f++)
    for (let n = 0; n < N; n++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) db.data[f] += dout.data[offsetOf(dout, n, f, i, j)]

  // Row `row` of the image lies under row p of the filter when it stands at output row (row + pad - p) / stride.
  const place = (position: number, places: number): number =>
    position % stride === 0 && position >= 0 && position / stride < places ? position / stride : -1
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let row = 0; row < H; row++)
        for (let column = 0; column < W; column++) {
          const pixel = offsetOf(x, n, c, row, column)
          for (let p = 0; p < filterHeight; p++)
            for (let q = 0; q < filterWidth; q++) {
              const i = place(row + pad - p, outHeight)
              const j = place(column + pad - q, outWidth)
              if (i < 0 || j < 0) continue
              for (let f = 0; f < F; f++) {
                const upstream = dout.data[offsetOf(dout, n, f, i, j)]
                const weight = offsetOf(w, f, c, p, q)
                dx.data[pixel] += w.data[weight] * upstream
                dw.data[weight] += x.data[pixel] * upstream
              }
            }
        }
  return { dx, dw, db }
}
