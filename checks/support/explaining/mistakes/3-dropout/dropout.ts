import { div, map, mul, type Tensor } from '#kit/tensor/index.ts'
import type { Mistakes } from '../2-normalization/normalization.ts'

/** Returns 1 where a tensor is not 0. These are the elements that dropout kept, if its input has no 0. */
export const keptIn = (out: Tensor): Tensor => map(out, (value) => Number(value !== 0))

/** Returns the results of mistakes in the scaling of kept elements. `kept` is 1 for kept elements and 0 elsewhere. */
export const scaleMistakes = (x: Tensor, kept: Tensor, keepProb: number): Mistakes => {
  const scaledBy = (factor: number) => () => mul(mul(x, kept), factor)
  return {
    'dropoutForward/out-is-x': () => x,
    'dropoutForward/not-scaled': scaledBy(1),
    'dropoutForward/multiplied-by-keepProb': scaledBy(keepProb),
    'dropoutForward/divided-by-drop-probability': scaledBy(1 / (1 - keepProb)),
    'dropoutForward/multiplied-by-drop-probability': scaledBy(1 - keepProb),
    'dropoutForward/out-is-mask': () => div(kept, keepProb),
    'dropoutForward/scaled-twice': scaledBy(1 / keepProb ** 2),
    'dropoutForward/scaled-by-root': scaledBy(keepProb ** -0.5),
  }
}

/** Returns the results of mistakes in out in test mode. */
export const testModeMistakes = (x: Tensor, keepProb: number): Mistakes => ({
  'dropoutForward/test-multiplied': () => mul(x, keepProb),
  'dropoutForward/test-divided': () => div(x, keepProb),
})

/** Returns the results of mistakes in dx. `kept` is 1 where the forward pass kept an element and 0 elsewhere. */
export const backwardMistakes = (dout: Tensor, kept: Tensor, keepProb: number): Mistakes => {
  const scaledBy = (factor: number) => () => mul(mul(dout, kept), factor)
  return {
    'dropoutBackward/passed-on': () => dout,
    'dropoutBackward/not-scaled': scaledBy(1),
    'dropoutBackward/multiplied-by-keepProb': scaledBy(keepProb),
    'dropoutBackward/scaled-twice': scaledBy(1 / keepProb ** 2),
    'dropoutBackward/scaled-everywhere': () => div(dout, keepProb),
    'dropoutBackward/inverted': () =>
      div(
        mul(
          dout,
          map(kept, (value) => 1 - value),
        ),
        keepProb,
      ),
    'dropoutBackward/mask-itself': () => div(kept, keepProb),
  }
}
