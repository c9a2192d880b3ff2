import { add, mul, ones, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import {
  batchnormBackward,
  batchnormForward,
  type BatchnormCache,
  type BatchnormParams,
} from '#work/2-normalization/batchnorm.ts'
import { layernormBackward, layernormForward, type LayernormCache } from '#work/2-normalization/layernorm.ts'
import { dropoutBackward, dropoutForward, type DropoutCache } from '#work/3-dropout/dropout.ts'
import {
  affineBackward,
  affineForward,
  reluBackward,
  reluForward,
  type AffineCache,
  type ReluCache,
} from './layers.ts'
import { softmaxLoss } from './losses.ts'

export interface FullyConnectedNetOptions {
  /** The number of values in each example; 3 · 32 · 32 by default. */
  inputDim?: number
  /** The number of units in each hidden layer; at least one layer. */
  hiddenDims: readonly number[]
  /** The number of classes; 10 by default. */
  numClasses?: number
  /** The normalization after each hidden affine layer (Part 2); none by default. */
  normalization?: 'batchnorm' | 'layernorm'
  /** The dropout after each hidden ReLU (Part 3); none by default. With a seed, every pass draws the same masks. */
  dropout?: { keepProb: number; seed?: number }
  /** Standard deviation of the initial weights; 1e-2 by default. */
  weightScale?: number
  /** Strength of the L2 regularization; 0 by default. */
  reg?: number
  /** The type of the parameters; float32 by default. */
  dtype?: DType
  /** The seed of the initial weights, and of the dropout masks if dropout has no seed of its own; 0 by default. */
  seed?: number
}

/** 'train' uses the statistics of the batch and drops units, 'test' does neither. */
type Mode = 'train' | 'test'

/** What one hidden block, affine - normalize - ReLU - drop, keeps for the backward pass. */
interface BlockCache {
  affine: AffineCache
  normalize?: BatchnormCache | LayernormCache
  relu: ReluCache
  drop?: DropoutCache
}

/** A fully connected network of any depth: {affine - [normalization] - ReLU - [dropout]} x (L - 1) - affine - softmax. */
export class FullyConnectedNet {
  /**
   * Wi, (fan in, fan out), and bi, (fan out,), for each layer i from 1 to L. A network with normalization also has gammai
   * and betai, (fan out,), for each hidden layer.
   */
  readonly params: Record<string, Tensor> = {}
  /** L, the number of affine layers: the hidden layers and the last one. */
  readonly numLayers: number
  readonly reg: number
  private readonly normalization: FullyConnectedNetOptions['normalization']
  private readonly dropout: FullyConnectedNetOptions['dropout']
  /** The settings and running averages of each hidden layer's batch normalization, starting with layer 1. */
  readonly batchnormParams: BatchnormParams[]
  /** The source of the masks if dropout has no seed. So the network's seed determines a whole training run. */
  readonly masks: Random

  /** @throws RangeError when the normalization is unknown, or keepProb is not above 0 and at most 1 */
  constructor({
    inputDim = 3 * 32 * 32,
    hiddenDims,
    numClasses = 10,
    normalization,
    dropout,
    weightScale = 1e-2,
    reg = 0,
    dtype = 'float32',
    seed = 0,
  }: FullyConnectedNetOptions) {
    if (normalization && !['batchnorm', 'layernorm'].includes(normalization)) {
      throw new RangeError(`normalization must be 'batchnorm' or 'layernorm', not '${normalization}'`)
    }
    if (dropout && !(dropout.keepProb > 0 && dropout.keepProb <= 1)) {
      throw new RangeError(`dropout.keepProb must be above 0 and at most 1, not ${dropout.keepProb}`)
    }
    this.numLayers = hiddenDims.length + 1
    this.reg = reg
    this.normalization = normalization
    this.dropout = dropout
    this.batchnormParams = hiddenDims.map(() => ({ mode: 'train' }))
    this.masks = new Random(seed, 1)
    const random = new Random(seed)
    const dims = [inputDim, ...hiddenDims, numClasses]
    // TODO 1.14: For each layer i from 1 to L, fill Wi, (dims[i - 1], dims[i]), with normal numbers from `random` that
    // have standard deviation weightScale. Fill bi with zeros. Both have type dtype.
    // BEGIN SOLUTION 1.14
    for (let i = 1; i <= this.numLayers; i++) {
      this.params[`W${i}`] = randn([dims[i - 1], dims[i]], { random, scale: weightScale, dtype })
      this.params[`b${i}`] = zeros([dims[i]], dtype)
    }
    // END SOLUTION 1.14
    if (normalization) {
      // TODO 2.8: For each hidden layer i from 1 to L - 1, fill gammai with ones and betai with zeros. Both have shape
      // (dims[i],) and type dtype.
      // BEGIN SOLUTION 2.8
      for (let i = 1; i < this.numLayers; i++) {
        this.params[`gamma${i}`] = ones([dims[i]], dtype)
        this.params[`beta${i}`] = zeros([dims[i]], dtype)
      }
      // END SOLUTION 2.8
    }
  }

  /**
   * Computes the scores of every class, before the softmax, in test mode.
   *
   * @param x - N examples, (N, d1, ..., dk) with d1 · ... · dk = inputDim
   * @returns logits, (N, numClasses)
   */
  scores(x: Tensor): Tensor {
    return this.forward(x, 'test').scores
  }

  /** The forward pass. Returns the scores, (N, numClasses), and what the backward pass needs. */
  private forward(x: Tensor, mode: Mode): { scores: Tensor; blocks: BlockCache[]; last: AffineCache } {
    const { params, numLayers } = this
    // TODO 1.15: Go through the L - 1 hidden blocks (affine - this.normalize - ReLU - this.drop) and the last affine
    // layer. Keep all caches. (Without normalization and dropout, this.normalize and this.drop return their input.)
    // BEGIN SOLUTION 1.15
    const blocks: BlockCache[] = []
    let input = x
    for (let i = 1; i < numLayers; i++) {
      const affine = affineForward(input, params[`W${i}`], params[`b${i}`])
      const normalized = this.normalize(affine.out, i, mode)
      const relu = reluForward(normalized.out)
      const drop = this.drop(relu.out, i, mode)
      blocks.push({ affine: affine.cache, normalize: normalized.cache, relu: relu.cache, drop: drop.cache })
      input = drop.out
    }
    const last = affineForward(input, params[`W${numLayers}`], params[`b${numLayers}`])
    return { scores: last.out, blocks, last: last.cache }
    // END SOLUTION 1.15
  }

  /**
   * Computes the loss and its gradient in train mode. The loss is the softmax loss plus 0.5 · reg · ΣWi² over all
   * weights. Nothing else is regularized.
   *
   * @param x - N examples, (N, d1, ..., dk)
   * @param labels - the right class of each, N integers
   * @returns the loss, and one gradient for each parameter, under the same name and in the same shape
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { scores, blocks, last } = this.forward(x, 'train')
    const grads: Record<string, Tensor> = {}
    // TODO 1.16: Compute the softmax loss. Go back through the layers from last to first, with this.dropBackward and
    // this.normalizeBackward in their places. Add the regularization to the loss and to the gradient of each W.
    // BEGIN SOLUTION 1.16
    let { loss, dscores } = softmaxLoss(scores, labels)
    let upstream = affineBackward(dscores, last)
    for (let i = this.numLayers; i >= 1; i--) {
      const W = this.params[`W${i}`]
      loss += 0.5 * this.reg * sum(mul(W, W))
      grads[`W${i}`] = add(upstream.dw, mul(this.reg, W))
      grads[`b${i}`] = upstream.db
      if (i === 1) break
      const { affine, normalize, relu, drop } = blocks[i - 2]
      const drelu = reluBackward(this.dropBackward(upstream.dx, drop), relu).dx
      upstream = affineBackward(this.normalizeBackward(drelu, normalize, i - 1, grads), affine)
    }
    return { loss, grads }
    // END SOLUTION 1.16
  }

  /**
   * The normalization of a hidden layer. In a network without normalization, it returns its input.
   *
   * @param x - the output of the affine layer, (N, D)
   * @param layer - the number of the layer, from 1 to L - 1
   * @returns `out`, (N, D), and the cache for {@link normalizeBackward}
   */
  private normalize(
    x: Tensor,
    layer: number,
    mode: Mode,
  ): { out: Tensor; cache?: BatchnormCache | LayernormCache } {
    if (!this.normalization) return { out: x }
    // TODO 2.9: Apply batch or layer normalization, as this.normalization says, with the gamma and beta of this layer.
    // Batch normalization also needs the mode, and the entry of this.batchnormParams for this layer.
    // BEGIN SOLUTION 2.9
    const gamma = this.params[`gamma${layer}`]
    const beta = this.params[`beta${layer}`]
    if (this.normalization === 'layernorm') return layernormForward(x, gamma, beta)
    const batchnormParams = this.batchnormParams[layer - 1]
    batchnormParams.mode = mode
    return batchnormForward(x, gamma, beta, batchnormParams)
    // END SOLUTION 2.9
  }

  /**
   * The backward pass through {@link normalize}.
   *
   * @param dout - the upstream gradient, (N, D)
   * @param cache - what `normalize` kept
   * @param layer - the number of the layer, from 1 to L - 1
   * @param grads - receives the gradients of this layer's gamma and beta, under their names
   * @returns the gradient of the input of `normalize`, (N, D)
   */
  private normalizeBackward(
    dout: Tensor,
    cache: BlockCache['normalize'],
    layer: number,
    grads: Record<string, Tensor>,
  ): Tensor {
    if (!this.normalization) return dout
    // TODO 2.10: Return the gradient of the input, (N, D). Put the gradients of gamma and beta, (D,), into grads.
    // BEGIN SOLUTION 2.10
    const { dx, dgamma, dbeta } =
      this.normalization === 'batchnorm'
        ? batchnormBackward(dout, cache as BatchnormCache)
        : layernormBackward(dout, cache as LayernormCache)
    grads[`gamma${layer}`] = dgamma
    grads[`beta${layer}`] = dbeta
    return dx
    // END SOLUTION 2.10
  }

  /**
   * The dropout of a hidden layer. In a network without dropout, it returns its input.
   *
   * @param x - the output of the ReLU, (N, D)
   * @param layer - the number of the layer, from 1 to L - 1
   * @returns `out`, (N, D), and the cache for {@link dropBackward}
   */
  private drop(x: Tensor, layer: number, mode: Mode): { out: Tensor; cache?: DropoutCache } {
    if (!this.dropout) return { out: x }
    const { keepProb } = this.dropout
    const seed = mode === 'train' ? this.maskSeed(layer) : undefined
    // TODO 3.3: Apply dropout to x with this keepProb, mode and seed.
    // BEGIN SOLUTION 3.3
    return dropoutForward(x, { keepProb, mode, seed })
    // END SOLUTION 3.3
  }

  /** The seed of a layer's next mask. If dropout has a seed, it is always the same. Otherwise it is new each time. */
  private maskSeed(layer: number): number {
    const seed = this.dropout?.seed
    return (seed === undefined ? this.masks : new Random(seed, layer)).uint32()
  }

  /** The backward pass through {@link drop}: from the upstream gradient, (N, D), to that of the input, (N, D). */
  private dropBackward(dout: Tensor, cache: BlockCache['drop']): Tensor {
    if (!this.dropout) return dout
    // TODO 3.4: Return the gradient of the input.
    // BEGIN SOLUTION 3.4
    return dropoutBackward(dout, cache as DropoutCache).dx
    // END SOLUTION 3.4
  }
}
