import { add, empty, map, mul, Random, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import type { TwoLayerNetOptions } from '#work/1-fully-connected/two-layer-net.ts'

// The second layer is drawn first, column by column, and by the formula of Box and Muller. Nothing that is optional is
// kept but the options themselves.

/** Normal numbers with this standard deviation, from pairs of uniform ones. */
function normalNumbers(shape: readonly [number, number], scale: number, random: Random): Tensor {
  const [rows, columns] = shape
  const out = empty(shape)
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()))
      out.data[row * columns + column] = scale * radius * Math.cos(2 * Math.PI * random.uniform())
    }
  return out
}

export class TwoLayerNet {
  params: Record<string, Tensor>
  options: TwoLayerNetOptions

  constructor(options: TwoLayerNetOptions = {}) {
    const { inputDim = 3 * 32 ** 2, hiddenDim = 1e2, numClasses = 10, weightScale = 1e-3 } = options
    const { dtype = 'float32', seed = 0 } = options
    const random = new Random(seed)
    this.options = options
    this.params = Object.create(null) as Record<string, Tensor>
    this.params.W2 = normalNumbers([hiddenDim, numClasses], weightScale, random).astype(dtype)
    this.params.b2 = zeros([numClasses], dtype)
    this.params.W1 = normalNumbers([inputDim, hiddenDim], weightScale, random).astype(dtype)
    this.params.b1 = zeros([hiddenDim], dtype)
  }

  scores(x: Tensor): Tensor {
    return this.forward(x)[2].out
  }

  forward(x: Tensor) {
    const { W1, W2, b1, b2 } = this.params
    const first = affineForward(x, W1, b1)
    const relu = reluForward(first.out)
    return [first, relu, affineForward(relu.out, W2, b2)] as const
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { reg = 0 } = this.options
    const { W1, W2 } = this.params
    const [first, relu, second] = this.forward(x)
    const { loss, dscores } = softmaxLoss(second.out, labels)
    const top = affineBackward(dscores, second.cache)
    const bottom = affineBackward(reluBackward(top.dx, relu.cache).dx, first.cache)
    const grads = { b1: bottom.db, b2: top.db, W1: bottom.dw, W2: top.dw }
    // Without regularization there is nothing to add.
    if (reg === 0) return { loss, grads }
    for (const name of ['W1', 'W2'] as const) grads[name] = add(grads[name], mul(this.params[name], reg))
    const squares = [W1, W2].map((W) => sum(map(W, (value) => value * value)))
    return { loss: loss + (squares[0] + squares[1]) * reg * 0.5, grads }
  }
}
