import { addBorder, removeBorder } from '#kit/layers/border.ts'
import { offsetOf } from '#kit/layers/offset-of.ts'
import { convSizes, type ConvOptions } from '#kit/layers/output-size.ts'
import { sum, transpose, zeros, zerosLike, type Tensor } from '#kit/tensor/index.ts'

// Both gradients are convolutions themselves, with stride 1: dout is spread out by the stride, and the filters turned.

/** The convolution with stride 1 and no border or bias, of images that may be larger than they need to be. */
function slide(x: Tensor, w: Tensor, height: number, width: number): Tensor {
  const [F, C, filterHeight, filterWidth] = w.shape
  const out = zeros([x.shape[0], F, height, width], x.dtype)
  for (let p = 0; p < filterHeight; p++)
    for (let q = 0; q < filterWidth; q++)
      for (let c = 0; c < C; c++)
        for (let f = 0; f < F; f++) {
          const weight = w.data[offsetOf(w, f, c, p, q)]
          for (let n = 0; n < x.shape[0]; n++)
            for (let i = 0; i < height; i++)
              for (let j = 0; j < width; j++)
                out.data[offsetOf(out, n, f, i, j)] += weight * x.data[offsetOf(x, n, c, i + p, j + q)]
        }
  return out
}

/** Elements `stride` apart, with zeros between them. */
function spread(x: Tensor, stride: number): Tensor {
  const [N, C, H, W] = x.shape
  const out = zeros([N, C, (H - 1) * stride + 1, (W - 1) * stride + 1], x.dtype)
  for (let n = 0; n < N; n++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < H; i++)
        for (let j = 0; j < W; j++)
          out.data[offsetOf(out, n, c, i * stride, j * stride)] = x.data[offsetOf(x, n, c, i, j)]
  return out
}

/** Filters upside down and left to right. */
function turned(w: Tensor): Tensor {
  const size = w.shape[2] * w.shape[3]
  const out = zerosLike(w)
  for (let start = 0; start < w.size; start += size)
    out.data.set(w.data.subarray(start, start + size).toReversed(), start)
  return out
}

export function convForward(x: Tensor, w: Tensor, b: Tensor, options: ConvOptions) {
  const { N, F, filterHeight, filterWidth, outHeight, outWidth } = convSizes(x, w, options)
  const { stride, pad } = options
  const image = addBorder(x, pad)
  const dense = slide(image, w, image.shape[2] - filterHeight + 1, image.shape[3] - filterWidth + 1)
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  for (let n = 0; n < N; n++)
    for (let f = 0; f < F; f++)
      for (let i = 0; i < outHeight; i++)
        for (let j = 0; j < outWidth; j++) {
          const value = dense.data[offsetOf(dense, n, f, i * stride, j * stride)]
          out.data[offsetOf(out, n, f, i, j)] = b.data[f] + value
        }
  return { out, cache: { image, w, stride, pad } }
}

export function convBackward(
  dout: Tensor,
  { image, w, stride, pad }: ReturnType<typeof convForward>['cache'],
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const [, , filterHeight, filterWidth] = w.shape
  const swap = (x: Tensor): Tensor => transpose(x, [1, 0, 2, 3])
  const upstream = spread(dout, stride)
  const border = Math.max(filterHeight, filterWidth) - 1
  const wide = addBorder(upstream, border)
  const [, , H, W] = image.shape
  // The border is as wide as the longer side of the filter asks for: cut off what is too much.
  const skipped = zeros([wide.shape[0], wide.shape[1], H + filterHeight - 1, W + filterWidth - 1], wide.dtype)
  for (let n = 0; n < wide.shape[0]; n++)
    for (let f = 0; f < wide.shape[1]; f++)
      for (let i = 0; i < skipped.shape[2]; i++)
        for (let j = 0; j < skipped.shape[3]; j++) {
          const [row, column] = [i + border - filterHeight + 1, j + border - filterWidth + 1]
          skipped.data[offsetOf(skipped, n, f, i, j)] = wide.data[offsetOf(wide, n, f, row, column)]
        }
  const dimage = slide(skipped, swap(turned(w)), H, W)
  const dw = swap(slide(swap(image), swap(upstream), filterHeight, filterWidth))
  return { dx: removeBorder(dimage, pad), dw, db: sum(sum(dout, [2, 3]), 0) }
}
