import { concat, pad, tensor, Tensor } from '#kit/tensor/index.ts'

// Filter by filter: each is a tensor of its own, and the identities are a single 1 with a border of zeros.

export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const each = C * HH * WW
  const [above, left] = [Math.floor(HH / 2), Math.floor(WW / 2)]
  const passing = (f: number) =>
    pad(tensor([[[[1]]]], w.dtype), [
      [0, 0],
      [f, C - 1 - f],
      [above, HH - 1 - above],
      [left, WW - 1 - left],
    ])
  const own = (f: number) => new Tensor(w.data.slice(f * each, (f + 1) * each), [1, C, HH, WW])
  return concat(Array.from({ length: F }, (_, f) => (f < C ? passing(f) : own(f))))
}
