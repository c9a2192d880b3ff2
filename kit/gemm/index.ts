/**
 * Matrix multiplication, by the fastest engine that this machine has.
 *
 * @module
 */
import type { Engine, Gemm } from './engine.ts'
import { gemm as plainGemm } from './plain.ts'
import { loadWasmEngine } from './wasm.ts'

export type { Engine, Gemm } from './engine.ts'

/** Plain TypeScript: always there. */
export const plainEngine: Engine = { name: 'plain TypeScript', gemm: plainGemm }

/** The engine in use. */
export const engine: Engine = loadWasmEngine() ?? plainEngine

/** Below this many multiplications, copying to another engine takes longer than multiplying here. */
const SMALL = 2048

/** General matrix multiplication; see {@link Gemm}. */
export const gemm: Gemm = (ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc) => {
  const multiply = M * N * K < SMALL ? plainGemm : engine.gemm
  multiply(ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc)
}
