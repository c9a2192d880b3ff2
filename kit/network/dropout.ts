import { mul } from '#kit/tensor/index.ts'
import type { Layer } from './layer.ts'

/**
 * Creates an inverted dropout layer (Srivastava et al. 2014). In training, each number is kept with probability
 * `keepProb` and divided by it, or else becomes 0. In test mode, nothing is dropped.
 *
 * @throws RangeError when keepProb is not above 0 and at most 1
 */
export function dropout(keepProb: number): Layer {
  if (!(keepProb > 0 && keepProb <= 1)) {
    throw new RangeError(`keepProb must be above 0 and at most 1, not ${keepProb}`)
  }
  return (inputShape) => ({
    outputShape: inputShape,
    forward(x, { mode, masks }) {
      if (mode === 'test' || keepProb === 1) return { out: x, backward: (dout) => dout }
      const mask = mul(masks.bernoulliMask(x.shape, keepProb, x.dtype), 1 / keepProb)
      return { out: mul(x, mask), backward: (dout) => mul(dout, mask) }
    },
  })
}
