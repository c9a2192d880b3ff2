import { Tensor } from '#kit/tensor/index.ts'

/**
 * Lets filters start by passing on their input (the Dirac filters of Zagoruyko and Komodakis 2017, "DiracNets").
 *
 * @param w - filters, (F, C, HH, WW)
 * @returns new filters in the shape of w: filter f passes on channel f, for f below both F and C; the others are those
 *   of w
 */
export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const [passing, channel] = [Math.min(F, C), HH * WW]
  const data = w.data.slice().fill(0, 0, passing * C * channel)
  // The next filter has its 1 a whole filter and a channel further.
  let place = (HH >> 1) * WW + (WW >> 1)
  for (let filter = 0; filter < passing; filter++, place += (C + 1) * channel) data[place] = 1
  return new Tensor(data, w.shape)
}
