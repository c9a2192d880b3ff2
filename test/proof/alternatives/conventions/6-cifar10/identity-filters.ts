import { Tensor } from '#kit/tensor/index.ts'

// Rounding the last index up is rounding the number of rows down; -0 is as good as 0.

export function identityFilters({ data, shape }: Tensor): Tensor {
  const [F, C, HH, WW] = shape
  const out = data.slice()
  const [row, column] = [Math.ceil((HH - 1) / 2), Math.ceil((WW - 1) / 2)]
  for (let f = Math.min(F, C) - 1; f >= 0; f--) {
    for (let k = 0; k < C * HH * WW; k++) out[f * C * HH * WW + k] = -0
    out[((f * C + f) * HH + row) * WW + column] = 1
  }
  return new Tensor(out, [F, C, HH, WW])
}
