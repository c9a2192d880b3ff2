import type { TensorData } from '../numbers.ts'
import { callOnAllThreads, threadCount } from '../threads/shared.ts'
import { inWasmMemory, withScratch } from '../wasm/index.ts'
import type { Engine, Gemm } from './engine.ts'

/** The arguments of a product. */
type Product = Parameters<Gemm>

/**
 * Returns an engine's matrix multiplication, shared by all threads if there are several. Each thread computes some of
 * the product's rows, or columns if there are more of them. All matrices must be in the WebAssembly memory.
 */
export function sharedGemm({ gemm, kernels }: Engine): Gemm {
  if (!kernels) return gemm
  return (...product) => {
    const threads = threadCount()
    if (threads === 1) return gemm(...product)
    // This thread computes the same parts even if it works alone. BLAS rounds a part differently from the whole, and
    // the result must not depend on where matrices are stored. That location changes when a training run resumes, for
    // example.
    const parts = divided(product, threads)
    const alone = () => parts.forEach((part) => gemm(...part))
    const [, , , N, , A, , , B, , , , C] = product
    if (![A, B, C].every(inWasmMemory)) return alone()
    const { name, scratchBytes } = kernels[C instanceof Float32Array ? 'float32' : 'float64']
    const scratchSize = scratchBytes(N)
    withScratch(Float64Array, [(threads * scratchSize) / 8], (scratch) => {
      if (!inWasmMemory(scratch)) return alone()
      const scratchOf = (number: number) => scratch.byteOffset + number * scratchSize
      callOnAllThreads(
        name,
        parts.map((part, number) => [...kernelArguments(part), scratchOf(number)]),
      )
    })
  }
}

/** Splits a product into one part for each thread, or fewer for a small product. */
function divided(product: Product, threads: number): Product[] {
  const [ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc] = product
  return M < N
    ? divide(N, threads).map(([j, columns]) => {
        return [ta, tb, M, columns, K, A, ao, lda, B, bo + j * (tb ? ldb : 1), ldb, beta, C, co + j, ldc]
      })
    : divide(M, threads).map(([i, rows]) => {
        return [ta, tb, rows, N, K, A, ao + i * (ta ? 1 : lda), lda, B, bo, ldb, beta, C, co + i * ldc, ldc]
      })
}

/**
 * Divides rows or columns among threads, in multiples of the rows and columns that the WebAssembly kernel processes at
 * once.
 *
 * @returns the start and the length of each part
 */
function divide(total: number, threads: number): [start: number, count: number][] {
  const length = Math.ceil(total / threads / 24) * 24
  return Array.from({ length: Math.ceil(total / length) }, (_, number) => [
    number * length,
    Math.min(length, total - number * length),
  ])
}

/** Returns the kernel's arguments for a product in the WebAssembly memory, without its working memory. */
function kernelArguments([ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc]: Product): number[] {
  const address = (array: TensorData, offset: number) => array.byteOffset + array.BYTES_PER_ELEMENT * offset
  return [
    Number(ta),
    Number(tb),
    M,
    N,
    K,
    address(A, ao),
    lda,
    address(B, bo),
    ldb,
    beta,
    address(C, co),
    ldc,
  ]
}
