import { Random, Tensor, zeros } from '#kit/tensor/index.ts'
import type { TwoLayerNetOptions } from '#work/1-fully-connected/two-layer-net.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'

// No layer functions: both matrix products are loops inside the network, which keeps what a hidden unit gave in an array.

export class TwoLayerNet {
  params: Record<string, Tensor>
  reg: number

  constructor(options: TwoLayerNetOptions = {}) {
    const { inputDim = 3 * 32 * 32, hiddenDim = 100, numClasses = 10, seed = 0 } = options
    const { weightScale = 1e-3, reg = 0, dtype = 'float32' } = options
    const random = new Random(seed)
    const weights = (rows: number, columns: number): Tensor => {
      const w = zeros([rows, columns], dtype)
      for (let i = 0; i < rows * columns; i++) w.data[i] = weightScale * random.normal()
      return w
    }
    this.reg = reg
    this.params = {
      W1: weights(inputDim, hiddenDim),
      W2: weights(hiddenDim, numClasses),
      b1: zeros([hiddenDim], dtype),
      b2: zeros([numClasses], dtype),
    }
  }

  scores(x: Tensor): Tensor {
    const { W2, b2 } = this.params
    const [H, C] = W2.shape
    const scores = zeros([x.shape[0], C], x.dtype)
    for (let n = 0; n < x.shape[0]; n++) {
      const hidden = this.#hidden(x, n)
      for (let c = 0; c < C; c++) {
        let total = b2.data[c]
        for (let h = 0; h < H; h++) total += hidden[h] * W2.data[h * C + c]
        scores.data[n * C + c] = total
      }
    }
    return scores
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { loss, dscores } = softmaxLoss(this.scores(x), labels)
    const { W1, W2, b1, b2 } = this.params
    const [H, C] = W2.shape
    const D = W1.shape[0]
    const [dW1, dW2, db1, db2] = [W1, W2, b1, b2].map(({ shape, dtype }) => zeros(shape, dtype))
    for (let n = 0; n < x.shape[0]; n++) {
      const hidden = this.#hidden(x, n)
      for (let c = 0; c < C; c++) db2.data[c] += dscores.data[n * C + c]
      for (let h = 0; h < H; h++) {
        if (hidden[h] <= 0) continue
        let dhidden = 0
        for (let c = 0; c < C; c++) {
          dW2.data[h * C + c] += hidden[h] * dscores.data[n * C + c]
          dhidden += W2.data[h * C + c] * dscores.data[n * C + c]
        }
        db1.data[h] += dhidden
        for (let d = 0; d < D; d++) dW1.data[d * H + h] += x.data[n * D + d] * dhidden
      }
    }
    let penalty = 0
    for (const [W, dW] of [
      [W1, dW1],
      [W2, dW2],
    ]) {
      for (let i = 0; i < W.size; i++) {
        penalty += W.data[i] ** 2
        dW.data[i] += this.reg * W.data[i]
      }
    }
    return { loss: loss + (this.reg * penalty) / 2, grads: { W2: dW2, b2: db2, W1: dW1, b1: db1 } }
  }

  /** What the hidden units give for example n. */
  #hidden(x: Tensor, n: number): number[] {
    const { W1, b1 } = this.params
    const [D, H] = W1.shape
    const hidden: number[] = []
    for (let h = 0; h < H; h++) {
      let total = 0
      for (let d = 0; d < D; d++) total += x.data[n * D + d] * W1.data[d * H + h]
      hidden.push(Math.max(0, total + b1.data[h]))
    }
    return hidden
  }
}
