import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { updateRules } from '#kit/layers/index.ts'
import { restoreState, Solver, stateOf, type Examples, type UpdateRule } from '#kit/solver/index.ts'
import { concat, Tensor } from '#kit/tensor/index.ts'
import { readCheckpoint, writeCheckpoint } from '../../../../kit/training/run/checkpoint.ts'
import { batchOf } from './batch.ts'
import type { NetworkSpec } from './networks.ts'
import { parallel } from './support.ts'
import { temporaryFolder } from '../../../support/folders.ts'

const all = batchOf(20, 'float32')

const examples: Examples = {
  size: 20,
  batch: (indices) => ({
    x: concat(Array.from(indices, (n) => new Tensor(all.x.data.slice(n * 72, (n + 1) * 72), [1, 2, 6, 6]))),
    labels: Array.from(indices, (n) => all.labels[n]),
  }),
}

/** Creates a solver with 3 epochs of 3 steps, the last of which has 4 examples. */
const solverOf = async (network: NetworkSpec['network'], workers: number): Promise<Solver> =>
  new Solver(
    await parallel({ network, dtype: 'float32' }, workers),
    { train: examples, validation: examples },
    {
      updateRules: updateRules as unknown as Record<string, UpdateRule>,
      updateRule: 'adam',
      optimizerConfig: { learningRate: 0.01 },
      batchSize: 8,
      epochs: 3,
      recycle: true,
    },
  )

function resultOf(solver: Solver) {
  for (const _ of solver.run());
  const { history, optimizerStates } = solver
  const { params, batchnormParams, masks } = solver.model
  const running = batchnormParams?.map(({ runningMean, runningVar }) => ({ runningMean, runningVar }))
  return { history, optimizerStates, params, running, position: masks?.position }
}

describe.each([
  ['both', 3],
  ['of Part 3', 2],
] as const)('a run of the network "%s" with %i workers', (network, workers) => {
  test('is the same to the last bit, in one go, again, and resumed', async () => {
    const whole = resultOf(await solverOf(network, workers))
    expect(resultOf(await solverOf(network, workers))).toEqual(whole)

    const stopped = await solverOf(network, workers)
    for (const event of stopped.run()) if (event.type === 'step' && stopped.step === 5) break
    const path = join(temporaryFolder(), 'checkpoint')
    const rest = { recipe: 'test', options: {}, kitVersion: '1', seconds: 0 }
    await writeCheckpoint(path, { ...rest, state: stateOf(stopped) })
    const resumed = await solverOf(network, workers)
    restoreState(resumed, (await readCheckpoint(path)).state)
    expect(resultOf(resumed)).toEqual(whole)
  })
})
