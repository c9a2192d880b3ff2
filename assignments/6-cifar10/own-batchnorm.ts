import type { BatchnormOptions, Layer } from '#kit/network/index.ts'
import { spatialBatchnormBackward, spatialBatchnormForward } from '../4-convolution/spatial-norm.ts'

/** Your batch normalization of Part 4, as a layer of a network. */
export const ownBatchnorm =
  (options: BatchnormOptions): Layer =>
  (inputShape, parameters) => {
    const { gamma, beta, params: settings } = parameters.addBatchnorm(inputShape[0], options)
    return {
      outputShape: inputShape,
      forward(x, { params }) {
        const { out, cache } = spatialBatchnormForward(x, params[gamma], params[beta], settings)
        return {
          out,
          backward(dout, grads) {
            const { dx, dgamma, dbeta } = spatialBatchnormBackward(dout, cache)
            Object.assign(grads, { [gamma]: dgamma, [beta]: dbeta })
            return dx
          },
        }
      },
    }
  }
