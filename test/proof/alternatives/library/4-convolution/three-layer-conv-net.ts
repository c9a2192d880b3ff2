import { maxPoolBackward, maxPoolForward } from '#kit/layers/index.ts'
import { add, mul, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { convBackward, convForward } from '#work/4-convolution/conv.ts'
import type { ThreeLayerConvNetOptions } from '#work/4-convolution/three-layer-conv-net.ts'

// A tape: every layer that runs writes down how to come back. What belongs to one layer stands in one object.

type Step = (dout: Tensor) => Tensor

class Tape {
  readonly grads: Record<string, Tensor> = {}
  readonly #steps: Step[] = []

  record(out: Tensor, step: Step): Tensor {
    this.#steps.push(step)
    return out
  }

  rewind(dout: Tensor): void {
    for (let upstream = dout, step = this.#steps.pop(); step; step = this.#steps.pop())
      upstream = step(upstream)
  }
}

const initial = (shape: readonly number[], outputs: number, random: Random, scale: number, dtype: DType) =>
  [randn(shape, { random, scale, dtype }), zeros([outputs], dtype)] as const

export class ThreeLayerConvNet {
  readonly params: Record<string, Tensor> = {}
  readonly #reg: number
  readonly #convolution: { stride: number; pad: number }

  constructor(options: ThreeLayerConvNetOptions = {}) {
    const {
      inputDim = [3, 32, 32],
      numFilters = 32,
      filterSize = 7,
      hiddenDim = 100,
      numClasses = 10,
    } = options
    const { weightScale = 1e-3, reg = 0, dtype = 'float32', seed = 0 } = options
    const [channels, ...sides] = inputDim
    if (filterSize % 2 !== 1) throw new RangeError(`filterSize must be odd, not ${filterSize}`)
    if (sides.some((side) => side % 2 !== 0))
      throw new RangeError(`images of ${sides.join(' x ')} must have even sides`)
    this.#reg = reg
    this.#convolution = { stride: 1, pad: filterSize >> 1 }
    const pixels = sides.reduce((area, side) => (area * side) / 2, 1)
    const random = new Random(seed)
    const { params } = this
    // The last layer is drawn first.
    ;[params.W3, params.b3] = initial([hiddenDim, numClasses], numClasses, random, weightScale, dtype)
    ;[params.W2, params.b2] = initial([numFilters * pixels, hiddenDim], hiddenDim, random, weightScale, dtype)
    const filters = [numFilters, channels, filterSize, filterSize]
    ;[params.W1, params.b1] = initial(filters, numFilters, random, weightScale, dtype)
  }

  scores(x: Tensor): Tensor {
    return this.#run(x, new Tape())
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const tape = new Tape()
    const { loss, dscores } = softmaxLoss(this.#run(x, tape), labels)
    tape.rewind(dscores)
    const { grads } = tape
    const penalties = ['W1', 'W2', 'W3'].map((name) => {
      const W = this.params[name]
      grads[name] = add(grads[name], mul(W, this.#reg))
      return sum(mul(W, W))
    })
    return { loss: loss + 0.5 * this.#reg * penalties.reduce((a, b) => a + b), grads }
  }

  #run(x: Tensor, tape: Tape): Tensor {
    const conv = convForward(x, this.params.W1, this.params.b1, this.#convolution)
    const maps = tape.record(conv.out, (dout) => {
      const { dx, dw, db } = convBackward(dout, conv.cache)
      Object.assign(tape.grads, { W1: dw, b1: db })
      return dx
    })
    const active = this.#relu(maps, tape)
    const pool = maxPoolForward(active, { poolHeight: 2, poolWidth: 2, stride: 2 })
    const pooled = tape.record(
      pool.out,
      (dout) => maxPoolBackward(dout.reshape(pool.out.shape), pool.cache).dx,
    )
    const hidden = this.#affine(pooled.reshape([x.shape[0], -1]), 2, tape)
    return this.#affine(this.#relu(hidden, tape), 3, tape)
  }

  #relu(x: Tensor, tape: Tape): Tensor {
    const { out, cache } = reluForward(x)
    return tape.record(out, (dout) => reluBackward(dout, cache).dx)
  }

  #affine(x: Tensor, layer: number, tape: Tape): Tensor {
    const { out, cache } = affineForward(x, this.params[`W${layer}`], this.params[`b${layer}`])
    return tape.record(out, (dout) => {
      const { dx, dw, db } = affineBackward(dout, cache)
      Object.assign(tape.grads, { [`W${layer}`]: dw, [`b${layer}`]: db })
      return dx
    })
  }
}
