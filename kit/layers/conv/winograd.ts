import { gemm } from '#kit/engine/gemm/index.ts'
import { loops, plainLoops } from '#kit/engine/loops/index.ts'
import { withScratch } from '#kit/engine/wasm/index.ts'
import { empty, transpose, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { asType, imageOf, imagesOf } from '../arrays.ts'
import type { ConvSizes } from '../output-size.ts'
import type { ConvStrategy, Receive } from './strategy.ts'
import { POSITIONS, positionStep, WinogradTiles } from './winograd-tiles.ts'

/** With fewer channels or filters, the transforms take longer than they save. */
const LEAST_CHANNELS = 16

/** Convolutions by Winograd's minimal filtering, with a quarter of the multiplications; see {@link WinogradTiles}. */
export const winograd: ConvStrategy = {
  /**
   * Requires 3 x 3 filters with stride 1 and a border of at most two, enough channels, and float32, because the
   * rounding errors are about ten times those of plain sums (around 1e-5 of the largest output). Gradient checks use
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

  forward({ x, w, options, sizes, bias, withRelu }, receive) {
    const tiles = WinogradTiles.of(sizes)
    const filters = asType(transpose(w, [2, 3, 1, 0]), x.dtype)
    withWinograd({ bias, withRelu, pad: options.pad, sizes, filters, tiles }, (convolve) => {
      tiles.eachGroup(sizes.N, (group) => {
        convolve(imagesOf(x, group), (i, write) => receive(group[i], write))
      })
    })
  },

  /**
   * Computes the gradients of a convolution by Winograd's minimal filtering.
   *
   * The gradient of x is a convolution too: of dout, with the filters rotated by 180 degrees and C and F exchanged. The
   * gradient of w follows from the formula in `WinogradTiles` by the chain rule, where the backward pass of a product
   * with a matrix is a product with its transpose:
   *
   *     dw = G^T [sum over all tiles of (A dout A^T) ⊙ (B^T d B)] G
   *
   * The sum is, at each position, the matrix product (F, tiles) · (tiles, C).
   */
  backward({ x, w, options, sizes, dx: wantsDx }, upstreamOf) {
    const { N, C, H, W, F, outHeight, outWidth } = sizes
    const tiles = WinogradTiles.of(sizes)
    const { rows, columns, images, count } = tiles
    const length = F * outHeight * outWidth
    const dx = wantsDx ? empty(x.shape, x.dtype) : undefined
    const dw = empty([3, 3, F, C], x.dtype)
    const sumStep = positionStep(F * C)
    const scratch = [
      images * length,
      tiles.paddedSize(Math.max(C, F)),
      tiles.size(C),
      tiles.size(F),
      POSITIONS * sumStep,
    ]

    const computeBoth = (convolve?: ConvolveGroup) => {
      withScratch(Float32Array, scratch, (masked, padded, inputs, gradients, sums) => {
        tiles.eachGroup(N, (group) => {
          const douts = group.map((n, i) => upstreamOf(n, masked.subarray(i * length, (i + 1) * length)))
          tiles.transformInputs(inputs, padded, imagesOf(x, group), sizes, options.pad)
          douts.forEach((dout, i) => {
            loops.channelsLast(padded, dout, F, outHeight, outWidth, 0, 0, 4 * rows, 4 * columns)
            loops.winogradGradient(tiles.part(gradients, i, F), padded, F, rows, columns, tiles.step(F))
          })
          for (let p = 0; p < POSITIONS; p++) {
            // prettier-ignore
            gemm(
              true, false, F, C, group.length * count,
              gradients, p * tiles.step(F), F,
              inputs, p * tiles.step(C), C,
              group[0] === 0 ? 0 : 1, sums, p * sumStep, C,
            )
          }
          if (dx) convolve?.(douts, (i, write) => write(imageOf(dx, group[i])))
        })
        loops.winogradFilterGradient(dw.data, sums, F * C, sumStep)
      })
    }

    if (dx) {
      withWinograd(
        {
          filters: asType(turn(w), x.dtype),
          bias: new Float32Array(C),
          withRelu: false,
          pad: 2 - options.pad,
          sizes: { C: F, H: outHeight, W: outWidth, F: C, outHeight: H, outWidth: W },
          tiles: new WinogradTiles(H, W, images),
        },
        computeBoth,
      )
    } else computeBoth()
    return { dx, dw: transpose(dw, [2, 3, 0, 1]) }
  },
}

/** The inputs of a convolution by Winograd's minimal filtering. */
interface WinogradOptions {
  /** The filters with the output channels in the last axis, (3, 3, C, F). */
  filters: Tensor
  /** (F,) */
  bias: TensorData
  withRelu: boolean
  /** Rows and columns of zeros above the images and to their left. */
  pad: number
  sizes: Pick<ConvSizes, 'C' | 'H' | 'W' | 'F' | 'outHeight' | 'outWidth'>
  /** The tiles of the output. */
  tiles: WinogradTiles
}

/** Convolves at most one group of images (C, H, W). The outputs have the same order as the images. */
type ConvolveGroup = (images: readonly TensorData[], receive: Receive) => void

/** Transforms the filters once and calls a function with the convolution; see `WinogradTiles` for how it works. */
function withWinograd(options: WinogradOptions, call: (convolve: ConvolveGroup) => void): void {
  const { filters, bias, withRelu, pad, sizes, tiles } = options
  const { C, F, outHeight, outWidth } = sizes
  const filterStep = positionStep(C * F)
  const scratch = [tiles.paddedSize(C), POSITIONS * filterStep, tiles.size(C), tiles.size(F)]
  withScratch(Float32Array, scratch, (padded, factors, inputs, products) => {
    loops.winogradFilters(factors, filters.data, C * F, filterStep)
    call((images, receive) => {
      tiles.transformInputs(inputs, padded, images, sizes, pad)
      for (let p = 0; p < POSITIONS; p++) {
        // prettier-ignore
        gemm(
          false, false, images.length * tiles.count, F, C,
          inputs, p * tiles.step(C), C,
          factors, p * filterStep, F,
          0, products, p * tiles.step(F), F,
        )
      }
      images.forEach((_, i) => {
        const product = tiles.part(products, i, F)
        receive(i, (out) => {
          loops.winogradOutput(out, product, bias, F, outHeight, outWidth, tiles.step(F), withRelu)
        })
      })
    })
  })
}

/** Rotates filters (F, C, 3, 3) by 180 degrees, and returns them as (3, 3, F, C). */
function turn(w: Tensor): Tensor {
  const [F, C] = w.shape
  const straight = transpose(w, [2, 3, 0, 1])
  const turned = empty(straight.shape, w.dtype)
  for (let k = 0; k < 9; k++) {
    turned.data.set(straight.data.subarray((8 - k) * F * C, (9 - k) * F * C), k * F * C)
  }
  return turned
}
