import { convBackward, convForward, maxPoolBackward, maxPoolForward } from '#kit/layers/index.ts'
import { add, mul, Random, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import type { ThreeLayerConvNetOptions } from '#work/4-convolution/three-layer-conv-net.ts'

// Pooling comes before the first ReLU, which is the same and less work. Each layer has a stream of random numbers, and
// the weights are regularized all together in the end.

export class ThreeLayerConvNet {
  params: Record<string, Tensor>
  options: ThreeLayerConvNetOptions
  padding: { stride: number; pad: number }

  constructor(options: ThreeLayerConvNetOptions = {}) {
    const {
      inputDim = [3, 32, 32],
      numFilters = 32,
      filterSize = 7,
      hiddenDim = 100,
      numClasses = 10,
    } = options
    const { weightScale = 0.001, dtype = 'float32', seed = 0 } = options
    const [C, H, W] = inputDim
    if (!(filterSize % 2)) throw new RangeError(`filterSize must be odd, not ${filterSize}`)
    if (H & 1 || W & 1)
      throw new RangeError(`images of ${H} x ${W} cannot be halved: their sides must be even`)
    this.options = options
    this.padding = { stride: 1, pad: (filterSize - 1) / 2 }
    const shapes = {
      W3: [hiddenDim, numClasses],
      W1: [numFilters, C, filterSize, filterSize],
      W2: [(numFilters * H * W) / 4, hiddenDim],
    }
    const weights = Object.entries(shapes).map(([name, shape], stream) => {
      const random = new Random(seed, stream)
      const weight = zeros(shape, dtype)
      weight.data.forEach((_, i) => (weight.data[i] = random.normal() * weightScale))
      return [name, weight]
    })
    const biases = [numFilters, hiddenDim, numClasses].map((size, i) => [`b${i + 1}`, zeros([size], dtype)])
    this.params = Object.fromEntries([...biases, ...weights])
  }

  scores(x: Tensor): Tensor {
    return this.forward(x).last.out
  }

  forward(x: Tensor) {
    const { W1, b1, W2, b2, W3, b3 } = this.params
    const conv = convForward(x, W1, b1, this.padding)
    const pool = maxPoolForward(conv.out, { poolHeight: 2, poolWidth: 2, stride: 2 })
    const poolRelu = reluForward(pool.out)
    const hidden = affineForward(poolRelu.out, W2, b2)
    const hiddenRelu = reluForward(hidden.out)
    return { conv, pool, poolRelu, hidden, hiddenRelu, last: affineForward(hiddenRelu.out, W3, b3) }
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { conv, pool, poolRelu, hidden, hiddenRelu, last } = this.forward(x)
    const data = softmaxLoss(last.out, labels)
    const third = affineBackward(data.dscores, last.cache)
    const second = affineBackward(reluBackward(third.dx, hiddenRelu.cache).dx, hidden.cache)
    const pooled = maxPoolBackward(reluBackward(second.dx, poolRelu.cache).dx, pool.cache)
    const first = convBackward(pooled.dx, conv.cache)
    const grads: Record<string, Tensor> = { b3: third.db, b2: second.db, b1: first.db }
    const { reg = 0 } = this.options
    let { loss } = data
    for (const [name, { dw }] of Object.entries({ W3: third, W2: second, W1: first })) {
      const W = this.params[name]
      grads[name] = add(mul(W, reg), dw)
      loss += sum(mul(mul(W, 0.5 * reg), W))
    }
    return { loss, grads }
  }
}
