import { expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import { estimatedTime } from '#kit/commands/train/training-time.ts'
import { roughly } from '#kit/text/quantities.ts'
import { updateRules } from '#kit/layers/index.ts'
import { affine, averagePool, convBatchnormRelu, dropout, Network } from '#kit/network/index.ts'
import { Solver } from '#kit/solver/index.ts'

const dataset = await loadDataset({ name: 'tiny', scale: true })
const [train, validation] = [dataset.train.subset(60), dataset.validation.subset(20)]

/** Returns a solver of a network whose loss draws masks and moves running averages. */
function newSolver(epochs: number): Solver {
  const layers = [convBatchnormRelu(4, { stride: 2, padEnd: 0 }), averagePool(), dropout(0.5), affine(10)]
  const options = { updateRules, updateRule: 'adam', optimizerConfig: { learningRate: 1e-2 } }
  const model = new Network({ layers, seed: 0 })
  return new Solver(model, { train, validation }, { ...options, batchSize: 20, epochs, recycle: true })
}

test('an estimate changes no number of the run', () => {
  const [plain, estimated] = [newSolver(2), newSolver(2)]
  expect(estimatedTime(estimated)).toBeGreaterThan(0)
  for (const solver of [plain, estimated]) for (const event of solver.run()) void event
  expect(estimated.history).toEqual(plain.history)
  expect(estimated.bestRunningAverages).toEqual(plain.bestRunningAverages)
})

test('it is for the steps that are left', () => {
  const solver = newSolver(2)
  for (const event of solver.run()) void event
  expect(estimatedTime(solver)).toBe(0)
})

test.for([
  [100, '10 s'],
  [41_000, '50 s'],
  [61_000, '2 min'],
  [3_601_000, '1 h 10 min'],
  [7_200_000, '2 h 0 min'],
] as const)('%i ms are about %s', ([time, text]) => {
  expect(roughly(time)).toBe(text)
})
