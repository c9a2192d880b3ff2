import { gemm } from '#kit/gemm/index.ts'
import { loops } from '#kit/loops/index.ts'
import { transpose, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/wasm/index.ts'
import { asType, imagesOf } from './arrays.ts'
import type { Receive } from './conv.ts'
import type { ConvSizes } from './output-size.ts'
import { POSITIONS, positionStep, WinogradTiles } from './winograd.ts'

/** What a convolution by Winograd's minimal filtering is made of. */
export interface WinogradOptions {
  /** The filters with the channels of the output in the last axis, (3, 3, C, F). */
  filters: Tensor
  /** (F,) */
  bias: TensorData
  withRelu: boolean
  /** Rows and columns of zeros above the images and on their left. */
  pad: number
  sizes: Pick<ConvSizes, 'C' | 'H' | 'W' | 'F' | 'outHeight' | 'outWidth'>
  /** The tiles of the output. */
  tiles: WinogradTiles
}

/** A convolution of some images (C, H, W), not more than are computed together; the outputs are counted like these. */
export type ConvolveGroup = (images: readonly TensorData[], receive: Receive) => void

/** Calls a function with a convolution, whose filters are transformed once; see {@link WinogradTiles} for how it works. */
export function withWinograd(options: WinogradOptions, call: (convolve: ConvolveGroup) => void): void {
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

/** The convolution of a whole batch. */
export function winogradForward(
  x: Tensor,
  w: Tensor,
  options: Pick<WinogradOptions, 'bias' | 'withRelu' | 'pad'> & { sizes: ConvSizes },
  receive: Receive,
): void {
  const tiles = WinogradTiles.of(options.sizes)
  const filters = asType(transpose(w, [2, 3, 1, 0]), x.dtype)
  withWinograd({ ...options, filters, tiles }, (convolve) => {
    tiles.eachGroup(options.sizes.N, (group) => {
      convolve(imagesOf(x, group), (i, write) => receive(group[i], write))
    })
  })
}
