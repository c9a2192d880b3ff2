import { add, full, mul, Random, randn, sum, zeros, type Tensor } from '#kit/tensor/index.ts'
import type { FullyConnectedNetOptions } from '#work/1-fully-connected/fully-connected-net.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { batchnormBackward, batchnormForward, type BatchnormParams } from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward } from '#work/2-normalization/layernorm.ts'
import { dropoutBackward, dropoutForward } from '#work/3-dropout/dropout.ts'

// Caches by name in one object for all layers. Scores are computed with copies of the settings of batch normalization,
// set to test mode; the settings themselves stay in train mode. All weights are drawn before anything else is made.

interface Caches {
  affine: ReturnType<typeof affineForward>['cache'][]
  relu: ReturnType<typeof reluForward>['cache'][]
  batchnorm: ReturnType<typeof batchnormForward>['cache'][]
  layernorm: ReturnType<typeof layernormForward>['cache'][]
  dropout: ReturnType<typeof dropoutForward>['cache'][]
}

export class FullyConnectedNet {
  params: Record<string, Tensor>
  options: FullyConnectedNetOptions
  batchnormParams: BatchnormParams[]
  depth: number
  masks: Random

  constructor(options: FullyConnectedNetOptions) {
    const { inputDim = 3 * 32 * 32, hiddenDims, numClasses = 10, weightScale = 1e-2 } = options
    const { dtype = 'float32', seed = 0, normalization } = options
    // The documentation asks for one hidden layer at least.
    if (hiddenDims.length === 0) throw new RangeError('A network needs a hidden layer.')
    const sizes = [inputDim, ...hiddenDims, numClasses]
    const random = new Random(seed)
    this.options = options
    this.depth = hiddenDims.length + 1
    this.batchnormParams = hiddenDims.map(() => ({ mode: 'train', momentum: 0.9, epsilon: 1e-5 }))
    this.masks = new Random(seed, 1)
    this.params = {}
    for (let i = this.depth; i > 0; i--) {
      this.params[`W${i}`] = randn([sizes[i - 1], sizes[i]], { random, scale: weightScale, dtype })
    }
    sizes.slice(1).forEach((size, k) => (this.params[`b${k + 1}`] = zeros([size], dtype)))
    if (!normalization) return
    hiddenDims.forEach((size, k) => {
      this.params[`beta${k + 1}`] = zeros([size], dtype)
      this.params[`gamma${k + 1}`] = full([size], 1, dtype)
    })
  }

  scores(x: Tensor): Tensor {
    return this.forward(x, false).scores
  }

  forward(x: Tensor, isTraining: boolean): { scores: Tensor; caches: Caches } {
    const { normalization, dropout } = this.options
    const mode = isTraining ? 'train' : 'test'
    const caches: Caches = { affine: [], relu: [], batchnorm: [], layernorm: [], dropout: [] }
    let current = { out: x }
    /** Takes what a layer gives on to the next one, and puts its cache aside. */
    const pass = <Cache>(result: { out: Tensor; cache: Cache }, to: Cache[]): void => {
      current = result
      to.push(result.cache)
    }
    for (let i = 1; i <= this.depth; i++) {
      pass(affineForward(current.out, this.params[`W${i}`], this.params[`b${i}`]), caches.affine)
      if (i === this.depth) break
      const [gamma, beta] = [this.params[`gamma${i}`], this.params[`beta${i}`]]
      if (normalization === 'batchnorm') {
        const own = this.batchnormParams[i - 1]
        pass(
          batchnormForward(current.out, gamma, beta, isTraining ? own : { ...own, mode }),
          caches.batchnorm,
        )
      } else if (normalization === 'layernorm') {
        pass(layernormForward(current.out, gamma, beta, { epsilon: 1e-5 }), caches.layernorm)
      }
      pass(reluForward(current.out), caches.relu)
      if (dropout) {
        const source = dropout.seed === undefined ? this.masks : new Random(dropout.seed, i)
        const seed = isTraining ? source.uint32() : undefined
        pass(dropoutForward(current.out, { keepProb: dropout.keepProb, mode, seed }), caches.dropout)
      }
    }
    return { scores: current.out, caches }
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { reg = 0 } = this.options
    const { scores, caches } = this.forward(x, true)
    const { loss, dscores } = softmaxLoss(scores, labels)
    const grads: Record<string, Tensor> = {}
    let [upstream, total] = [dscores, 0]
    for (let i = this.depth; i > 0; i--) {
      if (i < this.depth) upstream = this.backThroughBlock(upstream, caches, i, grads)
      const { dx, dw, db } = affineBackward(upstream, caches.affine[i - 1])
      const W = this.params[`W${i}`]
      grads[`b${i}`] = db
      grads[`W${i}`] = reg === 0 ? dw : add(dw, mul(reg, W))
      total += sum(mul(W, W))
      upstream = dx
    }
    return { loss: loss + 0.5 * reg * total, grads }
  }

  /** Dropout, ReLU and normalization of hidden layer i, in reverse. */
  backThroughBlock(dout: Tensor, caches: Caches, i: number, grads: Record<string, Tensor>): Tensor {
    const { normalization, dropout } = this.options
    const undropped = dropout ? dropoutBackward(dout, caches.dropout[i - 1]).dx : dout
    const drelu = reluBackward(undropped, caches.relu[i - 1]).dx
    if (!normalization) return drelu
    const { dx, dgamma, dbeta } =
      normalization === 'batchnorm'
        ? batchnormBackward(drelu, caches.batchnorm[i - 1])
        : layernormBackward(drelu, caches.layernorm[i - 1])
    grads[`gamma${i}`] = dgamma
    grads[`beta${i}`] = dbeta
    return dx
  }
}
