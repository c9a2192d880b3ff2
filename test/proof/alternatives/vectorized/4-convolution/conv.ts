import { removeBorder } from '#kit/layers/border.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { convSizes, type ConvOptions, type ConvSizes } from '#kit/layers/output-size.ts'
import { add, matmul, pad as padded, sum, transpose, zeros, type Tensor } from '#kit/tensor/index.ts'

// One matrix product: what lies under the filter at each place is a row of a matrix, and each filter a column (im2col).

interface Cache {
  rows: Tensor
  w: Tensor
  sizes: ConvSizes
  options: ConvOptions
}

/** Calls `visit` with every element of the matrix of rows and the pixel of the bordered image that it stands for. */
function forEachPair(
  image: Tensor,
  { N, C, filterHeight, filterWidth, outHeight, outWidth }: ConvSizes,
  stride: number,
  visit: (element: number, pixel: number) => void,
): void {
  let element = 0
  for (let n = 0; n < N; n++)
    for (let i = 0; i < outHeight; i++)
      for (let j = 0; j < outWidth; j++)
        for (let c = 0; c < C; c++)
          for (let p = 0; p < filterHeight; p++) {
            const start = offsetOf(image, n, c, i * stride + p, j * stride)
            for (let q = 0; q < filterWidth; q++) visit(element++, start + q)
          }
}

export function convForward(x: Tensor, w: Tensor, b: Tensor, options: ConvOptions) {
  const sizes = convSizes(x, w, options)
  const { N, C, F, filterHeight, filterWidth, outHeight, outWidth } = sizes
  const border = [options.pad, options.pad] as const
  const image = padded(x, [[0, 0], [0, 0], border, border])
  const rows = zeros([N * outHeight * outWidth, C * filterHeight * filterWidth], x.dtype)
  forEachPair(image, sizes, options.stride, (element, pixel) => {
    rows.data[element] = image.data[pixel]
  })
  const scores = add(matmul(rows, w.reshape([F, -1]), { transposeB: true }), b)
  const out = transpose(scores.reshape([N, outHeight, outWidth, F]), [0, 3, 1, 2])
  const cache: Cache = { rows, w, sizes, options }
  return { out, cache }
}

export function convBackward(
  dout: Tensor,
  { rows, w, sizes, options }: Cache,
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const { N, C, H, W, F } = sizes
  const { stride, pad } = options
  const upstream = transpose(dout, [0, 2, 3, 1]).reshape([-1, F])
  const drows = matmul(upstream, w.reshape([F, -1]))
  const dimage = zeros([N, C, H + 2 * pad, W + 2 * pad], dout.dtype)
  forEachPair(dimage, sizes, stride, (element, pixel) => {
    dimage.data[pixel] += drows.data[element]
  })
  return {
    dx: removeBorder(dimage, pad),
    dw: matmul(upstream, rows, { transposeA: true }).reshape(w.shape),
    db: sum(upstream, 0),
  }
}
