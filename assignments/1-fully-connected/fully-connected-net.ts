import { add, mul, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import {
  affineBackward,
  affineForward,
  reluBackward,
  reluForward,
  type AffineCache,
  type ReluCache,
} from './layers.ts'
import { softmaxLoss } from './losses.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

export interface FullyConnectedNetOptions {
  /** Numbers per example; 3 · 32 · 32 by default. */
  inputDim?: number
  /** Units of each hidden layer; at least one layer. */
  hiddenDims: readonly number[]
  /** 10 by default. */
  numClasses?: number
  /** Standard deviation of the initial weights; 1e-2 by default. */
  weightScale?: number
  /** Strength of the L2 regularization; 0 by default. */
  reg?: number
  /** float32 by default. */
  dtype?: DType
  /** Seeds the initial weights; 0 by default. */
  seed?: number
}

/** What one hidden block, affine - ReLU, keeps for the backward pass. */
interface BlockCache {
  affine: AffineCache
  relu: ReluCache
}

/** A fully connected network of any depth: {affine - ReLU} x (L - 1) - affine - softmax. */
export class FullyConnectedNet {
  /** Wi, (fan in, fan out), and bi, (fan out,), for each layer i from 1 to L. */
  readonly params: Record<string, Tensor> = {}
  /** L, the number of affine layers: one more than there are hidden ones. */
  readonly numLayers: number
  readonly reg: number

  constructor({
    inputDim = 3 * 32 * 32,
    hiddenDims,
    numClasses = 10,
    weightScale = 1e-2,
    reg = 0,
    dtype = 'float32',
    seed = 0,
  }: FullyConnectedNetOptions) {
    this.numLayers = hiddenDims.length + 1
    this.reg = reg
    const random = new Random(seed)
    const dims = [inputDim, ...hiddenDims, numClasses]
    // TODO 1.14: for each layer i from 1 to L, Wi of shape (dims[i - 1], dims[i]) with normal numbers of standard
    // deviation weightScale drawn from `random`, and bi with zeros, both as dtype.
    throw new NotImplementedError('1.14')
  }

  /**
   * The scores of every class, before the softmax.
   *
   * @param x - N examples, (N, d1, ..., dk) with d1 · ... · dk = inputDim
   * @returns logits, (N, numClasses)
   */
  scores(x: Tensor): Tensor {
    return this.forward(x).scores
  }

  /** The forward pass: the scores, (N, numClasses), and what the backward pass needs. */
  private forward(x: Tensor): { scores: Tensor; blocks: BlockCache[]; last: AffineCache } {
    const { params, numLayers } = this
    // TODO 1.15: through the L - 1 hidden blocks, affine then ReLU, keeping their caches, and through the last affine.
    throw new NotImplementedError('1.15')
  }

  /**
   * The loss and its gradient: softmax loss plus 0.5 · reg · ΣWi² over all weights; biases are not regularized.
   *
   * @param x - N examples, (N, d1, ..., dk)
   * @param labels - the right class of each, N integers
   * @returns the loss, and one gradient for each parameter, under the same name and in the same shape
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { scores, blocks, last } = this.forward(x)
    const grads: Record<string, Tensor> = {}
    // TODO 1.16: the softmax loss and the way back through the layers, last to first; then regularization: its share
    // of the loss, and of the gradient of each W.
    throw new NotImplementedError('1.16')
  }
}
