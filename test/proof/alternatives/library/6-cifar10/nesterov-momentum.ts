import { concat, map, Tensor, zerosLike } from '#kit/tensor/index.ts'
import type { NesterovMomentumConfig } from '#work/6-cifar10/nesterov-momentum.ts'

// Old and new velocity of every weight as pairs, and the buffer of PyTorch inside, which collects gradients.

class Buffer {
  readonly rate: number
  readonly momentum: number

  constructor({ learningRate = 1e-2, momentum = 0.9 }: NesterovMomentumConfig) {
    this.rate = learningRate
    this.momentum = momentum
  }

  /** Momentum times the velocity, less the gradient times the learning rate. */
  after(velocity: Tensor, dw: Tensor): Tensor {
    return map(dw, (slope, i) => this.momentum * velocity.data[i] - this.rate * slope)
  }
}

export function nesterovMomentum(w: Tensor, dw: Tensor, config?: NesterovMomentumConfig) {
  const buffer = new Buffer(config ?? {})
  const velocity = buffer.after(config?.velocity ?? zerosLike(w), dw)
  const steps = concat([buffer.after(velocity, dw).reshape([1, -1]), w.reshape([1, -1])])
  const next = w.data.map((_: number, i: number) => steps.data[i] + steps.data[w.size + i])
  return { w: new Tensor(next, w.shape), config: Object.assign({}, config, { velocity }) }
}
