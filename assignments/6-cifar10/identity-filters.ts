import type { Tensor } from '#kit/tensor/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

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
  throw new NotImplementedError('6.7')
}
