import { add, mul, Random, randn, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import type { TwoLayerNetOptions } from '#work/1-fully-connected/two-layer-net.ts'

// A network out of modules, each with a forward and a backward method of its own; regularization is one of them.

type Params = Record<string, Tensor>

interface Module {
  forward(x: Tensor): Tensor
  backward(dout: Tensor, grads: Params): Tensor
}

class Linear implements Module {
  readonly #params: Params
  readonly #layer: number
  #cache: ReturnType<typeof affineForward>['cache'] | undefined

  constructor(params: Params, layer: number) {
    this.#params = params
    this.#layer = layer
  }

  forward(x: Tensor): Tensor {
    const { out, cache } = affineForward(x, this.#params[`W${this.#layer}`], this.#params[`b${this.#layer}`])
    this.#cache = cache
    return out
  }

  backward(dout: Tensor, grads: Params): Tensor {
    const { dx, dw, db } = affineBackward(dout, this.#cache!)
    grads[`b${this.#layer}`] = db
    grads[`W${this.#layer}`] = dw
    return dx
  }
}

class Relu implements Module {
  #cache: ReturnType<typeof reluForward>['cache'] | undefined

  forward(x: Tensor): Tensor {
    const { out, cache } = reluForward(x)
    this.#cache = cache
    return out
  }

  backward(dout: Tensor): Tensor {
    return reluBackward(dout, this.#cache!).dx
  }
}

const isWeight = ([name]: [string, Tensor]): boolean => name.startsWith('W')

export class TwoLayerNet {
  readonly params: Params
  readonly #reg: number
  readonly #modules: readonly Module[]

  constructor({
    inputDim = 3072,
    hiddenDim = 100,
    numClasses = 10,
    weightScale: scale = 1e-3,
    reg = 0,
    dtype = 'float32',
    seed = 0,
  }: TwoLayerNetOptions = {}) {
    this.#reg = reg
    // A stream of random numbers for each weight tensor.
    const draw = (shape: number[], stream: number): Tensor =>
      randn(shape, { random: new Random(seed, stream), scale, dtype })
    this.params = {
      b2: zeros([numClasses], dtype),
      W2: draw([hiddenDim, numClasses], 2),
      b1: zeros([hiddenDim], dtype),
      W1: draw([inputDim, hiddenDim], 1),
    }
    this.#modules = [new Linear(this.params, 1), new Relu(), new Linear(this.params, 2)]
  }

  scores(x: Tensor): Tensor {
    return this.#modules.reduce((input, module) => module.forward(input), x)
  }

  loss(x: Tensor, labels: ArrayLike<number>) {
    const grads: Params = Object.create(null)
    const { loss, dscores, ...more } = softmaxLoss(this.scores(x), labels)
    this.#modules.reduceRight((dout, module) => module.backward(dout, grads), dscores)
    return { ...more, loss: loss + this.#regularize(grads), grads }
  }

  /** Adds its share to the gradients, and returns that of the loss. */
  #regularize(grads: Params): number {
    let penalty = 0
    for (const [name, W] of Object.entries(this.params).filter(isWeight)) {
      penalty += sum(mul(W, W))
      grads[name] = add(grads[name], mul(W, this.#reg))
    }
    return (penalty * this.#reg) / 2
  }
}
