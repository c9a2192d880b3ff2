import {
  convBackward,
  convBatchnormReluBackward,
  convBatchnormReluForward,
  convForward,
  convPoolBackward,
  convPoolForward,
  convReluBackward,
  convReluForward,
  convReluPoolBackward,
  convReluPoolForward,
  convSizes,
  poolSizes,
  batchnormBackward,
  batchnormForward,
  batchnormReluForward,
  type FastConvOptions,
} from '#kit/layers/index.ts'
import { requireShape } from '#kit/layers/require-shape.ts'
import { zeros, type Shape, type Tensor } from '#kit/tensor/index.ts'
import type { BatchnormOptions, Layer, Parameters, PlacedLayer, WeightsStart } from './layer.ts'

/** How the filters of a layer move over their input. */
export interface FilterOptions extends Partial<FastConvOptions> {
  /** Height and width of the filters; 3 by default. */
  size?: number
  /** How the filters start, such as `identityFilters`; random by default. */
  start?: WeightsStart['start']
}

/** The options of a convolution with batch normalization. */
export interface NormalizedFilterOptions extends FilterOptions {
  /** The options of its batch normalization. */
  batchnorm?: BatchnormOptions
}

/** The options of a convolution whose filters can follow from training images. */
export interface FittedFilterOptions extends FilterOptions {
  /**
   * Computes the filters, (filters, C, size, size), from the layer's input for training images, (N, C, H, W). They are
   * then not trained, only the bias is. See `whiteningFilters`.
   */
  fit?: (x: Tensor) => Tensor
}

/** Creates a convolution alone. The filters keep the size of the image, unless the options say otherwise. */
export const conv =
  (filters: number, options: FilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const placed = place(inputShape, filters, options, parameters)
    return passes(placed, (x, W, b) => convForward(x, W, b, placed.places), convBackward)
  }

/** Creates a convolution like that of {@link conv}, and a ReLU. */
export const convRelu =
  (filters: number, { fit, ...options }: FittedFilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const placed = place(inputShape, filters, { ...options, fixed: fit !== undefined }, parameters)
    const layer = passes(placed, (x, W, b) => convReluForward(x, W, b, placed.places), convReluBackward)
    if (!fit) return layer
    return {
      ...layer,
      fit(x, params) {
        const fitted = fit(x)
        requireShape('the fitted filters', fitted, params[placed.W].shape)
        params[placed.W] = fitted
      },
    }
  }

/**
 * Creates a convolution like that of {@link convRelu}, a ReLU, and max pooling with adjacent 2 x 2 windows. It equals a
 * separate `maxPool` layer after the ReLU, but is faster.
 */
export const convReluPool =
  (filters: number, options: FilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { places, outputShape, ...names } = place(inputShape, filters, options, parameters)
    const { outHeight, outWidth } = poolSizes({ shape: [1, ...outputShape] }, WINDOWS)
    return passes(
      { ...names, outputShape: [filters, outHeight, outWidth] },
      (x, W, b) => convReluPoolForward(x, W, b, places, WINDOWS),
      convReluPoolBackward,
    )
  }

/** The windows of {@link convReluPool} and {@link convPoolBatchnormRelu}. */
const WINDOWS = { poolHeight: 2, poolWidth: 2, stride: 2 }

/** Creates a convolution, batch normalization of its channels, and a ReLU. */
export const convBatchnormRelu =
  (filters: number, options: NormalizedFilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { gamma, beta, params: batchnorm } = parameters.addBatchnorm(filters, options.batchnorm)
    return {
      outputShape,
      forward(x, { params }) {
        const weights = [params[W], params[b], params[gamma], params[beta]] as const
        const { out, cache } = convBatchnormReluForward(x, ...weights, places, batchnorm)
        return {
          out,
          backward(dout, grads, wanted) {
            const { dx, dw, db, dgamma, dbeta } = convBatchnormReluBackward(dout, cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db, [gamma]: dgamma, [beta]: dbeta })
            return dx
          },
        }
      },
    }
  }

/**
 * Creates a convolution, max pooling with adjacent 2 x 2 windows, batch normalization of the channels, and a ReLU. The
 * ReLU and the normalization come after pooling, so they only see a quarter of the numbers.
 */
export const convPoolBatchnormRelu =
  (filters: number, options: NormalizedFilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { outHeight, outWidth } = poolSizes({ shape: [1, ...outputShape] }, WINDOWS)
    const { gamma, beta, params: batchnorm } = parameters.addBatchnorm(filters, options.batchnorm)
    return {
      outputShape: [filters, outHeight, outWidth],
      forward(x, { params }) {
        const pooled = convPoolForward(x, params[W], params[b], places, WINDOWS)
        const norm = batchnormReluForward(pooled.out, params[gamma], params[beta], batchnorm)
        return {
          out: norm.out,
          backward(dout, grads, wanted) {
            const { dx: dpooled, dgamma, dbeta } = batchnormBackward(dout, norm.cache)
            const { dx, dw, db } = convPoolBackward(dpooled, pooled.cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db, [gamma]: dgamma, [beta]: dbeta })
            return dx
          },
        }
      },
    }
  }

/** Creates a convolution and its batch normalization: the last layer of a residual block, before the sum. */
export const convBatchnorm =
  (filters: number, options: NormalizedFilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { gamma, beta, params: batchnorm } = parameters.addBatchnorm(filters, options.batchnorm)
    return {
      outputShape,
      forward(x, { params }) {
        const convolved = convForward(x, params[W], params[b], places)
        const norm = batchnormForward(convolved.out, params[gamma], params[beta], batchnorm)
        return {
          out: norm.out,
          backward(dout, grads, wanted) {
            const { dx: dconv, dgamma, dbeta } = batchnormBackward(dout, norm.cache)
            const { dx, dw, db } = convBackward(dconv, convolved.cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db, [gamma]: dgamma, [beta]: dbeta })
            return dx
          },
        }
      },
    }
  }

/** Returns a layer whose only parameters are its filters and their biases, made of its two passes. */
function passes<Cache>(
  { W, b, outputShape }: { W: string; b: string; outputShape: Shape },
  forward: (x: Tensor, w: Tensor, bias: Tensor) => { out: Tensor; cache: Cache },
  backward: (dout: Tensor, cache: Cache, wanted: { dx: boolean }) => { dx?: Tensor; dw: Tensor; db: Tensor },
): PlacedLayer {
  return {
    outputShape,
    forward(x, { params }) {
      const { out, cache } = forward(x, params[W], params[b])
      return {
        out,
        backward(dout, grads, wanted) {
          const { dx, dw, db } = backward(dout, cache, wanted)
          Object.assign(grads, { [W]: dw, [b]: db })
          return dx
        },
      }
    },
  }
}

/** Adds the weights of a convolution, and returns their names, how the filters move, and the output shape. */
function place(
  inputShape: Shape,
  filters: number,
  { size = 3, stride = 1, pad = (size - 1) / 2, padEnd = pad, start, fixed }: FilterOptions & WeightsStart,
  parameters: Parameters,
) {
  const [C] = inputShape
  const places = { stride, pad, padEnd }
  const { outHeight, outWidth } = convSizes(
    zeros([1, ...inputShape]),
    zeros([filters, C, size, size]),
    places,
  )
  const shape = [filters, C, size, size]
  const names = parameters.addWeights(shape, C * size * size, filters, { start, fixed })
  return { ...names, places, outputShape: [filters, outHeight, outWidth] }
}
