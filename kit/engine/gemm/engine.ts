import type { DType, TensorData } from '../numbers.ts'

/**
 * General matrix multiplication: C = A B + beta C, where A is M x K, B is K x N and C is M x N.
 *
 * Matrices are row-major inside typed arrays: A starts at `ao` and its rows are `lda` apart, and so on. With `ta`, A is
 * stored transposed (K rows of M); with `tb`, B is (N rows of K). All three arrays are of one type.
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
  /** How many bytes of working memory a call needs for N columns of C. */
  scratchBytes: (N: number) => number
}

/** A way to multiply matrices. */
export interface Engine {
  /** What it is, for people: `WebAssembly SIMD`. */
  name: string
  gemm: Gemm
  /** Sets how many threads a product is divided among, in the whole process; undefined where there is no choice. */
  setThreads?: (count: number) => void
  /** For matrices in the memory of WebAssembly; undefined where one thread has to multiply alone. */
  kernels?: Record<DType, GemmKernel>
  /** The BLAS library that it is. */
  library?: string
}
