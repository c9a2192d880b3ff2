import { callOnAllThreads, threadCount } from '../threads/shared.ts'
import { inWasmMemory, withScratch } from '../wasm/index.ts'
import type { Engine, Gemm } from './engine.ts'

/** Rows or columns of a product: the first one, and how many. */
type Range = readonly [start: number, count: number]

/**
 * The matrix multiplication of an engine, shared by all threads where there are several and all matrices lie in the
 * memory of WebAssembly: each takes some of the rows of the product, or of the columns if there are more of them.
 */
export function sharedGemm({ gemm, kernels }: Engine): Gemm {
  if (!kernels) return gemm
  return (...args) => {
    const [ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc] = args
    const threads = threadCount()
    if (threads === 1 || !(inWasmMemory(A) && inWasmMemory(B) && inWasmMemory(C))) return gemm(...args)
    const bytes = C.BYTES_PER_ELEMENT
    const { name, scratchBytes } = kernels[C instanceof Float32Array ? 'float32' : 'float64']
    const scratchSize = scratchBytes(N)
    withScratch(Float64Array, [(threads * scratchSize) / 8], (scratch) => {
      if (!inWasmMemory(scratch)) return gemm(...args)
      const part = ([i, rows]: Range, [j, columns]: Range, number: number): number[] => [
        Number(ta),
        Number(tb),
        rows,
        columns,
        K,
        A.byteOffset + bytes * (ao + i * (ta ? 1 : lda)),
        lda,
        B.byteOffset + bytes * (bo + j * (tb ? ldb : 1)),
        ldb,
        beta,
        C.byteOffset + bytes * (co + i * ldc + j),
        ldc,
        scratch.byteOffset + number * scratchSize,
      ]
      const parts =
        M < N
          ? divide(N, threads).map((columns, number) => part([0, M], columns, number))
          : divide(M, threads).map((rows, number) => part(rows, [0, N], number))
      callOnAllThreads(name, parts)
    })
  }
}

/** Divides rows or columns among threads, in multiples of the rows and columns that WebAssembly's kernel takes at once. */
function divide(total: number, threads: number): Range[] {
  const length = Math.ceil(total / threads / 24) * 24
  return Array.from({ length: Math.ceil(total / length) }, (_, number) => [
    number * length,
    Math.min(length, total - number * length),
  ])
}
