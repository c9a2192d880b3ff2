// These are the kit's fast layers. Your own give the same numbers. To use them, import convForward and convBackward from
// './conv.ts', and maxPoolForward and maxPoolBackward from './max-pool.ts'.
import { convBackward, convForward, maxPoolBackward, maxPoolForward } from '#kit/layers/index.ts'
import { add, mul, Random, randn, sum, zeros, type DType, type Tensor } from '#kit/tensor/index.ts'
import { affineBackward, affineForward, reluBackward, reluForward } from '#work/1-fully-connected/layers.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'

export interface ThreeLayerConvNetOptions {
  /** The channels, height and width of an image; [3, 32, 32] by default. Height and width must be even. */
  inputDim?: readonly number[]
  /** The number of filters in the convolution; 32 by default. */
  numFilters?: number
  /** The height and width of the filters, an odd number; 7 by default. */
  filterSize?: number
  /** The number of units in the hidden affine layer; 100 by default. */
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
 * convolution has stride 1, and a border that keeps the height and width of the image.
 */
export class ThreeLayerConvNet {
  /**
   * W1, (numFilters, C, filterSize, filterSize), and b1, (numFilters,), of the convolution; W2, (numFilters · H/2 · W/2,
   * hiddenDim), and b2, (hiddenDim,); W3, (hiddenDim, numClasses), and b3, (numClasses,).
   */
  readonly params: Record<string, Tensor> = {}
  readonly reg: number
  /** The options of the convolution. */
  readonly options: { stride: number; pad: number }

  /** @throws RangeError when filterSize is even, or when the height or width of the image is odd */
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
        `filterSize must be odd, not ${filterSize}, so that a border can keep the image's size`,
      )
    }
    if (H % 2 !== 0 || W % 2 !== 0) {
      throw new RangeError(`images of ${H} x ${W} cannot be pooled 2 x 2: height and width must be even`)
    }
    this.reg = reg
    this.options = { stride: 1, pad: (filterSize - 1) / 2 }
    const random = new Random(seed)
    // TODO 4.9: Fill W1, W2 and W3 in params with normal numbers from `random` that have standard deviation weightScale.
    // Fill b1, b2 and b3 with zeros. All have type dtype.
    throw new NotImplementedError('4.9')
  }

  /**
   * Computes the scores of every class, before the softmax.
   *
   * @param x - images, (N, C, H, W)
   * @returns logits, (N, numClasses)
   */
  scores(x: Tensor): Tensor {
    return this.forward(x).scores
  }

  /** The forward pass. Returns the scores, (N, numClasses), and what the backward pass needs. */
  private forward(x: Tensor): { scores: Tensor; caches: Caches } {
    const { W1, b1, W2, b2, W3, b3 } = this.params
    // TODO 4.10: Apply conv (with this.options), ReLU, pool (with POOL), affine, ReLU and affine. Keep every cache.
    throw new NotImplementedError('4.10')
  }

  /**
   * Computes the loss and its gradient: softmax loss plus 0.5 · reg · (ΣW1² + ΣW2² + ΣW3²). Biases are not regularized.
   *
   * @param x - images, (N, C, H, W)
   * @param labels - the right class of each, N integers
   * @returns the loss, and one gradient for each parameter, under the same name and in the same shape
   */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const { scores, caches } = this.forward(x)
    // TODO 4.11: Compute the softmax loss. Go back through the layers from last to first. Add the regularization to the
    // loss and to the gradient of each W.
    throw new NotImplementedError('4.11')
  }
}
