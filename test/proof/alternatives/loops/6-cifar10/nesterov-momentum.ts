import { zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { NesterovMomentumConfig } from '#work/6-cifar10/nesterov-momentum.ts'

// Weight by weight. One look-ahead is undone, and the next one made: from the place itself, as the method is usually
// told.

export function nesterovMomentum(w: Tensor, dw: Tensor, config: NesterovMomentumConfig = {}) {
  const { learningRate = 1e-2, momentum = 0.9, velocity = zerosLike(w) } = config
  const [next, nextVelocity] = [zerosLike(w), zerosLike(w)]
  for (let i = 0; i < w.size; i++) {
    const place = w.data[i] - momentum * velocity.data[i]
    const v = momentum * velocity.data[i] - learningRate * dw.data[i]
    nextVelocity.data[i] = v
    next.data[i] = place + v + momentum * v
  }
  return { w: next, config: { ...config, velocity: nextVelocity } }
}
