import { add, map, mul, zeros, type Tensor } from '#kit/tensor/index.ts'

// A mask that keeps the other filters, and the identity between borders of zeros.

export function identityFilters(w: Tensor): Tensor {
  const [F, C, HH, WW] = w.shape
  const kept = map(zeros([F, 1, 1, 1], w.dtype), (_, f) => Number(f >= C))
  const same = map(zeros([F, C, 1, 1], w.dtype), (_, k) => Number(Math.floor(k / C) === k % C))
  const middle = map(zeros([HH, WW], w.dtype), (_, k) =>
    Number(k === Math.floor(HH / 2) * WW + Math.floor(WW / 2)),
  )
  return add(mul(w, kept), mul(same, middle))
}
