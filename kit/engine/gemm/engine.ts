import type { DType, TensorData } from '../numbers.ts'

/**
 * General matrix multiplication: C = A B + beta C, where A is M x K, B is K x N and C is M x N.
 *
 * Matrices are row-major inside typed arrays: A starts at `ao` and its rows are `lda` apart, and so on. With `ta`, A is
 * stored transposed (K rows of M); with `tb`, B is stored transposed (N rows of K). All three arrays have the same
 * type.
 */
export type Gemm = (
  ta: boolean,
  tb: boolean,
  M: number,
  N: number,
  K: number,
  A: TensorData,
  ao: number,
  lda: number,
  B: TensorData,
  bo: number,
  ldb: number,
  beta: 0 | 1,
  C: TensorData,
  co: number,
  ldc: number,
) => void

/** A matrix product as a kernel, which several threads can call at the same time; see `kit/engine/threads`. */
export interface GemmKernel {
  name: string
  /** Returns how many bytes of working memory a call needs for N columns of C. */
  scratchBytes: (N: number) => number
}

/** A way to multiply matrices. */
export interface Engine {
  /** The name for display: `WebAssembly SIMD`. */
  name: string
  gemm: Gemm
  /** Sets the number of threads for each product, in the whole process; undefined if that cannot be set. */
  setThreads?: (count: number) => void
  /** Kernels for matrices in the WebAssembly memory; undefined if products cannot be shared among threads. */
  kernels?: Record<DType, GemmKernel>
  /** The BLAS library, if the engine uses one. */
  library?: string
}
