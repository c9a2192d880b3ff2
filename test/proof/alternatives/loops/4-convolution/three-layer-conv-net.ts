import { Random, zeros, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { convBackward, convForward } from '#work/4-convolution/conv.ts'
import { maxPoolBackward, maxPoolForward } from '#work/4-convolution/max-pool.ts'
import type { ThreeLayerConvNetOptions } from '#work/4-convolution/three-layer-conv-net.ts'

// The learner's own convolution and pooling, and gradients that are completed where they are made.

const pooling = { poolHeight: 2, poolWidth: 2, stride: 2 }

export class ThreeLayerConvNet {
  params: Record<string, Tensor> = {}
  reg: number
  pad: number

  constructor(options: ThreeLayerConvNetOptions = {}) {
    const {
      inputDim = [3, 32, 32],
      numFilters = 32,
      filterSize = 7,
      hiddenDim = 100,
      numClasses = 10,
    } = options
    const { weightScale = 1e-3, reg = 0, dtype = 'float32', seed = 0 } = options
    const [C, H, W] = inputDim
    if (filterSize % 2 === 0) throw new RangeError(`filterSize must be odd, not ${filterSize}`)
    if (H % 2 || W % 2) throw new RangeError(`height and width must be even, not ${H} x ${W}`)
    this.reg = reg
    this.pad = Math.floor(filterSize / 2)
    const shapes = [
      [numFilters, C, filterSize, filterSize],
      [numFilters * (H / 2) * (W / 2), hiddenDim],
      [hiddenDim, numClasses],
    ]
    const random = new Random(seed)
    for (let i = 0; i < 3; i++) {
      const weight = zeros(shapes[i], dtype)
      for (let k = 0; k < weight.size; k++) weight.data[k] = weightScale * random.normal()
      this.params['W' + (i + 1)] = weight
      this.params['b' + (i + 1)] = zeros([[numFilters, hiddenDim, numClasses][i]], dtype)
    }
  }

  scores(x: Tensor): Tensor {
    return this.run(x).out
  }

  run(x: Tensor) {
    const { W1, b1, W2, b2, W3, b3 } = this.params
    const conv = convForward(x, W1, b1, { stride: 1, pad: this.pad })
    const relu1 = reluForward(conv.out)
    const pool = maxPoolForward(relu1.out, pooling)
    const affine1 = affineForward(pool.out, W2, b2)
    const relu2 = reluForward(affine1.out)
    const { out, cache } = affineForward(relu2.out, W3, b3)
    return { out, cache, relu2, affine1, pool, relu1, conv }
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const forward = this.run(x)
    let { loss, dscores } = softmaxLoss(forward.out, labels)
    const grads: Record<string, Tensor> = {}
    const keep = (i: number, { dw, db }: { dw: Tensor; db: Tensor }): void => {
      const W = this.params['W' + i]
      for (let k = 0; k < W.size; k++) {
        loss += (this.reg / 2) * W.data[k] ** 2
        dw.data[k] += this.reg * W.data[k]
      }
      grads['W' + i] = dw
      grads['b' + i] = db
    }
    const third = affineBackward(dscores, forward.cache)
    keep(3, third)
    const second = affineBackward(reluBackward(third.dx, forward.relu2.cache).dx, forward.affine1.cache)
    keep(2, second)
    const { dx } = maxPoolBackward(second.dx, forward.pool.cache)
    keep(1, convBackward(reluBackward(dx, forward.relu1.cache).dx, forward.conv.cache))
    return { loss, grads }
  }
}
