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

/** The options of a {@link Network}. */
export interface NetworkOptions {
  /** The layers, from the images to the class scores. */
  layers: readonly Layer[]
  /** The shape of one example; (3, 32, 32) by default. */
  inputShape?: Shape
  /**
   * The standard deviation of the initial weights. By default √(2 / fan-in), which keeps the spread of ReLU outputs the
   * same from layer to layer (He et al. 2015, "Delving deep into rectifiers"); a tenth of it in the last layer.
   */
  weightScale?: number
  /** Strength of the L2 regularization: the loss has 0.5 · reg · Σ W²; 0 by default. */
  reg?: number
  /** See `smoothedSoftmaxLoss`; 0 by default. */
  labelSmoothing?: number
  dtype?: DType
  /** The seed of the initial weights and the dropout masks; 0 by default. */
  seed?: number
}

/** A sequence of layers with a softmax loss at its end. */
export class Network implements Model {
  readonly params: Tensors = {}
  readonly batchnormParams: FastBatchnormParams[] = []
  readonly masks: Random
  readonly fixed = new Set<string>()
  readonly #layers: readonly PlacedLayer[]
  readonly #reg: number
  readonly #labelSmoothing: number
  /** Whether the layer with the last weights says how they start. */
  #lastStarts = false

  /** @throws RangeError when a layer does not fit the output of the one before; the message names both */
  constructor(options: NetworkOptions) {
    const { layers, inputShape = [3, 32, 32], weightScale, reg = 0, labelSmoothing = 0, seed = 0 } = options
    this.#reg = reg
    this.#labelSmoothing = labelSmoothing
    // Two streams of one seed, so that weights and masks do not affect each other.
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
        throw new RangeError(
          `Layer ${i + 1} does not fit its input of shape ${formatShape(shape)}: ${reason}`,
        )
      }
    })
    if (weightScale === undefined && !this.#lastStarts) this.#startWithoutOpinion()
  }

  /** Computes the scores of every class, (N, C), in test mode: x is (N, ...inputShape). */
  scores(x: Tensor): Tensor {
    const pass = this.#begin('test')
    const recycle = markStorage()
    let out = x
    for (const layer of this.#layers) {
      out = layer.forward(out, pass).out
      // There is no backward pass that would need the previous layers.
      recycle([out, ...this.#lasting])
    }
    return out
  }

  /** Lets the layers compute what they take from training images, for x (N, ...inputShape). */
  fit(x: Tensor): void {
    const pass = this.#begin('test')
    let out = x
    for (const [i, layer] of this.#layers.entries()) {
      if (!this.#layers.slice(i).some(({ fit }) => fit)) return
      layer.fit?.(out, this.params)
      out = layer.forward(out, pass).out
    }
  }

  /** Computes the training loss and the gradient of every parameter, for x (N, ...inputShape) and N labels. */
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
      // The layer's outputs and caches are no longer needed. They are most of the memory of a step.
      recycle([upstream, grads, ...this.#lasting])
    }
    return { loss: loss + this.#regularize(grads), grads }
  }

  #begin(mode: Pass['mode']): Pass {
    for (const params of this.batchnormParams) params.mode = mode
    return { mode, params: this.params, masks: this.masks }
  }

  /** The objects whose tensors must outlive a pass. */
  get #lasting(): readonly unknown[] {
    return [this.params, this.batchnormParams]
  }

  /** Adds the gradient of the regularization, and returns its loss. */
  #regularize(grads: Tensors): number {
    if (this.#reg === 0) return 0
    const sums = new Float64Array(2)
    for (const [name, W] of Object.entries(this.params)) {
      if (!name.startsWith('W')) continue
      // The second sum is that of the squares.
      loops.channelMoments(sums, W.data, 1, 1, W.size)
      // In place: the layers created these gradients for this pass, and large ones should not be duplicated.
      const { data } = grads[name]
      loops.weightedSum(data, data, W.data, W.size, 1, this.#reg)
    }
    return 0.5 * this.#reg * sums[1]
  }

  /** Scales down the last layer's weights: no ReLU follows it, and all classes should start equally likely. */
  #startWithoutOpinion(): void {
    const last = Object.keys(this.params).findLast((name) => name.startsWith('W'))
    if (last !== undefined) this.params[last] = mul(this.params[last], 0.1)
  }

  #parameters(random: Random, weightScale: number | undefined, dtype: DType): Parameters {
    let layer = 0
    return {
      addWeights: (shape, fanIn, outputs, { start, fixed = false } = {}) => {
        layer++
        const [W, b] = [`W${layer}`, `b${layer}`]
        const w = randn(shape, { random, scale: weightScale ?? Math.sqrt(2 / fanIn), dtype })
        this.params[W] = start ? start(w) : w
        this.#lastStarts = start !== undefined
        if (fixed) this.fixed.add(W)
        this.params[b] = zeros([outputs], dtype)
        return { W, b }
      },
      addBatchnorm: (channels, { gamma: withGamma = true, ...options } = {}) => {
        const [gamma, beta] = [`gamma${layer}`, `beta${layer}`]
        this.params[gamma] = ones([channels], dtype)
        this.params[beta] = zeros([channels], dtype)
        if (!withGamma) this.fixed.add(gamma)
        const params: FastBatchnormParams = { mode: 'train', ...options }
        this.batchnormParams.push(params)
        return { gamma, beta, params }
      },
    }
  }
}
