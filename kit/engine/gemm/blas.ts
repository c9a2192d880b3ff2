import { createRequire } from 'node:module'
import type { TensorData } from '../numbers.ts'
import type { Kernel } from '../wasm/index.ts'
import type { Engine, Gemm } from './engine.ts'
import { gemm as plainGemm } from './plain.ts'

/** Thrown when a library cannot be used. The message is one sentence that says why. */
export class BlasError extends Error {
  override readonly name = 'BlasError'
}

/** The usual names and paths of fast BLAS libraries. A plain `libblas` is used only if it is really OpenBLAS. */
export const systemLibraries: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libopenblasp.so.0', 'libblas.so.3'],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['libopenblas.dll'],
}

/**
 * Loads an engine that calls a BLAS library through its C interface, without copying any array.
 *
 * @param library - a path, or a name that the system's loader knows
 * @param mustBeFast - whether to reject slow reference implementations: the library must be OpenBLAS
 * @throws BlasError when the library cannot be loaded, has no `cblas_sgemm` and `cblas_dgemm`, or gives wrong products
 */
export function loadBlasEngine(library: string, { mustBeFast = false } = {}): Engine {
  let functions
  try {
    functions = open(library)
  } catch (error) {
    throw new BlasError(`${library} cannot be used as a BLAS library: ${firstLine(error)}.`)
  }
  const { sgemm, dgemm, setThreads } = functions
  if (mustBeFast && !setThreads) throw new BlasError(`${library} is not OpenBLAS.`)
  const gemm = gemmWith(sgemm, dgemm)
  if (!multipliesRight(gemm)) {
    throw new BlasError(`${library} cannot be used as a BLAS library: its matrix products are wrong.`)
  }
  const scratchBytes = () => 0
  return {
    name: `BLAS, ${library}`,
    gemm,
    setThreads,
    kernels: { float32: { name: 'blas32', scratchBytes }, float64: { name: 'blas64', scratchBytes } },
    library,
  }
}

/** Returns the products of a BLAS library as kernels, with the same arguments as the WebAssembly kernels. */
export function blasKernels({ gemm }: Engine, memory: SharedArrayBuffer): Record<string, Kernel> {
  const kernel =
    (all: TensorData): Kernel =>
    (ta, tb, M, N, K, A, lda, B, ldb, beta, C, ldc) => {
      const [a, b, c] = [A, B, C].map((address) => address / all.BYTES_PER_ELEMENT)
      gemm(ta !== 0, tb !== 0, M, N, K, all, a, lda, all, b, ldb, beta === 0 ? 0 : 1, all, c, ldc)
    }
  return { blas32: kernel(new Float32Array(memory)), blas64: kernel(new Float64Array(memory)) }
}

/** `cblas_sgemm` or `cblas_dgemm`: C = alpha A B + beta C. */
type CblasGemm = (
  layout: number,
  ta: number,
  tb: number,
  M: number,
  N: number,
  K: number,
  alpha: number,
  A: TensorData,
  lda: number,
  B: TensorData,
  ldb: number,
  beta: number,
  C: TensorData,
  ldc: number,
) => void

const ROW_MAJOR = 101
const NOT_TRANSPOSED = 111
const TRANSPOSED = 112

interface BlasFunctions {
  sgemm: CblasGemm
  dgemm: CblasGemm
  setThreads?: (count: number) => void
}

function open(library: string): BlasFunctions {
  // Loaded here rather than imported, because koffi does not support every platform.
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  const lib = koffi.load(library)
  const gemm = (name: string, type: string): CblasGemm => {
    const [sizes, pointer] = [['int', 'int', 'int'], `${type} *`]
    return lib.func(name, 'void', [
      ...sizes,
      ...sizes,
      type,
      pointer,
      'int',
      pointer,
      'int',
      type,
      pointer,
      'int',
    ])
  }
  const functions = { sgemm: gemm('cblas_sgemm', 'float'), dgemm: gemm('cblas_dgemm', 'double') }
  try {
    return { ...functions, setThreads: lib.func('openblas_set_num_threads', 'void', ['int']) }
  } catch {
    return functions
  }
}

function gemmWith(sgemm: CblasGemm, dgemm: CblasGemm): Gemm {
  return (ta, tb, M, N, K, A, ao, lda, B, bo, ldb, beta, C, co, ldc) => {
    const multiply = C instanceof Float32Array ? sgemm : dgemm
    multiply(
      ROW_MAJOR,
      ta ? TRANSPOSED : NOT_TRANSPOSED,
      tb ? TRANSPOSED : NOT_TRANSPOSED,
      M,
      N,
      K,
      1,
      ao === 0 ? A : A.subarray(ao),
      // BLAS requires this even if there is no second row.
      Math.max(1, lda, ta ? M : K),
      bo === 0 ? B : B.subarray(bo),
      Math.max(1, ldb, tb ? K : N),
      beta,
      co === 0 ? C : C.subarray(co),
      Math.max(1, ldc, N),
    )
  }
}

/** Returns whether a small product is correct for all transpositions, in both types and with gaps between rows. */
function multipliesRight(gemm: Gemm): boolean {
  const [M, N, K, gap] = [5, 6, 7, 2]
  for (const type of [Float32Array, Float64Array]) {
    const numbers = (offset: number) => new type(100).map((_, i) => ((i * 37 + offset) % 19) - 9)
    const [A, B] = [numbers(1), numbers(2)]
    for (const [ta, tb, beta] of [
      [false, false, 0],
      [true, false, 1],
      [false, true, 1],
      [true, true, 0],
    ] as const) {
      const [actual, expected] = [numbers(3), numbers(3)]
      const sizes = [ta, tb, M, N, K, A, 1, (ta ? M : K) + gap, B, 2, (tb ? K : N) + gap, beta] as const
      gemm(...sizes, actual, 3, N + gap)
      plainGemm(...sizes, expected, 3, N + gap)
      // The numbers are small integers, so that every order of addition gives the same result.
      if (!actual.every((value, i) => value === expected[i])) return false
    }
  }
  return true
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0].replace(/\.$/, '')
