import { gemm } from '#kit/gemm/index.ts'
import { loops } from '#kit/loops/index.ts'
import { empty, transpose, type Tensor } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/wasm/index.ts'
import { asType, imageOf, imagesOf } from './arrays.ts'
import type { Gradients } from './conv-gradients.ts'
import { withWinograd, type ConvolveGroup } from './winograd-convolution.ts'
import { POSITIONS, positionStep, WinogradTiles } from './winograd.ts'

/**
 * The gradients of a convolution by Winograd's minimal filtering, where pad is at most 2.
 *
 * That of x is a convolution again: of dout, with the filters turned by 180 degrees and the roles of C and F exchanged.
 * That of w follows from the formula in {@link WinogradTiles} by the chain rule, in which the backward pass of a product
 * with a matrix is a product with the transposed matrix:
 *
 *     dw = G^T [sum over all tiles of (A dout A^T) ⊙ (B^T d B)] G
 *
 * The sum is, at each position, the matrix product (F, tiles) · (tiles, C).
 */
export const winogradGradients: Gradients = ({ x, w, options, dx: wantsDx }, sizes, upstreamOf) => {
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
}

/** Filters (F, C, 3, 3) turned by 180 degrees, as (3, 3, F, C). */
function turn(w: Tensor): Tensor {
  const [F, C] = w.shape
  const straight = transpose(w, [2, 3, 0, 1])
  const turned = empty(straight.shape, w.dtype)
  for (let k = 0; k < 9; k++) {
    turned.data.set(straight.data.subarray((8 - k) * F * C, (9 - k) * F * C), k * F * C)
  }
  return turned
}
