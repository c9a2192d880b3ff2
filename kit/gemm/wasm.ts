import { readFileSync } from 'node:fs'
import type { TensorData } from '../tensor/tensor.ts'
import type { Engine, Gemm } from './engine.ts'

/** What `assembly/gemm.ts` exports; addresses are in bytes, booleans are numbers. */
interface Kernel {
  memory: WebAssembly.Memory
  scratchBytes32(N: number): number
  scratchBytes64(N: number): number
  gemm32: KernelGemm
  gemm64: KernelGemm
}

type KernelGemm = (
  ta: boolean,
  tb: boolean,
  M: number,
  N: number,
  K: number,
  A: number,
  lda: number,
  B: number,
  ldb: number,
  add: boolean,
  C: number,
  ldc: number,
  scratch: number,
) => void

/** Memory below this address is left alone. */
const FIRST_ADDRESS = 1024
const PAGE = 65536

/**
 * The engine that runs everywhere: `gemm.wasm`, which `npm run wasm` builds from `assembly/gemm.ts`. Matrices are copied
 * into its memory and the product back, which costs little beside the multiplication.
 *
 * @returns undefined where WebAssembly or its relaxed SIMD instructions are not available
 */
export function loadWasmEngine(): Engine | undefined {
  let kernel: Kernel
  try {
    const module = new WebAssembly.Module(readFileSync(new URL('gemm.wasm', import.meta.url)))
    kernel = new WebAssembly.Instance(module).exports as unknown as Kernel
  } catch {
    return undefined
  }
  return { name: 'WebAssembly SIMD', gemm: gemmWith(kernel) }
}

function gemmWith(kernel: Kernel): Gemm {
  const { memory } = kernel
  return (ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc) => {
    if (K === 0 || M === 0 || N === 0) {
      if (beta === 0) for (let i = 0; i < M; i++) C.fill(0, co + i * ldc, co + i * ldc + N)
      return
    }
    const single = C instanceof Float32Array
    const sizeA = ta ? (K - 1) * lda + M : (M - 1) * lda + K
    const sizeB = tb ? (N - 1) * ldb + K : (K - 1) * ldb + N
    const bytes = C.BYTES_PER_ELEMENT
    const a = FIRST_ADDRESS
    const b = aligned(a + sizeA * bytes)
    // The product is compact there, so that what lies between the rows of C is left alone.
    const c = aligned(b + sizeB * bytes)
    const scratch = aligned(c + M * N * bytes)
    const end = scratch + (single ? kernel.scratchBytes32(N) : kernel.scratchBytes64(N))
    if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE))

    const heap: TensorData = single ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer)
    heap.set(A.subarray(ao, ao + sizeA), a / bytes)
    heap.set(B.subarray(bo, bo + sizeB), b / bytes)
    const product = heap.subarray(c / bytes, c / bytes + M * N)
    const compact = ldc === N
    if (compact && beta === 1) product.set(C.subarray(co, co + M * N))
    const multiply = single ? kernel.gemm32 : kernel.gemm64
    multiply(ta, tb, M, N, K, a, lda, b, ldb, compact && beta === 1, c, N, scratch)
    if (compact) {
      C.set(product, co)
      return
    }
    for (let i = 0; i < M; i++) {
      const row = co + i * ldc
      if (beta === 0) for (let j = 0; j < N; j++) C[row + j] = product[i * N + j]
      else for (let j = 0; j < N; j++) C[row + j] += product[i * N + j]
    }
  }
}

/** The next address at which a vector may start. */
const aligned = (address: number): number => Math.ceil(address / 64) * 64
