import type { Tensor } from '#kit/tensor/index.ts'

/**
 * Lets the first filters of a convolution start by passing on their input: filter f returns channel f unchanged.
 * (Zagoruyko and Komodakis 2017, "DiracNets", use such filters in place of shortcuts.)
 *
 * @param w - filters, (F, C, HH, WW)
 * @returns new filters in the shape of w: the first min(F, C) pass on the channel of their own number, the others are
 *   those of w
 */
export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  // TODO 6.7: Return a copy of w, (F, C, HH, WW), in which the first min(F, C) filters are different: filter f is 1 in
  // channel f, row ⌊HH / 2⌋, column ⌊WW / 2⌋, and 0 everywhere else.
  // BEGIN SOLUTION 6.7
  const out = w.clone()
  const centre = Math.floor(HH / 2) * WW + Math.floor(WW / 2)
  for (let f = 0; f < Math.min(F, C); f++) {
    out.data.fill(0, f * C * HH * WW, (f + 1) * C * HH * WW)
    out.data[(f * C + f) * HH * WW + centre] = 1
  }
  return out
  // END SOLUTION 6.7
}
