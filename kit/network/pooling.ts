import { maxPoolBackward, maxPoolForward, poolSizes } from '#kit/layers/index.ts'
import { mean, mul, ones } from '#kit/tensor/index.ts'
import type { Layer } from './layer.ts'

/** Max pooling with square windows side by side; of 2 x 2 by default. */
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

/** The mean of each channel: what is left of the image is how often each feature was seen, not where. */
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
