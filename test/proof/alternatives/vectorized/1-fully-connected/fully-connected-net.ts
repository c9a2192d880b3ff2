import { add, full, mul, Random, randn, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { FullyConnectedNetOptions } from '#work/1-fully-connected/fully-connected-net.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import {
  batchnormBackwardAlt,
  batchnormForward,
  type BatchnormParams,
} from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '#work/2-normalization/layernorm.ts'
import { dropoutBackward, dropoutForward } from '#work/3-dropout/dropout.ts'

// The network as a recursion: each layer calls the rest of the network, and goes back when that has come back.

type Gradients = Record<string, Tensor>
type Top = (scores: Tensor) => Tensor

export class FullyConnectedNet {
  readonly params: Record<string, Tensor>
  readonly reg: number
  readonly batchnormParams: BatchnormParams[]
  readonly #options: FullyConnectedNetOptions
  readonly #last: number
  readonly #masks: Random

  constructor(options: FullyConnectedNetOptions) {
    const { inputDim = 3072, hiddenDims, numClasses = 10, normalization, seed = 0 } = options
    const { weightScale: scale = 0.01, reg = 0, dtype = 'float32' } = options
    const random = new Random(seed)
    const fanIns = [inputDim, ...hiddenDims]
    const fanOuts = [...hiddenDims, numClasses]
    const named = (name: string, tensors: readonly Tensor[]): [string, Tensor][] =>
      tensors.map((tensor, i) => [`${name}${i + 1}`, tensor])
    this.params = Object.fromEntries([
      ...named(
        'W',
        fanIns.map((fanIn, i) => randn([fanIn, fanOuts[i]], { random, scale, dtype })),
      ),
      ...named(
        'b',
        fanOuts.map((fanOut) => zeros([fanOut], dtype)),
      ),
      ...named('gamma', normalization ? hiddenDims.map((fanOut) => full([fanOut], 1, dtype)) : []),
      ...named('beta', normalization ? hiddenDims.map((fanOut) => zeros([fanOut], dtype)) : []),
    ])
    this.reg = reg
    this.batchnormParams = hiddenDims.map(() => ({ mode: 'train' }))
    this.#options = options
    this.#last = fanIns.length
    this.#masks = new Random(seed, 1)
  }

  scores(x: Tensor): Tensor {
    let result = x
    this.#through(x, 1, 'test', {}, (scores) => {
      result = scores
      return zeros(scores.shape, scores.dtype)
    })
    return result
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Gradients } {
    const grads: Gradients = {}
    let loss = 0
    this.#through(x, 1, 'train', grads, (scores) => {
      const result = softmaxLoss(scores, labels)
      loss += result.loss
      return result.dscores
    })
    for (const [name, W] of Object.entries(this.params).filter(([key]) => /^W\d+$/.test(key))) {
      const share = mul(this.reg, W)
      grads[name] = add(grads[name], share)
      loss += sum(mul(share, W)) / 2
    }
    return { loss, grads }
  }

  /** From the input of layer i on to the top, and back: gives the gradient of that input. */
  #through(x: Tensor, i: number, mode: 'train' | 'test', grads: Gradients, top: Top): Tensor {
    const affine = affineForward(x, this.params[`W${i}`], this.params[`b${i}`])
    const upstream = i === this.#last ? top(affine.out) : this.#hidden(affine.out, i, mode, grads, top)
    const { dx, dw, db } = affineBackward(upstream, affine.cache)
    Object.assign(grads, { [`b${i}`]: db, [`W${i}`]: dw })
    return dx
  }

  #hidden(x: Tensor, i: number, mode: 'train' | 'test', grads: Gradients, top: Top): Tensor {
    const { dropout, normalization } = this.#options
    const normalized = normalization ? this.#normalize(x, i, mode) : { out: x }
    const relu = reluForward(normalized.out)
    let upstream: Tensor
    if (dropout && mode === 'train') {
      const seed = (dropout.seed === undefined ? this.#masks : new Random(dropout.seed, i)).uint32()
      const { out, cache } = dropoutForward(relu.out, { mode, keepProb: dropout.keepProb, seed })
      upstream = dropoutBackward(this.#through(out, i + 1, mode, grads, top), cache).dx
    } else upstream = this.#through(relu.out, i + 1, mode, grads, top)
    const drelu = reluBackward(upstream, relu.cache).dx
    // Nobody wants gradients in test mode.
    if (!('backward' in normalized) || mode === 'test') return drelu
    const { dx, dgamma, dbeta } = normalized.backward(drelu)
    Object.assign(grads, { [`beta${i}`]: dbeta, [`gamma${i}`]: dgamma })
    return dx
  }

  #normalize(x: Tensor, i: number, mode: 'train' | 'test') {
    const [gamma, beta] = [this.params[`gamma${i}`], this.params[`beta${i}`]]
    if (this.#options.normalization === 'layernorm') {
      const { out, cache } = layernormForward(x, gamma, beta)
      return { out, backward: (dout: Tensor) => layernormBackward(dout, cache) }
    }
    const params = Object.assign(this.batchnormParams[i - 1], { mode })
    const { out, cache } = batchnormForward(x, gamma, beta, params)
    return { out, backward: (dout: Tensor) => batchnormBackwardAlt(dout, cache) }
  }
}
