import { add, mul, ones, Random, randn, sum, Tensor, zeros } from '#kit/tensor/index.ts'
import { affineReluBackward, affineReluForward } from '#kit/layers/index.ts'
import type { FullyConnectedNetOptions } from '#work/1-fully-connected/fully-connected-net.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { batchnormBackward, batchnormForward, type BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '#work/2-normalization/layernorm.ts'
import { dropoutBackward, dropoutForward } from '#work/3-dropout/dropout.ts'

// A list of layers, made once. Each has the names of its parameters, and gives its output with a function for the way back.

type Mode = 'train' | 'test'
type Back = (dout: Tensor) => { dx: Tensor } & Record<string, Tensor>
type Layer = (x: Tensor, mode: Mode) => { out: Tensor; back: Back }

/** The gradients of a layer under the names of its parameters: `dw` as `W2`, say. */
const renamed = (gradients: { dx: Tensor; [name: string]: unknown }, i: number) => {
  const named = Object.entries(gradients).map(([name, value]) => [
    name === 'dx' ? name : name.slice(1).replace('w', 'W') + i,
    value,
  ])
  return Object.fromEntries(named.filter(([, value]) => value instanceof Tensor)) as ReturnType<Back>
}

export class FullyConnectedNet {
  readonly params: Record<string, Tensor> = {}
  readonly batchnormParams: BatchnormParams[] = []
  readonly #layers: Layer[] = []
  readonly #reg: number

  constructor(options: FullyConnectedNetOptions) {
    const { inputDim = 3072, hiddenDims, numClasses = 10, normalization, dropout, seed = 0 } = options
    const { weightScale: scale = 1e-2, reg = 0, dtype = 'float32' } = options
    this.#reg = reg
    const [random, masks] = [new Random(seed), new Random(seed, 1)]
    const sizes = [inputDim, ...hiddenDims, numClasses]
    for (let i = sizes.length - 1; i >= 1; i--) {
      this.params[`b${i}`] = zeros([sizes[i]], dtype)
      this.params[`W${i}`] = randn([sizes[i - 1], sizes[i]], { random, scale, dtype })
    }
    hiddenDims.forEach((size, k) => {
      const i = k + 1
      if (!normalization) this.#layers.push(this.#affineRelu(i))
      else {
        this.params[`beta${i}`] = zeros([size], dtype)
        this.params[`gamma${i}`] = ones([size], dtype)
        this.batchnormParams.push({
          mode: 'train',
          runningMean: zeros([size], dtype),
          runningVar: zeros([size], dtype),
        })
        const normalize = normalization === 'batchnorm' ? this.#batchnorm(i) : this.#layernorm(i)
        this.#layers.push(this.#affine(i), normalize, relu)
      }
      if (dropout) {
        const seedOf = () => (dropout.seed === undefined ? masks : new Random(dropout.seed, i)).uint32()
        this.#layers.push(drop(dropout.keepProb, seedOf))
      }
    })
    this.#layers.push(this.#affine(sizes.length - 1))
  }

  scores(x: Tensor): Tensor {
    let out = x
    for (const layer of this.#layers) ({ out } = layer(out, 'test'))
    return out
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const ways: Back[] = []
    let out = x
    for (const layer of this.#layers) {
      const passed = layer(out, 'train')
      out = passed.out
      ways.unshift(passed.back)
    }
    const data = softmaxLoss(out, labels)
    const grads: Record<string, Tensor> = {}
    let upstream = data.dscores
    for (const back of ways) {
      const { dx, ...own } = back(upstream)
      upstream = dx
      Object.assign(grads, own)
    }
    const weights = Object.keys(this.params).filter((name) => name.startsWith('W'))
    for (const name of weights) grads[name] = add(mul(this.#reg, this.params[name]), grads[name])
    const squares = weights.map((name) => sum(mul(this.params[name], this.params[name])))
    return { grads, loss: squares.reduce((total, square) => total + 0.5 * this.#reg * square, data.loss) }
  }

  #affine(i: number): Layer {
    return (x) => {
      const { out, cache } = affineForward(x, this.params[`W${i}`], this.params[`b${i}`])
      return { out, back: (dout) => renamed(affineBackward(dout, cache), i) }
    }
  }

  #affineRelu(i: number): Layer {
    return (x) => {
      const { out, cache } = affineReluForward(x, this.params[`W${i}`], this.params[`b${i}`])
      return { out, back: (dout) => renamed({ ...affineReluBackward(dout, cache) }, i) }
    }
  }

  #batchnorm(i: number): Layer {
    return (x, mode) => {
      const own = this.batchnormParams[i - 1]
      own.mode = mode
      const { out, cache } = batchnormForward(x, this.params[`gamma${i}`], this.params[`beta${i}`], own)
      return { out, back: (dout) => renamed({ ...batchnormBackward(dout, cache) }, i) }
    }
  }

  #layernorm(i: number): Layer {
    return (x) => {
      const { out, cache } = layernormForward(x, this.params[`gamma${i}`], this.params[`beta${i}`])
      return { out, back: (dout) => renamed(layernormBackward(dout, cache), i) }
    }
  }
}

const relu: Layer = (x) => {
  const { out, cache } = reluForward(x)
  return { out, back: (dout) => ({ dx: reluBackward(dout, cache).dx }) }
}

const drop =
  (keepProb: number, seedOf: () => number): Layer =>
  (x, mode) => {
    const seed = mode === 'train' ? seedOf() : undefined
    const { out, cache } = dropoutForward(x, { keepProb, mode, seed })
    return { out, back: (dout) => ({ dx: dropoutBackward(dout, cache).dx }) }
  }
