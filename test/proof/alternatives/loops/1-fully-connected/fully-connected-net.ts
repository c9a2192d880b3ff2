import { Random, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { FullyConnectedNetOptions } from '#work/1-fully-connected/fully-connected-net.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { batchnormBackward, batchnormForward, type BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '#work/2-normalization/layernorm.ts'
import { dropoutBackward, dropoutForward } from '#work/3-dropout/dropout.ts'

// The forward pass leaves a list of the ways back, one function for each layer; backward walks it from its end.

type Mode = 'train' | 'test'
type Gradients = Record<string, Tensor>
/** From the upstream gradient to that of the input; puts the gradients of parameters into the second argument. */
type WayBack = (dout: Tensor, grads: Gradients) => Tensor

export class FullyConnectedNet {
  params: Record<string, Tensor> = {}
  reg: number
  depth: number
  batchnormParams: BatchnormParams[] = []
  options: FullyConnectedNetOptions
  masks: Random

  constructor(options: FullyConnectedNetOptions) {
    const { inputDim = 3 * 32 * 32, hiddenDims, numClasses = 10, seed = 0 } = options
    const { weightScale = 1e-2, reg = 0, dtype = 'float32', normalization } = options
    this.options = options
    this.reg = reg
    this.depth = hiddenDims.length + 1
    this.masks = new Random(seed, 1)
    const random = new Random(seed)
    let fanIn = inputDim
    for (let i = 1; i <= this.depth; i++) {
      const fanOut = i < this.depth ? hiddenDims[i - 1] : numClasses
      const W = zeros([fanIn, fanOut], dtype)
      for (let k = 0; k < W.size; k++) W.data[k] = random.normal() * weightScale
      this.params[`W${i}`] = W
      this.params[`b${i}`] = zeros([fanOut], dtype)
      if (normalization && i < this.depth) {
        this.params[`gamma${i}`] = zeros([fanOut], dtype)
        this.params[`gamma${i}`].data.fill(1)
        this.params[`beta${i}`] = zeros([fanOut], dtype)
        this.batchnormParams.push({ mode: 'train' })
      }
      fanIn = fanOut
    }
  }

  scores(x: Tensor): Tensor {
    return this.forward(x, 'test', [])
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Gradients } {
    const back: WayBack[] = []
    const grads: Gradients = {}
    const { loss, dscores } = softmaxLoss(this.forward(x, 'train', back), labels)
    let upstream = dscores
    for (let k = back.length - 1; k >= 0; k--) upstream = back[k](upstream, grads)
    let penalty = 0
    for (let i = 1; i <= this.depth; i++) {
      const [W, dW] = [this.params[`W${i}`], grads[`W${i}`]]
      for (let k = 0; k < W.size; k++) {
        penalty += W.data[k] * W.data[k]
        dW.data[k] += this.reg * W.data[k]
      }
    }
    return { loss: loss + 0.5 * this.reg * penalty, grads }
  }

  private forward(x: Tensor, mode: Mode, back: WayBack[]): Tensor {
    let out = this.affine(x, 1, back)
    for (let i = 1; i < this.depth; i++) {
      out = this.normalize(out, i, mode, back)
      const relu = reluForward(out)
      back.push((dout) => reluBackward(dout, relu.cache).dx)
      out = this.affine(this.drop(relu.out, i, mode, back), i + 1, back)
    }
    return out
  }

  private affine(x: Tensor, i: number, back: WayBack[]): Tensor {
    const { out, cache } = affineForward(x, this.params[`W${i}`], this.params[`b${i}`])
    back.push((dout, grads) => {
      const { dx, dw, db } = affineBackward(dout, cache)
      grads[`W${i}`] = dw
      grads[`b${i}`] = db
      return dx
    })
    return out
  }

  private normalize(x: Tensor, i: number, mode: Mode, back: WayBack[]): Tensor {
    const { normalization } = this.options
    const [gamma, beta] = [this.params[`gamma${i}`], this.params[`beta${i}`]]
    const keep = (grads: Gradients, { dx, dgamma, dbeta }: { dx: Tensor; dgamma: Tensor; dbeta: Tensor }) => {
      grads[`gamma${i}`] = dgamma
      grads[`beta${i}`] = dbeta
      return dx
    }
    if (normalization === 'batchnorm') {
      const settings = this.batchnormParams[i - 1]
      settings.mode = mode
      const { out, cache } = batchnormForward(x, gamma, beta, settings)
      back.push((dout, grads) => keep(grads, batchnormBackward(dout, cache)))
      return out
    }
    if (normalization === 'layernorm') {
      const { out, cache } = layernormForward(x, gamma, beta, {})
      back.push((dout, grads) => keep(grads, layernormBackward(dout, cache)))
      return out
    }
    return x
  }

  private drop(x: Tensor, i: number, mode: Mode, back: WayBack[]): Tensor {
    const { dropout } = this.options
    if (!dropout || mode === 'test') return x
    const { keepProb, seed } = dropout
    const source = seed === undefined ? this.masks : new Random(seed, i)
    const { out, cache } = dropoutForward(x, { keepProb, mode, seed: source.uint32() })
    back.push((dout) => dropoutBackward(dout, cache).dx)
    return out
  }
}
