import {
  affineBackward,
  affineForward,
  affineReluBackward,
  affineReluForward,
  batchnormBackward,
  batchnormForward,
  convBackward,
  convBatchnormReluBackward,
  convBatchnormReluForward,
  convForward,
  convReluBackward,
  convReluForward,
  convReluPoolBackward,
  convReluPoolForward,
  reluBackward,
  reluForward,
  type AffineGradients,
  type FastBatchnormParams,
} from '#kit/layers/index.ts'
import { add, mean, mul, ones, Random, randn, zeros, type Tensor } from '#kit/tensor/index.ts'
import { softmaxLoss } from '#work/1-fully-connected/losses.ts'

/** A line of models.json. */
export interface LayerSpec {
  affine?: [inputs: number, outputs: number]
  conv?: [channels: number, filters: number, size: number, stride: number, pad: number]
  block?: [channels: number, filters: number, stride: number]
  averagePool?: boolean
  batchnorm?: boolean
  relu?: boolean
  pool?: boolean
}

type Backward = (dout: Tensor, wanted: { dx: boolean }) => Tensor | undefined
type AnyBackward = (dout: Tensor, cache: unknown, wanted: { dx: boolean }) => AffineGradients
type Layer = (x: Tensor, grads: Record<string, Tensor>) => { out: Tensor; backward: Backward }

/** A network for measuring, from models.json: the same layers as in pytorch.py. */
export class BenchModel {
  readonly params: Record<string, Tensor> = {}
  readonly batchnormParams: FastBatchnormParams[] = []
  readonly #layers: Layer[]
  readonly #random = new Random(1)

  constructor(specs: readonly LayerSpec[]) {
    this.#layers = specs.map((spec) => this.#layer(spec))
  }

  loss(x: Tensor, labels: ArrayLike<number>): { loss: number; grads: Record<string, Tensor> } {
    const grads: Record<string, Tensor> = {}
    const backwards: Backward[] = []
    let input = x
    for (const layer of this.#layers) {
      const { out, backward } = layer(input, grads)
      backwards.push(backward)
      input = out
    }
    const { loss, dscores } = softmaxLoss(input, labels)
    let upstream: Tensor | undefined = dscores
    for (let i = backwards.length - 1; i >= 0; i--) upstream = backwards[i](upstream!, { dx: i > 0 })
    return { loss, grads }
  }

  #layer({ affine, conv, block, batchnorm, relu, pool }: LayerSpec): Layer {
    if (affine) return this.#affine(affine, relu)
    if (block) return this.#block(...block)
    if (!conv) return averagePool
    return batchnorm ? this.#convBatchnormRelu(...conv) : this.#convRelu(conv, pool)
  }

  #weights(shape: number[], fanIn: number, outputs: number): [w: string, b: string] {
    const [w, b] = ['W', 'b'].map((letter) => `${letter}${Object.keys(this.params).length}`)
    this.params[w] = randn(shape, { random: this.#random, scale: Math.sqrt(2 / fanIn), dtype: 'float32' })
    this.params[b] = zeros([outputs], 'float32')
    return [w, b]
  }

  #affine([D, M]: number[], relu = false): Layer {
    const [w, b] = this.#weights([D, M], D, M)
    const [forward, backward] = relu
      ? [affineReluForward, affineReluBackward]
      : [affineForward, affineBackward]
    return (x, grads) => {
      const { out, cache } = forward(x, this.params[w], this.params[b])
      return {
        out,
        backward: (dout, wanted) => {
          const { dx, dw, db } = (backward as AnyBackward)(dout, cache, wanted)
          Object.assign(grads, { [w]: dw, [b]: db })
          return dx
        },
      }
    }
  }

  #convRelu([C, F, size, stride, pad]: number[], pool = false): Layer {
    const [w, b] = this.#weights([F, C, size, size], C * size * size, F)
    const square = { poolHeight: 2, poolWidth: 2, stride: 2 }
    const backward = pool ? convReluPoolBackward : convReluBackward
    return (x, grads) => {
      const [W, B, options] = [this.params[w], this.params[b], { stride, pad }]
      const { out, cache } = pool
        ? convReluPoolForward(x, W, B, options, square)
        : convReluForward(x, W, B, options)
      return {
        out,
        backward: (dout, wanted) => {
          const { dx, dw, db } = (backward as AnyBackward)(dout, cache, wanted)
          Object.assign(grads, { [w]: dw, [b]: db })
          return dx
        },
      }
    }
  }

  #batchnorm(C: number): { gamma: string; beta: string; params: FastBatchnormParams } {
    const number = this.batchnormParams.length
    const [gamma, beta] = [`gamma${number}`, `beta${number}`]
    this.params[gamma] = ones([C], 'float32')
    this.params[beta] = zeros([C], 'float32')
    const params: FastBatchnormParams = { mode: 'train' }
    this.batchnormParams.push(params)
    return { gamma, beta, params }
  }

  #convBatchnormRelu(C: number, F: number, size: number, stride: number, pad: number): Layer {
    const [w, b] = this.#weights([F, C, size, size], C * size * size, F)
    const { gamma, beta, params } = this.#batchnorm(F)
    return (x, grads) => {
      const { [w]: W, [b]: B, [gamma]: G, [beta]: S } = this.params
      // With stride 2, the border of an image of even size stays empty below and on the right.
      const options = { stride, pad, padEnd: stride === 1 ? pad : pad - 1 }
      const { out, cache } = convBatchnormReluForward(x, W, B, G, S, options, params)
      return {
        out,
        backward: (dout, wanted) => {
          const { dx, dw, db, dgamma, dbeta } = convBatchnormReluBackward(dout, cache, wanted)
          Object.assign(grads, { [w]: dw, [b]: db, [gamma]: dgamma, [beta]: dbeta })
          return dx
        },
      }
    }
  }

  /** Two convolutions and an identity shortcut, as in He et al. 2015, option A. */
  #block(C: number, F: number, stride: number): Layer {
    const first = this.#convBatchnormRelu(C, F, 3, stride, 1)
    const [w, b] = this.#weights([F, F, 3, 3], F * 9, F)
    const { gamma, beta, params } = this.#batchnorm(F)
    return (x, grads) => {
      const inner = first(x, grads)
      const conv = convForward(inner.out, this.params[w], this.params[b], { stride: 1, pad: 1 })
      const norm = batchnormForward(conv.out, this.params[gamma], this.params[beta], params)
      const { out, cache } = reluForward(add(norm.out, stride === 1 ? x : shrink(x)))
      return {
        out,
        backward: (dout) => {
          const dsum = reluBackward(dout, cache).dx
          const dnorm = batchnormBackward(dsum, norm.cache)
          const dconv = convBackward(dnorm.dx, conv.cache)
          Object.assign(grads, {
            [w]: dconv.dw,
            [b]: dconv.db,
            [gamma]: dnorm.dgamma,
            [beta]: dnorm.dbeta,
          })
          const dx = inner.backward(dconv.dx, { dx: true })!
          return add(dx, stride === 1 ? dsum : grow(dsum))
        },
      }
    }
  }
}

/** Every second pixel, with as many channels again that are 0. */
function shrink(x: Tensor): Tensor {
  const [N, C, H, W] = x.shape
  const out = zeros([N, 2 * C, H / 2, W / 2], x.dtype)
  eachPair(x.shape, (from, to) => {
    out.data[to] = x.data[from]
  })
  return out
}

/** The backward pass of {@link shrink}. */
function grow(dout: Tensor): Tensor {
  const [N, C, H, W] = dout.shape
  const dx = zeros([N, C / 2, 2 * H, 2 * W], dout.dtype)
  eachPair(dx.shape, (from, to) => {
    dx.data[from] = dout.data[to]
  })
  return dx
}

function eachPair([N, C, H, W]: readonly number[], visit: (from: number, to: number) => void): void {
  for (let n = 0; n < N; n++) {
    for (let c = 0; c < C; c++) {
      for (let i = 0; i < H; i += 2) {
        const from = ((n * C + c) * H + i) * W
        const to = ((n * 2 * C + c + C / 2) * (H / 2) + i / 2) * (W / 2)
        for (let j = 0; j < W; j += 2) visit(from + j, to + j / 2)
      }
    }
  }
}

const averagePool: Layer = (x) => {
  const [N, C, H, W] = x.shape
  return {
    out: mean(x, [2, 3]),
    backward: (dout) => mul(dout.reshape([N, C, 1, 1]), mul(ones([H, W], x.dtype), 1 / (H * W))),
  }
}
