import { zeros, type Tensor } from '#kit/tensor/index.ts'

// Every element of the result is asked what it should be.

export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const out = zeros(w.shape, w.dtype)
  let at = 0
  for (let f = 0; f < F; f++)
    for (let c = 0; c < C; c++)
      for (let i = 0; i < HH; i++)
        for (let j = 0; j < WW; j++, at++) {
          if (f >= C) out.data[at] = w.data[at]
          else if (f === c && i === HH >> 1 && j === WW >> 1) out.data[at] = 1
        }
  return out
}
