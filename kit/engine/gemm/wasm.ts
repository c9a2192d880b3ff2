import { wasm, withAddresses, type Wasm } from '../wasm/index.ts'
import type { Engine, Gemm } from './engine.ts'
import { gemm as plainGemm } from './plain.ts'

/**
 * Loads the engine that runs everywhere: `kit/engine/wasm/assembly/gemm.ts`. Matrices outside the WebAssembly memory
 * are copied into it and the product back, which costs little compared to the multiplication.
 *
 * @returns undefined if WebAssembly or its relaxed SIMD instructions are not available
 */
export const loadWasmEngine = (): Engine | undefined =>
  wasm && {
    name: 'WebAssembly SIMD',
    gemm: gemmWith(wasm),
    kernels: {
      float32: { name: 'gemm32', scratchBytes: wasm.kernels.scratchBytes32 as (N: number) => number },
      float64: { name: 'gemm64', scratchBytes: wasm.kernels.scratchBytes64 as (N: number) => number },
    },
  }

function gemmWith(loaded: Wasm): Gemm {
  const { kernels, buffer } = loaded
  const scratchOf = growingScratch(loaded)
  return (...args) => {
    const [ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc] = args
    if (K === 0 || M === 0 || N === 0) return plainGemm(...args)
    const single = C instanceof Float32Array
    const [multiply, scratchBytes] = single
      ? [kernels.gemm32, kernels.scratchBytes32]
      : [kernels.gemm64, kernels.scratchBytes64]
    const scratch = scratchOf(scratchBytes(N) as number)
    if (scratch === undefined) return plainGemm(...args)
    const [transposedA, transposedB] = [Number(ta), Number(tb)]
    if (A.buffer === buffer && B.buffer === buffer && C.buffer === buffer) {
      const bytes = C.BYTES_PER_ELEMENT
      const [a, b, c] = [A.byteOffset + ao * bytes, B.byteOffset + bo * bytes, C.byteOffset + co * bytes]
      multiply(transposedA, transposedB, M, N, K, a, lda, b, ldb, beta, c, ldc, scratch)
      return
    }
    const used = [
      C.subarray(co, co + (M - 1) * ldc + N),
      A.subarray(ao, ao + (ta ? (K - 1) * lda + M : (M - 1) * lda + K)),
      B.subarray(bo, bo + (tb ? (N - 1) * ldb + K : (K - 1) * ldb + N)),
    ]
    const done = withAddresses(loaded, used, 1, ([c, a, b]) => {
      multiply(transposedA, transposedB, M, N, K, a, lda, b, ldb, beta, c, ldc, scratch)
    })
    if (!done) plainGemm(...args)
  }
}

/** Returns a function that provides scratch memory, kept between calls because allocating takes time. */
function growingScratch({ heap }: Wasm): (bytes: number) => number | undefined {
  let [address, size]: [number | undefined, number] = [undefined, 0]
  return (bytes) => {
    if (bytes > size) {
      if (address !== undefined) heap.free(address)
      address = heap.allocate(bytes)
      size = address === undefined ? 0 : bytes
    }
    return address
  }
}
