import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { add, matmul, sum, Tensor, zeros } from '#kit/tensor/index.ts'

// For each place of the filter (p, q), one matrix product: what that weight sees of every image, channels by channels.

interface Layer {
  /** For each weight (p, q): the pixels that it sees, (N · outHeight · outWidth, C). */
  seen: Map<string, Tensor>
  w: Tensor
  shape: readonly number[]
  options: ConvOptions
}

type Index = readonly [n: number, c: number, i: number, j: number]

/** Walks over all (n, i, j) and c: the elements of a matrix of places and channels. */
function* places([N, C]: readonly number[], height: number, width: number): Generator<Index> {
  for (let n = 0; n < N; n++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) for (let c = 0; c < C; c++) yield [n, c, i, j]
}

const at = ([, C, H, W]: readonly number[], [n, c, i, j]: Index): number => ((n * C + c) * H + i) * W + j

/** The weights at (p, q) of all filters and channels, (C, F). */
function slice(w: Tensor, p: number, q: number): Tensor {
  const [F, C] = w.shape
  const out = zeros([C, F], w.dtype)
  for (let c = 0; c < C; c++)
    for (let f = 0; f < F; f++) out.data[c * F + f] = w.data[at(w.shape, [f, c, p, q])]
  return out
}

export function convForward(x: Tensor, w: Tensor, b: Tensor, options: ConvOptions) {
  const { N, C, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, options)
  const image = addBorder(x, options.pad)
  const seen: Layer['seen'] = new Map()
  let total = zeros([N * outHeight * outWidth, F], x.dtype)
  for (let p = 0; p < filterHeight; p++)
    for (let q = 0; q < filterWidth; q++) {
      const pixels = zeros([N * outHeight * outWidth, C], x.dtype)
      let next = 0
      for (const [n, c, i, j] of places(x.shape, outHeight, outWidth)) {
        pixels.data[next++] =
          image.data[at(image.shape, [n, c, i * options.stride + p, j * options.stride + q])]
      }
      seen.set(`${p},${q}`, pixels)
      total = add(total, matmul(pixels, slice(w, p, q)))
    }
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  let next = 0
  for (const index of places(out.shape, outHeight, outWidth)) {
    out.data[at(out.shape, index)] = total.data[next++] + b.data[index[1]]
  }
  const cache: Layer = { seen, w, shape: image.shape, options }
  return { out, cache }
}

export function convBackward(dout: Tensor, { seen, w, shape, options }: Layer) {
  const [N, F, outHeight, outWidth] = dout.shape
  const upstream = zeros([N * outHeight * outWidth, F], dout.dtype)
  let next = 0
  for (const index of places(dout.shape, outHeight, outWidth))
    upstream.data[next++] = dout.data[at(dout.shape, index)]
  const dimage = zeros(shape, dout.dtype)
  const dw = zeros(w.shape, dout.dtype)
  for (const [key, pixels] of seen) {
    const [p, q] = key.split(',').map(Number)
    const share = matmul(pixels, upstream, { transposeA: true })
    share.data.forEach((value, k) => {
      dw.data[at(w.shape, [k % F, Math.floor(k / F), p, q])] = value
    })
    const back = matmul(upstream, slice(w, p, q), { transposeB: true })
    let element = 0
    for (const [n, c, i, j] of places(shape, outHeight, outWidth)) {
      dimage.data[at(shape, [n, c, i * options.stride + p, j * options.stride + q])] += back.data[element++]
    }
  }
  const db = new Tensor(sum(upstream, 0).data, [F])
  return { db, dw, dx: removeBorder(dimage, options.pad), strides: [options.stride, options.stride] }
}
