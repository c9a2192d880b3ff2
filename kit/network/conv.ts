import {
  convBackward,
  convBatchnormReluBackward,
  convBatchnormReluForward,
  convForward,
  convReluBackward,
  convReluForward,
  convReluPoolBackward,
  convReluPoolForward,
  convSizes,
  poolSizes,
  batchnormBackward,
  batchnormForward,
  type FastConvOptions,
} from '#kit/layers/index.ts'
import { zeros, type Shape } from '#kit/tensor/index.ts'
import type { Layer, Parameters } from './layer.ts'

/** How the filters of a layer move over their input. */
export interface FilterOptions extends Partial<FastConvOptions> {
  /** Height and width of the filters; 3 by default. */
  size?: number
}

/** Creates a convolution and a ReLU. The filters keep the size of the image, unless the options say otherwise. */
export const convRelu =
  (filters: number, options: FilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    return {
      outputShape,
      forward(x, { params }) {
        const { out, cache } = convReluForward(x, params[W], params[b], places)
        return {
          out,
          backward(dout, grads, wanted) {
            const { dx, dw, db } = convReluBackward(dout, cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db })
            return dx
          },
        }
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
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { outHeight, outWidth } = poolSizes({ shape: [1, ...outputShape] }, WINDOWS)
    return {
      outputShape: [filters, outHeight, outWidth],
      forward(x, { params }) {
        const { out, cache } = convReluPoolForward(x, params[W], params[b], places, WINDOWS)
        return {
          out,
          backward(dout, grads, wanted) {
            const { dx, dw, db } = convReluPoolBackward(dout, cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db })
            return dx
          },
        }
      },
    }
  }

/** The pooling options of {@link convReluPool}. */
const WINDOWS = { poolHeight: 2, poolWidth: 2, stride: 2 }

/** Creates a convolution, batch normalization of its channels, and a ReLU. */
export const convBatchnormRelu =
  (filters: number, options: FilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { gamma, beta, params: batchnorm } = parameters.addBatchnorm(filters)
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

/** Creates a convolution and its batch normalization: the last layer of a residual block, before the sum. */
export const convBatchnorm =
  (filters: number, options: FilterOptions = {}): Layer =>
  (inputShape, parameters) => {
    const { W, b, places, outputShape } = place(inputShape, filters, options, parameters)
    const { gamma, beta, params: batchnorm } = parameters.addBatchnorm(filters)
    return {
      outputShape,
      forward(x, { params }) {
        const conv = convForward(x, params[W], params[b], places)
        const norm = batchnormForward(conv.out, params[gamma], params[beta], batchnorm)
        return {
          out: norm.out,
          backward(dout, grads, wanted) {
            const { dx: dconv, dgamma, dbeta } = batchnormBackward(dout, norm.cache)
            const { dx, dw, db } = convBackward(dconv, conv.cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db, [gamma]: dgamma, [beta]: dbeta })
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
  { size = 3, stride = 1, pad = (size - 1) / 2, padEnd = pad }: FilterOptions,
  parameters: Parameters,
) {
  const [C] = inputShape
  const places = { stride, pad, padEnd }
  const { outHeight, outWidth } = convSizes(
    zeros([1, ...inputShape]),
    zeros([filters, C, size, size]),
    places,
  )
  const names = parameters.addWeights([filters, C, size, size], C * size * size, filters)
  return { ...names, places, outputShape: [filters, outHeight, outWidth] }
}
