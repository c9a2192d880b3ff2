import { gemm } from '#kit/engine/gemm/index.ts'
import { empty, matmul, sizeOf, sum, type Tensor } from '#kit/tensor/index.ts'
import { asType } from './arrays.ts'
import { requireShape } from './require-shape.ts'

/** What {@link affineBackward} needs from the forward pass. */
export interface FastAffineCache {
  /** Inputs, (N, d1, ..., dk). */
  x: Tensor
  /** Weights, (D, M). */
  w: Tensor
}

/** The gradients of an affine layer, each in the shape of its input. */
export interface AffineGradients {
  /** (N, d1, ..., dk); undefined if it was not requested. */
  dx?: Tensor
  /** (D, M) */
  dw: Tensor
  /** (M,) */
  db: Tensor
}

/**
 * Computes the affine layer fast, with the same signature and the same result as that of Part 1.
 *
 * @param x - inputs, (N, d1, ..., dk); D = d1 · ... · dk
 * @param w - weights, (D, M)
 * @param b - biases, (M,)
 * @returns `out`, (N, M), and the cache for {@link affineBackward}
 * @throws RangeError when the shapes do not match; the message names them
 */
export function affineForward(x: Tensor, w: Tensor, b: Tensor): { out: Tensor; cache: FastAffineCache } {
  const [N, [D, M]] = [x.shape[0], w.shape]
  requireShape('the weights of an affine layer', w, [sizeOf(x.shape.slice(1)), M])
  requireShape('the biases of an affine layer', b, [M])
  const weights = asType(w, x.dtype)
  const out = empty([N, M], x.dtype)
  // The product is added to the biases.
  for (let n = 0; n < N; n++) out.data.set(b.data, n * M)
  gemm(false, false, N, M, D, x.data, 0, D, weights.data, 0, M, 1, out.data, 0, M)
  return { out, cache: { x, w: weights } }
}

/**
 * Computes the backward pass of {@link affineForward}.
 *
 * @param dout - the upstream gradient, (N, M)
 * @returns `dx` in the shape of x; `dw`, (D, M); `db`, (M,)
 */
export function affineBackward(dout: Tensor, cache: FastAffineCache): Required<AffineGradients>
/**
 * Computes the same without the gradient of x, which saves half of the work in a first layer.
 *
 * @param wanted - with `dx: false`, there is no `dx`
 */
export function affineBackward(dout: Tensor, cache: FastAffineCache, wanted: { dx: boolean }): AffineGradients
export function affineBackward(
  dout: Tensor,
  { x, w }: FastAffineCache,
  wanted = { dx: true },
): AffineGradients {
  requireShape('the upstream gradient of an affine layer', dout, [x.shape[0], w.shape[1]])
  const dx = wanted.dx ? matmul(dout, w, { transposeB: true }).reshape(x.shape) : undefined
  const dw = matmul(x.reshape([x.shape[0], -1]), dout, { transposeA: true })
  return { dx, dw, db: sum(dout, 0) }
}
