import { gemm } from '#kit/engine/gemm/index.ts'
import { loops, plainLoops } from '#kit/engine/loops/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { empty, transpose } from '#kit/tensor/index.ts'
import { asType, imagesOf } from '../arrays.ts'
import type { ConvStrategy } from './strategy.ts'
import { positionStep, WinogradTiles } from './winograd-tiles.ts'

/** With fewer channels or filters, the transforms take longer than they save. */
const LEAST_CHANNELS = 16

/** Convolutions by Winograd's minimal filtering, with a quarter of the multiplications; see {@link WinogradTiles}. */
export const winograd: ConvStrategy = {
  /**
   * Requires 3 x 3 filters with stride 1 and a border of at most two, enough channels, and float32, because the
   * rounding errors are ten times those of plain sums or more (around 1e-5 of the largest output). Gradient checks use
   * float64 and never run it. It also requires the fast loops: the plain ones exist to show what a transform is, and
   * take several times as long for it as it saves.
   */
  suits({ x, options, sizes }) {
    const { stride, pad, padEnd = pad } = options
    const { C, F, filterHeight, filterWidth } = sizes
    const enough = (channels: number) => channels >= LEAST_CHANNELS && channels % 4 === 0
    const small = filterHeight === 3 && filterWidth === 3 && stride === 1 && Math.max(pad, padEnd) <= 2
    return small && enough(C) && enough(F) && x.dtype === 'float32' && loops !== plainLoops
  },

  /** Computes the outputs as `WinogradTiles` explains, with the filters as (3, 3, C, F). */
  forward({ x, w, options, sizes, bias, withRelu }, receive) {
    const { N, C, F, outHeight, outWidth } = sizes
    const tiles = new WinogradTiles(sizes)
    const filters = asType(transpose(w, [2, 3, 1, 0]), x.dtype)
    const filterStep = positionStep(C * F)
    const scratch = [
      tiles.paddedElements(C),
      tiles.positions * filterStep,
      tiles.elements(C),
      tiles.elements(F),
    ]
    withScratch(Float32Array, scratch, (padded, factors, inputs, products) => {
      tiles.transformFilters(factors, filters.data)
      tiles.eachGroup(N, (group) => {
        tiles.transformInputs(inputs, padded, imagesOf(x, group), sizes, options.pad)
        for (let p = 0; p < tiles.positions; p++) {
          // prettier-ignore
          gemm(
            false, false, group.length * tiles.count, F, C,
            inputs, p * tiles.step(C), C,
            factors, p * filterStep, F,
            0, products, p * tiles.step(F), F,
          )
        }
        group.forEach((n, i) => {
          const [product, step] = [tiles.part(products, i, F), tiles.step(F)]
          receive(n, (out) => {
            loops.winogradOutput(out, product, bias, F, outHeight, outWidth, step, tiles.size, withRelu)
          })
        })
      })
    })
  },

  /**
   * Computes the gradients by the chain rule from the formula in `WinogradTiles`, where the backward pass of a product
   * with a matrix is a product with its transpose:
   *
   *     dm = A dout A^T                                    for each tile
   *     dw = G^T [sum over all tiles of dm ⊙ (B^T d B)] G
   *     dd = B [(G g G^T) ⊙ dm] B^T                        for each tile; dx adds them up where they overlap
   *
   * Over all channels, there are two matrix products at each position: (F, tiles) · (tiles, C), and (tiles, F) · (F,
   * C).
   */
  backward({ x, w, options, sizes, dx: wantsDx }, upstreamOf) {
    const { N, C, F, outHeight, outWidth } = sizes
    const tiles = new WinogradTiles(sizes)
    const length = F * outHeight * outWidth
    const dx = wantsDx ? empty(x.shape, x.dtype) : undefined
    const dw = empty([3, 3, F, C], x.dtype)
    const filters = wantsDx ? asType(transpose(w, [2, 3, 0, 1]), x.dtype) : undefined
    const filterStep = positionStep(F * C)
    const scratch = [
      tiles.images * length,
      tiles.paddedElements(Math.max(C, F)),
      tiles.elements(C),
      tiles.elements(F),
      filters ? tiles.positions * filterStep : 0,
      tiles.positions * filterStep,
    ]
    withScratch(Float32Array, scratch, (masked, padded, inputs, gradients, factors, dFactors) => {
      if (filters) tiles.transformFilters(factors, filters.data)
      tiles.eachGroup(N, (group) => {
        const douts = group.map((n, i) => upstreamOf(n, masked.subarray(i * length, (i + 1) * length)))
        tiles.transformInputs(inputs, padded, imagesOf(x, group), sizes, options.pad)
        tiles.transformGradients(gradients, padded, douts, sizes)
        const count = group.length * tiles.count
        for (let p = 0; p < tiles.positions; p++) {
          // prettier-ignore
          gemm(
            true, false, F, C, count,
            gradients, p * tiles.step(F), F,
            inputs, p * tiles.step(C), C,
            group[0] === 0 ? 0 : 1, dFactors, p * filterStep, C,
          )
          // The inputs at this position are no longer needed, so their gradient replaces them.
          // prettier-ignore
          if (dx) gemm(
            false, false, count, C, F,
            gradients, p * tiles.step(F), F,
            factors, p * filterStep, C,
            0, inputs, p * tiles.step(C), C,
          )
        }
        if (dx) tiles.inputGradients(imagesOf(dx, group), padded, inputs, sizes, options.pad)
      })
      tiles.filterGradients(dw.data, dFactors)
    })
    return { dx, dw: transpose(dw, [2, 3, 0, 1]) }
  },
}
