import { affineBackward, affineForward } from '#kit/layers/index.ts'
import { sizeOf } from '#kit/tensor/index.ts'
import type { Layer, WeightsStart } from './layer.ts'

/** Creates an affine layer with this many outputs. It flattens images first. `start` changes its initial weights. */
export const affine =
  (units: number, { start }: Pick<WeightsStart, 'start'> = {}): Layer =>
  (inputShape, parameters) => {
    const D = sizeOf(inputShape)
    const { W, b } = parameters.addWeights([D, units], D, units, { start })
    return {
      outputShape: [units],
      forward(x, { params }) {
        const { out, cache } = affineForward(x, params[W], params[b])
        return {
          out,
          backward(dout, grads, wanted) {
            const { dx, dw, db } = affineBackward(dout, cache, wanted)
            Object.assign(grads, { [W]: dw, [b]: db })
            return dx
          },
        }
      },
    }
  }
