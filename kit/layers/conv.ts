import { gemm } from '#kit/gemm/index.ts'
import { sum, Tensor, transpose, zeros, type DType } from '#kit/tensor/index.ts'
import { convSizes, type ConvOptions, type ConvSizes } from './output-size.ts'
import { RowExpansion } from './row-expansion.ts'

/** What {@link convBackward} needs from the forward pass. */
export interface FastConvCache {
  x: Tensor
  w: Tensor
  options: ConvOptions
}

/**
 * The convolutional layer, made fast: the same signature, the same result and the same errors as the plain loops of
 * Part 4, with all multiplications in matrix products (see {@link RowExpansion}).
 *
 * @param x - images, (N, C, H, W)
 * @param w - filters, (F, C, filterHeight, filterWidth)
 * @param b - biases, (F,)
 * @returns `out`, (N, F, outHeight, outWidth), and the cache for {@link convBackward}
 * @throws RangeError when the filter does not come out even at the edge of the image
 */
export function convForward(
  x: Tensor,
  w: Tensor,
  b: Tensor,
  options: ConvOptions,
): { out: Tensor; cache: FastConvCache } {
  const sizes = convSizes(x, w, options)
  const { N, C, H, W, F, filterHeight, outHeight, outWidth } = sizes
  const places = outHeight * outWidth
  const out = zeros([N, F, outHeight, outWidth], x.dtype)
  const rowWise = filterRows(w, sizes, x.dtype)
  const expansion = new RowExpansion(sizes, options)
  const { rows, rowLength } = expansion
  const expanded = zeros([rows, rowLength], x.dtype).data
  for (let n = 0; n < N; n++) {
    expansion.expand(expanded, x.data, n * C * H * W)
    const start = n * F * places
    for (let f = 0; f < F; f++) out.data.fill(b.data[f], start + f * places, start + (f + 1) * places)
    for (let p = 0; p < filterHeight; p++) {
      // prettier-ignore
      gemm(
        false, false, F, places, rows,
        rowWise.data, p * F * rows, rows,
        expanded, expansion.offset(p), rowLength,
        1, out.data, start, places,
      )
    }
  }
  return { out, cache: { x, w, options } }
}

/**
 * The backward pass of {@link convForward}.
 *
 * @param dout - the upstream gradient, (N, F, outHeight, outWidth)
 * @returns `dx`, (N, C, H, W); `dw`, (F, C, filterHeight, filterWidth); `db`, (F,)
 */
export function convBackward(
  dout: Tensor,
  { x, w, options }: FastConvCache,
): { dx: Tensor; dw: Tensor; db: Tensor } {
  const sizes = convSizes(x, w, options)
  const { N, C, H, W, F, filterHeight, filterWidth, outHeight, outWidth } = sizes
  const places = outHeight * outWidth
  const dx = zeros(x.shape, x.dtype)
  const rowWise = filterRows(w, sizes, x.dtype)
  const expansion = new RowExpansion(sizes, options)
  const { rows, rowLength } = expansion
  const dRowWise = zeros([filterHeight, F, C, filterWidth], x.dtype)
  const [expanded, dExpanded] = [0, 1].map(() => zeros([rows, rowLength], x.dtype).data)
  for (let n = 0; n < N; n++) {
    expansion.expand(expanded, x.data, n * C * H * W)
    dExpanded.fill(0)
    const start = n * F * places
    for (let p = 0; p < filterHeight; p++) {
      const [filters, offset] = [p * F * rows, expansion.offset(p)]
      // prettier-ignore
      gemm(
        false, true, F, rows, places,
        dout.data, start, places,
        expanded, offset, rowLength,
        1, dRowWise.data, filters, rows,
      )
      // prettier-ignore
      gemm(
        true, false, rows, places, F,
        rowWise.data, filters, rows,
        dout.data, start, places,
        1, dExpanded, offset, rowLength,
      )
    }
    expansion.fold(dx.data, n * C * H * W, dExpanded)
  }
  return { dx, dw: transpose(dRowWise, [1, 2, 0, 3]), db: sum(dout, [0, 2, 3]) }
}

/** The filters with their rows first, (filterHeight, F, C · filterWidth): for each filter row, one matrix. */
function filterRows(w: Tensor, { F, C, filterHeight, filterWidth }: ConvSizes, dtype: DType): Tensor {
  const rows = transpose(w, [2, 0, 1, 3]).reshape([filterHeight, F, C * filterWidth])
  return rows.dtype === dtype ? rows : rows.astype(dtype)
}
