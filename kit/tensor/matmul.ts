import { gemm } from '../engine/gemm/index.ts'
import { allocate } from './create.ts'
import { resultType } from './elementwise.ts'
import { formatShape, shapeError } from './shape.ts'
import { requireTensor, Tensor } from './tensor.ts'

/** The options of {@link matmul}. */
export interface MatmulOptions {
  /** Multiplies the transpose of `a`, without creating it. */
  transposeA?: boolean
  /** Multiplies by the transpose of `b`, without creating it. */
  transposeB?: boolean
}

/**
 * Returns the matrix product: (M, K) times (K, N) is (M, N).
 *
 * @throws RangeError naming both shapes when they are not two matching matrices
 * @throws TypeError when one of them is no tensor
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  requireTensor('matmul', 'the first argument', a)
  requireTensor('matmul', 'the second argument', b)
  const name = (x: Tensor, transposed: boolean) => formatShape(x.shape) + (transposed ? ' transposed' : '')
  const [M, K] = transposeA ? a.shape.toReversed() : a.shape
  const [rows, N] = transposeB ? b.shape.toReversed() : b.shape
  if (a.shape.length !== 2 || b.shape.length !== 2 || K !== rows) {
    throw shapeError(
      'matmul',
      `matmul: cannot multiply ${name(a, transposeA)} by ${name(b, transposeB)}; the shapes must be (M, K) and (K, N)`,
    )
  }
  const dtype = resultType(a, b)
  const left = a.dtype === dtype ? a : a.astype(dtype)
  const right = b.dtype === dtype ? b : b.astype(dtype)
  const out = allocate(M * N, dtype)
  gemm(transposeA, transposeB, M, N, K, left.data, 0, a.shape[1], right.data, 0, b.shape[1], 0, out, 0, N)
  return new Tensor(out, [M, N])
}
