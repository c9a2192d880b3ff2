import type { Tensor } from '#kit/tensor/index.ts'

/**
 * Lets filters start by passing on their input (the Dirac filters of Zagoruyko and Komodakis 2017, "DiracNets").
 *
 * @param w - filters, (F, C, HH, WW)
 * @returns new filters in the shape of w: filter f passes on channel f, for f below both F and C; the others are those of w
 */
export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const out = w.clone()
  const centre = Math.floor(HH / 2) * WW + Math.floor(WW / 2)
  for (let f = 0; f < Math.min(F, C); f++) {
    out.data.fill(0, f * C * HH * WW, (f + 1) * C * HH * WW)
    out.data[(f * C + f) * HH * WW + centre] = 1
  }
  return out
}
