import { add, map, matmul, mul, sum, type Tensor } from '#kit/tensor/index.ts'

/** What `affineBackward` needs from the forward pass. You may change it: the checks never look inside a cache. */
export interface AffineCache {
  x: Tensor
  w: Tensor
}

/**
 * The affine (fully connected) layer: every output is a weighted sum of all inputs plus a bias.
 *
 * @param x - inputs, (N, d1, ..., dk): N examples of any shape; D = d1 · ... · dk
 * @param w - weights, (D, M)
 * @param b - biases, (M,)
 * @returns `out`, (N, M), and the cache for the backward pass
 */
export function affineForward(x: Tensor, w: Tensor, b: Tensor): { out: Tensor; cache: AffineCache } {
  // TODO 1.1: Treat every example as a row of length D. out is these rows times w, plus b, with shape (N, M).
  // BEGIN SOLUTION 1.1
  const rows = x.reshape([x.shape[0], -1])
  const out = add(matmul(rows, w), b)
  return { out, cache: { x, w } }
  // END SOLUTION 1.1
}

/**
 * The backward pass of the affine layer.
 *
 * @param dout - the upstream gradient, (N, M)
 * @param cache - what the forward pass kept
 * @returns `dx` in the shape of x, (N, d1, ..., dk); `dw`, (D, M); `db`, (M,)
 */
export function affineBackward(dout: Tensor, cache: AffineCache): { dx: Tensor; dw: Tensor; db: Tensor } {
  // TODO 1.2: Compute the gradients of sum(dout * out) with respect to x, w and b, each in the shape of its input.
  // BEGIN SOLUTION 1.2
  const { x, w } = cache
  const rows = x.reshape([x.shape[0], -1])
  const dx = matmul(dout, w, { transposeB: true }).reshape(x.shape)
  const dw = matmul(rows, dout, { transposeA: true })
  const db = sum(dout, 0)
  return { dx, dw, db }
  // END SOLUTION 1.2
}

/** What `reluBackward` needs from the forward pass. You may change it. */
export interface ReluCache {
  x: Tensor
}

/**
 * The rectified linear unit, max(0, x), element by element.
 *
 * @param x - inputs of any shape
 * @returns `out` in the same shape, and the cache for the backward pass
 */
export function reluForward(x: Tensor): { out: Tensor; cache: ReluCache } {
  // TODO 1.3: out is x where x is positive, and 0 elsewhere. It has the shape of x.
  // BEGIN SOLUTION 1.3
  const out = map(x, (value) => Math.max(0, value))
  return { out, cache: { x } }
  // END SOLUTION 1.3
}

/**
 * The backward pass of the rectified linear unit. At exactly x = 0, where the function has a kink, the gradient is 0.
 *
 * @param dout - the upstream gradient, in the shape of x
 * @param cache - what the forward pass kept
 * @returns `dx` in the shape of x
 */
export function reluBackward(dout: Tensor, cache: ReluCache): { dx: Tensor } {
  // TODO 1.4: dx is dout where x is positive, and 0 elsewhere (also where x is exactly 0).
  // BEGIN SOLUTION 1.4
  const isPositive = map(cache.x, (value) => Number(value > 0))
  return { dx: mul(dout, isPositive) }
  // END SOLUTION 1.4
}
