import { reluBackward, reluForward } from '#kit/layers/index.ts'
import type { Layer } from './layer.ts'

/** Creates a ReLU, to be used after an affine layer. A convolution has its own, see `convRelu`. */
export const relu = (): Layer => (inputShape) => ({
  outputShape: inputShape,
  forward(x) {
    const { out, cache } = reluForward(x)
    return { out, backward: (dout) => reluBackward(dout, cache).dx }
  },
})
