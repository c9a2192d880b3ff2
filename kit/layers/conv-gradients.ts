import { gemm } from '#kit/gemm/index.ts'
import { loops } from '#kit/loops/index.ts'
import { empty, transpose, zeros, type Tensor, type TensorData } from '#kit/tensor/index.ts'
import { withScratch } from '#kit/wasm/index.ts'
import { asType, imageOf, storageOf } from './arrays.ts'
import { convSizes, type FastConvOptions, type ConvSizes } from './output-size.ts'
import { RowExpansion } from './row-expansion.ts'
import { winogradGradients } from './winograd-gradients.ts'
import { suitsWinograd } from './winograd.ts'
import { requireShape } from './require-shape.ts'

/** The gradients of a convolution. */
export interface ConvGradients {
  /** (N, C, H, W); undefined if it was not wanted. */
  dx?: Tensor
  /** (F, C, filterHeight, filterWidth) */
  dw: Tensor
  /** (F,) */
  db: Tensor
}

/** What the gradients of a convolution are computed from, beside the upstream gradient. */
export interface ConvGradientOptions {
  x: Tensor
  w: Tensor
  options: FastConvOptions
  /** Whether the gradient of x is wanted. */
  dx: boolean
}

/**
 * The gradients of a convolution, and of a ReLU behind it.
 *
 * @param reluOut - the output of that ReLU, if there is one
 * @throws RangeError when dout does not have the shape of the output
 */
export function convGradients(dout: Tensor, given: ConvGradientOptions, reluOut?: Tensor): ConvGradients {
  const { x, w, options } = given
  const { N, F, outHeight, outWidth } = convSizes(x, w, options)
  requireShape('the upstream gradients of a convolution', dout, [N, F, outHeight, outWidth])
  const upstream = asType(dout, x.dtype)
  return gradientsFrom(given, (n, scratch, biases) => {
    let image = imageOf(upstream, n)
    if (reluOut) {
      loops.reluBackward(scratch, image, imageOf(reluOut, n), image.length)
      image = scratch
    }
    loops.sumRows(biases, image, F, image.length / F)
    return image
  })
}

/**
 * The gradient of what a convolution gave for image n, (F, outHeight, outWidth): in `scratch`, or where it is already.
 * It is asked for once for each n, and also adds its sums over each of the F channels to `biases`.
 */
export type Upstream = (n: number, scratch: TensorData, biases: Float64Array) => TensorData

/** The gradients of a convolution, from those of its outputs image by image. */
export function gradientsFrom(given: ConvGradientOptions, upstream: Upstream): ConvGradients {
  const { x, w, options } = given
  const sizes = convSizes(x, w, options)
  const { F, filterHeight, filterWidth } = sizes
  const { stride, pad, padEnd = pad } = options
  const canTurn = stride === 1 && Math.max(pad, padEnd) < Math.min(filterHeight, filterWidth)
  const gradients = suitsWinograd(x, sizes, stride) && canTurn ? winogradGradients : rowGradients
  return withScratch(Float64Array, [F], (biases) => {
    biases.fill(0)
    const { dx, dw } = gradients(given, sizes, (n, scratch) => upstream(n, scratch, biases))
    const db = empty([F], x.dtype)
    db.data.set(biases)
    return { dx, dw, db }
  })
}

/** How the gradients of x and w are computed from the sizes and, image by image, the gradient of the output. */
export type Gradients = (
  given: ConvGradientOptions,
  sizes: ConvSizes,
  upstreamOf: (n: number, scratch: TensorData) => TensorData,
) => Omit<ConvGradients, 'db'>

/** The products of the forward pass, the other way round, with the same expansion of x. */
const rowGradients: Gradients = ({ x, w, options, dx: wantsDx }, sizes, upstreamOf) => {
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
}
