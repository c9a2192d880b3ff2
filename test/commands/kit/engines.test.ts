import { expect, onTestFinished, test, vi } from 'vitest'
import { engine } from '#kit/engine/gemm/index.ts'
import { engineAdvice, type EngineSpeed } from '../../../kit/commands/kit/doctor/engines.ts'

/** Returns measured speeds: one for the engine in use here, one for WebAssembly. */
const measured = (own: number, webAssembly: number): EngineSpeed[] => [
  { name: engine.name, float32: own, float64: own / 2, inUse: true },
  { name: 'WebAssembly SIMD', float32: webAssembly, float64: 7, inUse: false },
]

test.skipIf(!engine.name.startsWith('BLAS'))('a BLAS library is the fastest engine only if it is', () => {
  vi.stubEnv('CNN_BLAS', undefined)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(engineAdvice(measured(120, 50))).toBe('This is the fastest engine. There is nothing to do.')
  expect(engineAdvice(measured(45, 50))).toBe('This is the fastest engine. There is nothing to do.')
  expect(engineAdvice(measured(3, 50))).toMatch(
    /^On this machine, WebAssembly SIMD is faster than .*\. .* or set CNN_ENGINE to wasm\.$/,
  )
})
