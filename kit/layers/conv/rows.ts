import { gemm } from '#kit/engine/gemm/index.ts'
import { loops } from '#kit/engine/loops/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { empty, transpose, zeros } from '#kit/tensor/index.ts'
import { asType, imageOf, storageOf } from '../arrays.ts'
import { RowExpansion } from './row-expansion.ts'
import type { ConvStrategy } from './strategy.ts'

/** Computes any convolution by matrix products with images that are expanded once for each column of the filter. */
export const rowProducts: ConvStrategy = {
  suits: () => true,

  forward({ x, w, options, sizes, bias, withRelu }, receive) {
    const { N, F, outHeight, outWidth } = sizes
    const { stride, pad, padEnd = pad } = options
    const places = outHeight * outWidth
    const expansion = new RowExpansion({ sizes, stride, pad, padEnd, mayStack: true })
    const { products, rows, rowLength } = expansion
    // The filters with their rows first: one matrix (c · q, F) for each filter row, or one for all stacked rows.
    const rowWise = asType(transpose(w, [2, 1, 3, 0]), x.dtype).data
    withScratch(storageOf(x), [expansion.size], (expanded) => {
      loops.fill(expanded, expanded.length, 0)
      for (let n = 0; n < N; n++) {
        expansion.expand(expanded, imageOf(x, n))
        receive(n, (out) => {
          for (let p = 0; p < products; p++) {
            // prettier-ignore
            gemm(
              true, false, F, places, rows,
              rowWise, p * rows * F, F,
              expanded, expansion.offset(p), rowLength,
              p === 0 ? 0 : 1, out, 0, places,
            )
          }
          loops.addToRows(out, bias, F, places, withRelu)
        })
      }
    })
  },

  // The products of the forward pass reversed, with the same expansion of x.
  backward({ x, w, options, sizes, dx: wantsDx }, upstreamOf) {
    const { N, C, F, filterHeight, filterWidth, outHeight, outWidth } = sizes
    const { stride, pad, padEnd = pad } = options
    const places = outHeight * outWidth
    const expansion = new RowExpansion({ sizes, stride, pad, padEnd, mayStack: !wantsDx })
    const { products, rows, rowLength } = expansion
    const rowWise = asType(transpose(w, [2, 0, 1, 3]), x.dtype).data
    const dTransposed = empty([filterHeight, C, filterWidth, F], x.dtype)
    const dx = wantsDx ? zeros(x.shape, x.dtype) : undefined
    const scratch = [expansion.size, dx ? expansion.size : 0, F * places]
    withScratch(storageOf(x), scratch, (expanded, dExpanded, masked) => {
      loops.fill(expanded, expanded.length, 0)
      for (let n = 0; n < N; n++) {
        const dImage = upstreamOf(n, masked)
        expansion.expand(expanded, imageOf(x, n))
        loops.fill(dExpanded, dExpanded.length, 0)
        for (let p = 0; p < products; p++) {
          const [filters, offset] = [p * F * rows, expansion.offset(p)]
          // Transposed: the F filters make longer rows than the few columns of small filters, and long rows are faster.
          // prettier-ignore
          gemm(
            false, true, rows, F, places,
            expanded, offset, rowLength,
            dImage, 0, places,
            n === 0 ? 0 : 1, dTransposed.data, filters, F,
          )
          // prettier-ignore
          if (dx) gemm(
            true, false, rows, places, F,
            rowWise, filters, rows,
            dImage, 0, places,
            1, dExpanded, offset, rowLength,
          )
        }
        if (dx) expansion.fold(imageOf(dx, n), dExpanded)
      }
    })
    return { dx, dw: transpose(dTransposed, [3, 1, 0, 2]) }
  },
}
