import { add, map, mul, sub, type Tensor } from '#kit/tensor/index.ts'
import type { NesterovMomentumConfig } from '#work/6-cifar10/nesterov-momentum.ts'

// The velocity is kept in float64, also for float32 weights, and the returned config has all settings, also the usual
// ones.

export function nesterovMomentum(w: Tensor, dw: Tensor, config: NesterovMomentumConfig = {}) {
  const copy = { learningRate: 1e-2, momentum: 0.9, ...config }
  const before = copy.velocity ?? map(w.astype('float64'), () => 0)
  copy.velocity = sub(mul(before, copy.momentum), mul(dw, copy.learningRate))
  const ahead = sub(mul(copy.velocity, copy.momentum), mul(dw, copy.learningRate))
  return { w: add(w, ahead).astype(w.dtype), config: copy }
}
