import { blasKernels } from '../gemm/blas.ts'
import type { Engine } from '../gemm/engine.ts'
import type { Kernel } from '../wasm/index.ts'

/** Returns all kernels that threads can call: those of WebAssembly, and the products of a BLAS library. */
export const kernelsWith = (
  kernels: Readonly<Record<string, Kernel>>,
  memory: SharedArrayBuffer,
  engine: Engine | undefined,
): Readonly<Record<string, Kernel>> => ({
  ...kernels,
  ...(engine?.library !== undefined && blasKernels(engine, memory)),
})
