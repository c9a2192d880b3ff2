import type { TensorData } from '../numbers.ts'
import type { Gemm } from './engine.ts'

/**
 * Multiplies matrices in plain TypeScript; see {@link Gemm}.
 *
 * Tiles of A and B are copied ("packed") into the order in which they are read, and 4 x 4 elements of C are accumulated
 * in local variables: each number loaded is then used four times (Goto and van de Geijn 2008, "Anatomy of
 * high-performance matrix multiplication").
 */
export const gemm: Gemm = (ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc) => {
  if (beta === 0) for (let i = 0; i < M; i++) C.fill(0, co + i * ldc, co + i * ldc + N)
  const packedA = new Float64Array(TILE * Math.min(DEPTH, K))
  const packedB = new Float64Array(Math.ceil(N / TILE) * TILE * Math.min(DEPTH, K))
  const tile = new Float64Array(TILE * TILE)

  for (let k0 = 0; k0 < K; k0 += DEPTH) {
    const depth = Math.min(DEPTH, K - k0)
    for (let j = 0; j < N; j += TILE) {
      pack(packedB, j * depth, B, bo, tb ? ldb : 1, tb ? 1 : ldb, j, N, k0, depth)
    }
    for (let i = 0; i < M; i += TILE) {
      pack(packedA, 0, A, ao, ta ? 1 : lda, ta ? lda : 1, i, M, k0, depth)
      for (let j = 0; j < N; j += TILE) {
        multiplyTile(packedA, packedB, j * depth, depth, tile)
        const rows = Math.min(TILE, M - i)
        const columns = Math.min(TILE, N - j)
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) C[co + (i + r) * ldc + j + c] += tile[r * TILE + c]
        }
      }
    }
  }
}

const TILE = 4
/** How much of K is packed at a time, so that a packed panel stays in the fast caches. */
const DEPTH = 256

/** Copies four lines (rows of A or columns of B) of `depth` elements side by side; lines past `end` become zeros. */
function pack(
  out: Float64Array,
  o: number,
  from: TensorData,
  offset: number,
  lineStep: number,
  depthStep: number,
  line: number,
  end: number,
  k0: number,
  depth: number,
): void {
  for (let t = 0; t < TILE; t++) {
    const start = offset + (line + t) * lineStep + k0 * depthStep
    for (let k = 0; k < depth; k++) out[o + k * TILE + t] = line + t < end ? from[start + k * depthStep] : 0
  }
}

/** Computes a 4 x 4 tile of the product from a packed panel of A and one of B. */
// prettier-ignore
function multiplyTile(a: Float64Array, b: Float64Array, bo: number, depth: number, out: Float64Array): void {
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0
  let c10 = 0, c11 = 0, c12 = 0, c13 = 0
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0
  let c30 = 0, c31 = 0, c32 = 0, c33 = 0
  for (let p = 0, q = bo; p < depth * TILE; p += TILE, q += TILE) {
    const b0 = b[q], b1 = b[q + 1], b2 = b[q + 2], b3 = b[q + 3]
    const a0 = a[p]
    c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3
    const a1 = a[p + 1]
    c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3
    const a2 = a[p + 2]
    c20 += a2 * b0; c21 += a2 * b1; c22 += a2 * b2; c23 += a2 * b3
    const a3 = a[p + 3]
    c30 += a3 * b0; c31 += a3 * b1; c32 += a3 * b2; c33 += a3 * b3
  }
  out[0] = c00; out[1] = c01; out[2] = c02; out[3] = c03
  out[4] = c10; out[5] = c11; out[6] = c12; out[7] = c13
  out[8] = c20; out[9] = c21; out[10] = c22; out[11] = c23
  out[12] = c30; out[13] = c31; out[14] = c32; out[15] = c33
}
