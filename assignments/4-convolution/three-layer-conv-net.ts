// These are the fast ones. Your own give the same numbers, and they are one edit away: import convForward and
// convBackward from './conv.ts', maxPoolForward and maxPoolBackward from './max-pool.ts'.
import { convBackward, convForward, maxPoolBackward, maxPoolForward } from '#kit/layers/index.ts'
import { add, mul, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

export interface ThreeLayerConvNetOptions {
  /** Channels, height and width of an image: [3, 32, 32] by default. Height and width must be even. */
  inputDim?: readonly number[]
  /** Filters of the convolution; 32 by default. */
  numFilters?: number
  /** Height and width of the filters, an odd number; 7 by default. */
  filterSize?: number
  /** Units of the hidden affine layer; 100 by default. */
  hiddenDim?: number
  /** 10 by default. */
  numClasses?: number
  /** Standard deviation of the initial weights; 1e-3 by default. */
  weightScale?: number
  /** Strength of the L2 regularization; 0 by default. */
  reg?: number
  /** float32 by default. */
  dtype?: DType
  /** Seeds the initial weights; 0 by default. */
  seed?: number
}

const POOL = { poolHeight: 2, poolWidth: 2, stride: 2 }

type CacheOf<Forward extends (...args: never[]) => { cache: unknown }> = ReturnType<Forward>['cache']

/** What each layer keeps for the backward pass, in the order of the layers. */
interface Caches {
  conv: CacheOf<typeof convForward>
  convRelu: CacheOf<typeof reluForward>
  pool: CacheOf<typeof maxPoolForward>
  hidden: CacheOf<typeof affineForward>
  hiddenRelu: CacheOf<typeof reluForward>
  last: CacheOf<typeof affineForward>
}

/**
 * A convolutional network of three layers: conv - ReLU - 2 x 2 max pool - affine - ReLU - affine - softmax. The
 * convolution has stride 1 and a border that keeps height and width as they are.
 */
export class ThreeLayerConvNet {
  /**
   * W1, (numFilters, C, filterSize, filterSize), and b1, (numFilters,), of the convolution; W2, (numFilters · H/2 · W/2,
   * hiddenDim), and b2, (hiddenDim,); W3, (hiddenDim, numClasses), and b3, (numClasses,).
   */
  readonly params: Record<string, Tensor> = {}
  readonly reg: number
  /** Of the convolution. */
  readonly options: { stride: number; pad: number }

  /** @throws RangeError when filterSize is even, or when the image cannot be pooled 2 x 2 */
  constructor({
    inputDim = [3, 32, 32],
    numFilters = 32,
    filterSize = 7,
    hiddenDim = 100,
    numClasses = 10,
    weightScale = 1e-3,
    reg = 0,
    dtype = 'float32',
    seed = 0,
  }: ThreeLayerConvNetOptions = {}) {
    const [C, H, W] = inputDim
    if (filterSize % 2 !== 1) {
      throw new RangeError(
        `filterSize must be odd, not ${filterSize}: only then can a border keep the image's size`,
      )
    }
    if (H % 2 !== 0 || W % 2 !== 0) {
      throw new RangeError(`images of ${H} x ${W} cannot be pooled 2 x 2: height and width must be even`)
    }
    this.reg = reg
    this.options = { stride: 1, pad: (filterSize - 1) / 2 }
    const random = new Random(seed)
    // TODO 4.9: fill params: W1, W2 and W3 with normal numbers of standard deviation weightScale drawn from `random`,
    // b1, b2 and b3 with zeros, all of them as dtype.
    throw new NotImplementedError('4.9')
  }

  /**
   * The scores of every class, before the softmax.
   *
   * @param x - images, (N, C, H, W)
   * @returns logits, (N, numClasses)
   */
  scores(x: Tensor): Tensor {
    return this.forward(x).scores
  }

  /** The forward pass: the scores, (N, numClasses), and what the backward pass needs. */
  private forward(x: Tensor): { scores: Tensor; caches: Caches } {
    const { W1, b1, W2, b2, W3, b3 } = this.params
    // TODO 4.10: conv (with this.options), ReLU, pool (with POOL), affine, ReLU, affine, keeping every cache.
    throw new NotImplementedError('4.10')
  }

  /**
   * The loss and its gradient: softmax loss plus 0.5 · reg · (ΣW1² + ΣW2² + ΣW3²); biases are not regularized.
   *
   * @param x - images, (N, C, H, W)
   * @param labels - the right class of each, N integers
   * @returns the loss, and one gradient for each parameter, under the same name and in the same shape
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { scores, caches } = this.forward(x)
    // TODO 4.11: the softmax loss and the way back through the layers, last to first; then regularization: its share
    // of the loss, and of the gradient of each W.
    throw new NotImplementedError('4.11')
  }
}
