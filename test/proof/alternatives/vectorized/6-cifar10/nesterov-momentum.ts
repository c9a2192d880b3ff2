import { add, mul, sub, zerosLike, type Tensor } from '#kit/tensor/index.ts'
import type { NesterovMomentumConfig } from '#work/6-cifar10/nesterov-momentum.ts'

// As CS231n writes it: -momentum times the old velocity, and (1 + momentum) times the new one.

export function nesterovMomentum(w: Tensor, dw: Tensor, config: NesterovMomentumConfig = {}) {
  const { learningRate = 1e-2, momentum = 0.9, velocity: before = zerosLike(w) } = config
  const velocity = sub(mul(momentum, before), mul(learningRate, dw))
  const step = add(mul(-momentum, before), mul(1 + momentum, velocity))
  return { w: add(w, step), config: { ...config, velocity } }
}
