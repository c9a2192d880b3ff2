import {
  convReluPoolBackward,
  convReluPoolForward,
  affineReluBackward,
  affineReluForward,
} from '#kit/layers/index.ts'
import { add, mul, Random, randn, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import type { ThreeLayerConvNetOptions } from '#work/4-convolution/three-layer-conv-net.ts'

// With the kit's layers that stand for several, and with gradients by position.

const POOL = { poolHeight: 2, poolWidth: 2, stride: 2 }

export class ThreeLayerConvNet {
  readonly params: Record<string, Tensor>
  readonly reg: number
  readonly options: { stride: number; pad: number }

  constructor(options: ThreeLayerConvNetOptions = {}) {
    const {
      inputDim = [3, 32, 32],
      numFilters = 32,
      filterSize = 7,
      hiddenDim = 100,
      numClasses = 10,
    } = options
    const { weightScale: scale = 1e-3, reg = 0, dtype = 'float32', seed = 0 } = options
    const [C, H, W] = inputDim
    if (filterSize % 2 !== 1) throw new RangeError(`filterSize must be odd, not ${filterSize}`)
    if (H % 2 || W % 2) throw new RangeError(`images of ${H} x ${W} have a side that is not even`)
    this.reg = reg
    this.options = { stride: 1, pad: (filterSize - 1) / 2 }
    const random = new Random(seed)
    const pooled = numFilters * (H / 2) * (W / 2)
    this.params = {
      b1: zeros([numFilters], dtype),
      b2: zeros([hiddenDim], dtype),
      b3: zeros([numClasses], dtype),
      W1: randn([numFilters, C * filterSize ** 2], { random, scale, dtype }).reshape([
        -1,
        C,
        filterSize,
        filterSize,
      ]),
      W2: randn([pooled * hiddenDim], { random, scale, dtype }).reshape([pooled, hiddenDim]),
      W3: randn([numClasses * hiddenDim], { random, scale, dtype }).reshape([hiddenDim, numClasses]),
    }
  }

  scores = (x: Tensor): Tensor => this.#forward(x).at(-1)!.out

  loss = (x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } => {
    const [conv, hidden, last] = this.#forward(x)
    const { loss, dscores } = softmaxLoss(last.out, labels)
    const third = affineBackward(dscores, last.cache)
    const second = affineReluBackward(third.dx, hidden.cache)
    const first = convReluPoolBackward(second.dx.reshape(conv.out.shape), conv.cache)
    const layers = [first, second, third]
    const weights = layers.map((_, i) => this.params[`W${i + 1}`])
    return {
      loss: weights.reduce((total, W) => total + this.reg * 0.5 * sum(mul(W, W)), loss),
      grads: Object.fromEntries(
        layers.flatMap(({ dw, db }, i) => [
          [`b${i + 1}`, db],
          [`W${i + 1}`, add(dw, mul(this.reg, weights[i]))],
        ]),
      ),
    }
  }

  #forward(x: Tensor) {
    const { W1, b1, W2, b2, W3, b3 } = this.params
    const conv = convReluPoolForward(x, W1, b1, this.options, POOL)
    const hidden = affineReluForward(conv.out.reshape([x.shape[0], -1]), W2, b2)
    return [conv, hidden, affineForward(hidden.out, W3, b3)] as const
  }
}
