import { maxPoolBackward, maxPoolForward, poolSizes } from '#kit/layers/index.ts'
import { mean, mul, ones } from '#kit/tensor/index.ts'
import type { Layer } from './layer.ts'

/** Creates a max pooling layer with adjacent square windows, 2 x 2 by default. */
export const maxPool =
  (size = 2): Layer =>
  (inputShape) => {
    const options = { poolHeight: size, poolWidth: size, stride: size }
    const { C, outHeight, outWidth } = poolSizes({ shape: [1, ...inputShape] }, options)
    return {
      outputShape: [C, outHeight, outWidth],
      forward(x) {
        const { out, cache } = maxPoolForward(x, options)
        return { out, backward: (dout) => maxPoolBackward(dout, cache).dx }
      },
    }
  }

/** Creates a layer that averages each channel. The result says how strongly each feature is present, but not where. */
export const averagePool =
  (): Layer =>
  ([C, H, W]) => ({
    outputShape: [C],
    forward(x) {
      const backward = (dout: typeof x) =>
        mul(dout.reshape([-1, C, 1, 1]), mul(ones([H, W], x.dtype), 1 / (H * W)))
      return { out: mean(x, [2, 3]), backward }
    },
  })
