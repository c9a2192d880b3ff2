import { smoothedSoftmaxLoss, type FastBatchnormParams } from '#kit/layers/index.ts'
import { loops } from '#kit/engine/loops/index.ts'
import type { Model } from './model.ts'
import {
  formatShape,
  markStorage,
  mul,
  ones,
  Random,
  randn,
  zeros,
  type DType,
  type Shape,
  type Tensor,
} from '#kit/tensor/index.ts'
import type { Layer, Parameters, Pass, PlacedLayer, Tensors } from './layer.ts'

/** How a {@link Network} is built. */
export interface NetworkOptions {
  /** From the images to the scores of the classes. */
  layers: readonly Layer[]
  /** The shape of one example; (3, 32, 32) by default. */
  inputShape?: Shape
  /**
   * The standard deviation of the first weights. By default √(2 / fan-in), which keeps the spread of what comes out of
   * a ReLU the same from layer to layer (He et al. 2015, "Delving deep into rectifiers"); a tenth of it in the last layer.
   */
  weightScale?: number
  /** Strength of the L2 regularization: the loss has 0.5 · reg · Σ W²; 0 by default. */
  reg?: number
  /** See `smoothedSoftmaxLoss`; 0 by default. */
  labelSmoothing?: number
  dtype?: DType
  /** Seeds the first weights, and the masks of dropout; 0 by default. */
  seed?: number
}

/** A network that is a row of layers with a softmax loss at its end. */
export class Network implements Model {
  readonly params: Tensors = {}
  readonly batchnormParams: FastBatchnormParams[] = []
  readonly masks: Random
  readonly #layers: readonly PlacedLayer[]
  readonly #reg: number
  readonly #labelSmoothing: number

  /** @throws RangeError when a layer does not fit what comes out of the one before; the message has both */
  constructor(options: NetworkOptions) {
    const { layers, inputShape = [3, 32, 32], weightScale, reg = 0, labelSmoothing = 0, seed = 0 } = options
    this.#reg = reg
    this.#labelSmoothing = labelSmoothing
    // Of one seed, two streams: more layers or other masks change nothing of each other.
    this.masks = new Random(seed, 1)
    const parameters = this.#parameters(new Random(seed), weightScale, options.dtype ?? 'float32')
    let shape = inputShape
    this.#layers = layers.map((layer, i) => {
      try {
        const placed = layer(shape, parameters)
        shape = placed.outputShape
        return placed
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new RangeError(`Layer ${i + 1} does not fit what comes in, ${formatShape(shape)}: ${reason}`)
      }
    })
    if (weightScale === undefined) this.#startWithoutOpinion()
  }

  /** The scores of every class, (N, C), in test mode: x is (N, ...inputShape). */
  scores(x: Tensor): Tensor {
    const pass = this.#begin('test')
    const recycle = markStorage()
    let out = x
    for (const layer of this.#layers) {
      out = layer.forward(out, pass).out
      // Nobody is going back through the layers before.
      recycle([out, ...this.#lasting])
    }
    return out
  }

  /** The training loss and the gradient of every parameter, for x (N, ...inputShape) and N labels. */
  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Tensors } {
    const pass = this.#begin('train')
    let out = x
    const steps = this.#layers.map((layer) => {
      const recycle = markStorage()
      const step = layer.forward(out, pass)
      out = step.out
      return { step, recycle }
    })
    const { loss, dscores } = smoothedSoftmaxLoss(out, labels, this.#labelSmoothing)
    const grads: Tensors = {}
    let upstream: Tensor | undefined = dscores
    for (let i = steps.length - 1; i >= 0; i--) {
      const { step, recycle } = steps[i]
      upstream = step.backward(upstream!, grads, { dx: i > 0 })
      // The backward pass is through with what this layer gave and kept, which is most of the memory of a step.
      recycle([upstream, grads, ...this.#lasting])
    }
    return { loss: loss + this.#regularize(grads), grads }
  }

  #begin(mode: Pass['mode']): Pass {
    for (const params of this.batchnormParams) params.mode = mode
    return { mode, params: this.params, masks: this.masks }
  }

  /** What holds tensors beyond a pass. */
  get #lasting(): readonly unknown[] {
    return [this.params, this.batchnormParams]
  }

  /** Adds the gradient of the regularization, and returns its loss. */
  #regularize(grads: Tensors): number {
    if (this.#reg === 0) return 0
    const sums = new Float64Array(2)
    for (const [name, W] of Object.entries(this.params)) {
      if (!name.startsWith('W')) continue
      // Its second sum is that of the squares.
      loops.channelMoments(sums, W.data, 1, 1, W.size)
      // In place: the layers have made these gradients for this pass, and large ones should not be there twice.
      const { data } = grads[name]
      loops.weightedSum(data, data, W.data, W.size, 1, this.#reg)
    }
    return 0.5 * this.#reg * sums[1]
  }

  /** Makes the weights of the scores smaller: no ReLU follows them, and all classes should begin as equally likely. */
  #startWithoutOpinion(): void {
    const last = Object.keys(this.params).findLast((name) => name.startsWith('W'))
    if (last !== undefined) this.params[last] = mul(this.params[last], 0.1)
  }

  #parameters(random: Random, weightScale: number | undefined, dtype: DType): Parameters {
    let layer = 0
    return {
      addWeights: (shape, fanIn, outputs) => {
        layer++
        const [W, b] = [`W${layer}`, `b${layer}`]
        this.params[W] = randn(shape, { random, scale: weightScale ?? Math.sqrt(2 / fanIn), dtype })
        this.params[b] = zeros([outputs], dtype)
        return { W, b }
      },
      addBatchnorm: (channels) => {
        const [gamma, beta] = [`gamma${layer}`, `beta${layer}`]
        this.params[gamma] = ones([channels], dtype)
        this.params[beta] = zeros([channels], dtype)
        const params: FastBatchnormParams = { mode: 'train' }
        this.batchnormParams.push(params)
        return { gamma, beta, params }
      },
    }
  }
}
