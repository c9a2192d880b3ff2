import { add, map, matmul, mul, sum, type Tensor } from '#kit/tensor/index.ts'

// As in a library of layers: an object for each layer keeps what it saw, in private, and is the cache.

class Affine {
  readonly #w: Tensor
  readonly #b: Tensor
  #input: Tensor | undefined

  constructor(w: Tensor, b: Tensor) {
    this.#w = w
    this.#b = b
  }

  call(x: Tensor): Tensor {
    this.#input = x
    return add(this.#b, matmul(x.reshape([x.shape[0], this.#w.shape[0]]), this.#w))
  }

  gradients(dout: Tensor) {
    const input = this.#input!
    const rows = input.reshape([input.shape[0], -1])
    return Object.freeze({
      // Of a single example, the gradient of the bias is the upstream gradient itself, under another shape.
      db: dout.shape[0] === 1 ? dout.reshape(this.#b.shape) : sum(dout, 0),
      dw: matmul(rows, dout, { transposeA: true }),
      dx: matmul(dout, this.#w, { transposeB: true }).reshape(input.shape),
      layer: 'affine',
    })
  }
}

export function affineForward(x: Tensor, w: Tensor, b: Tensor) {
  const cache = new Affine(w, b)
  return { cache, out: cache.call(x), name: 'affine' }
}

export const affineBackward = (dout: Tensor, layer: Affine): { dx: Tensor; dw: Tensor; db: Tensor } =>
  layer.gradients(dout)

/** The cache is the backward pass itself. */
export function reluForward(x: Tensor) {
  const gate = map(x, (value) => (value > 0 ? 1 : 0))
  return Object.freeze({ out: mul(x, gate), cache: (dout: Tensor) => mul(gate, dout) })
}

export const reluBackward = (dout: Tensor, back: (dout: Tensor) => Tensor): { dx: Tensor } => ({
  dx: back(dout),
})
