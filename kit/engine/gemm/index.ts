/**
 * Matrix multiplication, by the fastest engine that this machine has.
 *
 * @module
 */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { chooseEngine } from './choose.ts'
import type { Gemm } from './engine.ts'
import { gemm as plainGemm } from './plain.ts'
import { sharedGemm } from './shared-gemm.ts'

export type { Engine, Gemm } from './engine.ts'
export {
  chooseEngine,
  engineNames,
  plainEngine,
  type Choice,
  type EngineName,
  type EngineOptions,
} from './choose.ts'

const choice = chooseEngine(process.env)
// Threads started later inherit this, so that each problem is reported once per process.
const SAID = 'cnn-from-scratch: problems of the engines are said'
if (!getEnvironmentData(SAID)) for (const problem of choice.problems) console.warn(problem)
setEnvironmentData(SAID, true)

/** The engine in use, which depends on the variables CNN_ENGINE and CNN_BLAS; see {@link chooseEngine}. */
export const { engine } = choice

/** With fewer multiplications than this, calling another engine takes longer than multiplying here. */
const SMALL = 2 ** 11
/** From this many on, threads share a product. A smaller one is finished before they notice. */
const LARGE = 2 ** 20

const gemmOnAllThreads = sharedGemm(engine)

/** Multiplies matrices; see {@link Gemm}. */
export const gemm: Gemm = (ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc) => {
  const count = M * N * K
  const multiply = count < SMALL ? plainGemm : count < LARGE ? engine.gemm : gemmOnAllThreads
  multiply(ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc)
}
