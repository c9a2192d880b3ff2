import { add, mul, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from './layers.ts'
import { softmaxLoss } from './losses.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

export interface TwoLayerNetOptions {
  /** The number of values in each example; 3 · 32 · 32 by default. */
  inputDim?: number
  /** The number of units in the hidden layer; 100 by default. */
  hiddenDim?: number
  /** The number of classes; 10 by default. */
  numClasses?: number
  /** Standard deviation of the initial weights; 1e-3 by default. */
  weightScale?: number
  /** Strength of the L2 regularization; 0 by default. */
  reg?: number
  /** The type of the parameters; float32 by default. */
  dtype?: DType
  /** The seed of the initial weights; 0 by default. */
  seed?: number
}

/** The two-layer network: affine - ReLU - affine - softmax. */
export class TwoLayerNet {
  /** W1, (inputDim, hiddenDim); b1, (hiddenDim,); W2, (hiddenDim, numClasses); b2, (numClasses,). */
  readonly params: Record<string, Tensor> = {}
  readonly reg: number

  constructor({
    inputDim = 3 * 32 * 32,
    hiddenDim = 100,
    numClasses = 10,
    weightScale = 1e-3,
    reg = 0,
    dtype = 'float32',
    seed = 0,
  }: TwoLayerNetOptions = {}) {
    this.reg = reg
    const random = new Random(seed)
    // TODO 1.11: Fill W1 and W2 in params with normal numbers from `random` that have standard deviation weightScale.
    // Fill b1 and b2 with zeros. All have type dtype.
    throw new NotImplementedError('1.11')
  }

  /**
   * Computes the scores of every class, before the softmax.
   *
   * @param x - N examples, (N, d1, ..., dk) with d1 · ... · dk = inputDim
   * @returns logits, (N, numClasses)
   */
  scores(x: Tensor): Tensor {
    const { W1, b1, W2, b2 } = this.params
    // TODO 1.12: Apply affine, ReLU and affine.
    throw new NotImplementedError('1.12')
  }

  /**
   * Computes the loss and its gradient: softmax loss plus 0.5 · reg · (ΣW1² + ΣW2²). Biases are not regularized.
   *
   * @param x - N examples, (N, d1, ..., dk)
   * @param labels - the right class of each, N integers
   * @returns the loss, and one gradient for each parameter, under the same name and in the same shape
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { W1, b1, W2, b2 } = this.params
    // TODO 1.13: Go forward through the layers and keep their caches. Compute the loss. Go back through the layers.
    throw new NotImplementedError('1.13')
  }
}
