import { div, map, mul, type Tensor } from '#kit/tensor/index.ts'
import type { Mistakes } from './normalization.ts'

/** 1 where a tensor is not 0: what dropout has kept, if its input has no 0. */
export const keptIn = (out: Tensor): Tensor => map(out, (value) => Number(value !== 0))

/** Mistakes in the scaling of what was kept; `kept` is 1 where an element was kept and 0 elsewhere. */
export const scaleMistakes = (x: Tensor, kept: Tensor, keepProb: number): Mistakes => {
  const scaledBy = (factor: number) => () => mul(mul(x, kept), factor)
  return {
    'Nothing is dropped in train mode: out is x.': () => x,
    'What is kept is not scaled: divide it by keepProb.': scaledBy(1),
    'What is kept is multiplied by keepProb, but should be divided by it.': scaledBy(keepProb),
    'What is kept is divided by 1 - keepProb, but should be divided by keepProb, the probability to keep it.':
      scaledBy(1 / (1 - keepProb)),
    'What is kept is multiplied by 1 - keepProb, but should be divided by keepProb.': scaledBy(1 - keepProb),
    'out is the mask itself: multiply x by it.': () => div(kept, keepProb),
    'What is kept is divided by keepProb twice.': scaledBy(1 / keepProb ** 2),
    'What is kept is divided by the root of keepProb, but should be divided by keepProb.': scaledBy(
      keepProb ** -0.5,
    ),
  }
}

/** Mistakes in out in test mode. */
export const testModeMistakes = (x: Tensor, keepProb: number): Mistakes => ({
  'In test mode x is multiplied by keepProb, but inverted dropout has scaled already when it trained: out is x.':
    () => mul(x, keepProb),
  'In test mode x is divided by keepProb, but nothing is dropped there: out is x.': () => div(x, keepProb),
})

/** Mistakes in dx; `kept` is 1 where the forward pass kept an element and 0 elsewhere. */
export const backwardMistakes = (dout: Tensor, kept: Tensor, keepProb: number): Mistakes => {
  const scaledBy = (factor: number) => () => mul(mul(dout, kept), factor)
  return {
    'dx is dout, passed on as if nothing had been dropped: multiply it by the mask.': () => dout,
    'dx is not scaled: out was divided by keepProb, and so is dx.': scaledBy(1),
    'dx is multiplied by keepProb, but should be divided by it, like out.': scaledBy(keepProb),
    'dx is divided by keepProb twice: is the mask applied twice?': scaledBy(1 / keepProb ** 2),
    'dx is scaled by 1 / keepProb everywhere, but is 0 where the forward pass dropped an element.': () =>
      div(dout, keepProb),
    'dx lets through what the forward pass dropped, and drops what it kept.': () =>
      div(
        mul(
          dout,
          map(kept, (value) => 1 - value),
        ),
        keepProb,
      ),
    'dx is the mask itself: multiply dout by it.': () => div(kept, keepProb),
  }
}
