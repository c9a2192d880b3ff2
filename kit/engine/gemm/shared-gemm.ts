import type { TensorData } from '../numbers.ts'
import { callOnAllThreads, threadCount } from '../threads/shared.ts'
import { inWasmMemory, withScratch } from '../wasm/index.ts'
import type { Engine, Gemm } from './engine.ts'

/** A product, as the engine is asked for it. */
type Product = Parameters<Gemm>

/**
 * The matrix multiplication of an engine, shared by all threads where there are several: each takes some of the rows of
 * the product, or of the columns if there are more of them. They need all matrices in the memory of WebAssembly.
 */
export function sharedGemm({ gemm, kernels }: Engine): Gemm {
  if (!kernels) return gemm
  return (...product) => {
    const threads = threadCount()
    if (threads === 1) return gemm(...product)
    // Also what this thread has to multiply alone: BLAS rounds a part in another way than the whole, and where matrices
    // lie must not change a bit. They lie elsewhere when a training run goes on, for example.
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

/** The parts of a product, one for each thread, or fewer of a small one. */
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
 * Divides rows or columns among threads, in multiples of the rows and columns that WebAssembly's kernel takes at once.
 *
 * @returns the first of each part, and how many
 */
function divide(total: number, threads: number): [start: number, count: number][] {
  const length = Math.ceil(total / threads / 24) * 24
  return Array.from({ length: Math.ceil(total / length) }, (_, number) => [
    number * length,
    Math.min(length, total - number * length),
  ])
}

/** The arguments of the kernel for a product in the memory of WebAssembly, but for its working memory. */
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
