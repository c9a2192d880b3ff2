import { expect, test, vi } from 'vitest'
import { engine } from '#kit/engine/gemm/index.ts'
import type { Solver } from '#kit/solver/index.ts'
import type { Checkpoint } from '#kit/training/index.ts'
import { startThreads } from '#kit/engine/threads/index.ts'
import { arithmetic, goingOn } from '../../../kit/commands/train/training-resume.ts'

const solver = (step: number) => ({ step, stepsPerEpoch: 3, options: { epochs: 4 } }) as Solver
const before = { kitVersion: '1.2.3', arithmetic: 'WebAssembly SIMD' } as Checkpoint

test('where a run goes on, and whether anything has changed that its numbers depend on', () => {
  expect(goingOn(before, solver(6), before)).toBe('Continuing after 2 of 4 epochs.')
  expect(goingOn(before, solver(7), { ...before, kitVersion: '1.3.0' })).toBe(
    'Continuing after 2 of 4 epochs and 1 steps. ' +
      'The run was started with version 1.2.3 of the kit, and this is version 1.3.0. Its numbers may differ a little.',
  )
  const now = { ...before, arithmetic: 'BLAS, libopenblas.so.0, threads: 2' }
  expect(goingOn(before, solver(6), now)).toBe(
    'Continuing after 2 of 4 epochs. ' +
      'It continues with BLAS, libopenblas.so.0, threads: 2 instead of WebAssembly SIMD. Its numbers may differ a little.',
  )
  // Older checkpoints do not record the arithmetic.
  expect(goingOn({ ...before, arithmetic: undefined }, solver(6), now)).toBe(
    'Continuing after 2 of 4 epochs.',
  )
})

test('the number of threads counts where the engine rounds parts of a product in another way than the whole', async () => {
  const rounds = engine.library !== undefined
  expect(arithmetic()).toBe(rounds ? `${engine.name}, threads: 1` : engine.name)
  vi.stubEnv('CNN_THREADS', '2')
  const endThreads = await startThreads()
  vi.unstubAllEnvs()
  expect(arithmetic()).toBe(rounds ? `${engine.name}, threads: 2` : engine.name)
  await endThreads()
})
