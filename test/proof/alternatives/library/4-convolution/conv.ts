import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { add, matmul, sum, Tensor, zeros } from '#kit/tensor/index.ts'

// For each place of the filter (p, q), one matrix product: what that weight sees of every image, channels by channels.

interface Layer {
  /** For each weight (p, q): the pixels that it sees, (N · outHeight · outWidth, C). */
  seen: Map<string, Tensor>
  /** Where the weight (0, 0) sees them in the data of the image with its border. */
  corners: Int32Array
  w: Tensor
  shape: readonly number[]
  options: ConvOptions
}

const at = (
  [, C, H, W]: readonly number[],
  [n, c, i, j]: readonly [n: number, c: number, i: number, j: number],
): number => ((n * C + c) * H + i) * W + j

/** The offsets of `height` x `width` pixels, `stride` apart: place by place, and channel by channel at each. */
function offsets(shape: readonly number[], height: number, width: number, stride: number): Int32Array {
  const [N, C] = shape
  return Int32Array.from({ length: N * height * width * C }, (_, k) => {
    const [c, place] = [k % C, Math.floor(k / C)]
    const [j, i] = [place % width, Math.floor(place / width) % height]
    return at(shape, [Math.floor(place / (width * height)), c, i * stride, j * stride])
  })
}

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
  const corners = offsets(image.shape, outHeight, outWidth, options.stride)
  const seen: Layer['seen'] = new Map()
  let total = zeros([N * outHeight * outWidth, F], x.dtype)
  for (let p = 0; p < filterHeight; p++)
    for (let q = 0; q < filterWidth; q++) {
      const pixels = zeros([N * outHeight * outWidth, C], x.dtype)
      corners.forEach((corner, k) => {
        pixels.data[k] = image.data[corner + p * image.shape[3] + q]
      })
      seen.set(`${p},${q}`, pixels)
      total = add(total, matmul(pixels, slice(w, p, q)))
    }
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  offsets(out.shape, outHeight, outWidth, 1).forEach((place, k) => {
    out.data[place] = total.data[k] + b.data[k % F]
  })
  const cache: Layer = { seen, corners, w, shape: image.shape, options }
  return { out, cache }
}

export function convBackward(dout: Tensor, { seen, corners, w, shape, options }: Layer) {
  const [N, F, outHeight, outWidth] = dout.shape
  const upstream = zeros([N * outHeight * outWidth, F], dout.dtype)
  offsets(dout.shape, outHeight, outWidth, 1).forEach((place, k) => {
    upstream.data[k] = dout.data[place]
  })
  const dimage = zeros(shape, dout.dtype)
  const dw = zeros(w.shape, dout.dtype)
  for (const [key, pixels] of seen) {
    const [p, q] = key.split(',').map(Number)
    matmul(pixels, upstream, { transposeA: true }).data.forEach((value, k) => {
      dw.data[at(w.shape, [k % F, Math.floor(k / F), p, q])] = value
    })
    matmul(upstream, slice(w, p, q), { transposeB: true }).data.forEach((value, k) => {
      dimage.data[corners[k] + p * shape[3] + q] += value
    })
  }
  const db = new Tensor(sum(upstream, 0).data, [F])
  return { db, dw, dx: removeBorder(dimage, options.pad), strides: [options.stride, options.stride] }
}
