import { add, map, matmul, mul, Random, randn, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { TwoLayerNetOptions } from '#work/1-fully-connected/two-layer-net.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'

// The whole network in a few lines of matrix products, without the layer functions.

export class TwoLayerNet {
  readonly params: Record<string, Tensor>
  readonly reg: number

  constructor(options: TwoLayerNetOptions = {}) {
    const { inputDim = 3072, hiddenDim = 100, numClasses = 10, weightScale = 1e-3 } = options
    const { reg = 0, dtype = 'float32', seed = 0 } = options
    const random = new Random(seed)
    this.reg = reg
    this.params = {
      W1: mul(weightScale, randn([inputDim, hiddenDim], { random, dtype })),
      b1: zeros([hiddenDim], dtype),
      W2: mul(weightScale, randn([hiddenDim, numClasses], { random, dtype })),
      b2: zeros([numClasses], dtype),
    }
  }

  scores(x: Tensor): Tensor {
    return this.#layers(x).scores
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { W1, W2 } = this.params
    const { input, hidden, scores } = this.#layers(x)
    const { loss, dscores } = softmaxLoss(scores, labels)
    const dhidden = mul(matmul(dscores, W2, { transposeB: true }), map(hidden, Math.sign))
    const weights = [W1, W2].map((W) => mul(W, this.reg))
    return {
      loss: loss + (sum(mul(weights[0], W1)) + sum(mul(weights[1], W2))) / 2,
      grads: {
        W1: add(weights[0], matmul(input, dhidden, { transposeA: true })),
        W2: add(weights[1], matmul(hidden, dscores, { transposeA: true })),
        b1: sum(dhidden, 0),
        b2: sum(dscores, 0),
      },
    }
  }

  #layers(x: Tensor) {
    const { W1, b1, W2, b2 } = this.params
    const input = x.reshape([-1, W1.shape[0]])
    const hidden = map(add(matmul(input, W1), b1), (value) => (value < 0 ? 0 : value))
    return { input, hidden, scores: add(matmul(hidden, W2), b2) }
  }
}
