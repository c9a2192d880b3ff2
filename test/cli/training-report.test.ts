import { expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import { Solver, type UpdateRule } from '#kit/solver/index.ts'
import { TrainingReport } from '../../kit/cli/training-report.ts'
import { sgd } from '../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../solutions/1-fully-connected/two-layer-net.ts'

const dataset = await loadDataset({ name: 'tiny', scale: true })
const { train, validation } = dataset

test.for([
  [20, 20, 'The filters of the first layer<'],
  [500, 64, 'The filters of the first layer, 64 of 500<'],
] as const)('of %i filters it shows %i', async ([hiddenDim, shown, heading]) => {
  const model = new TwoLayerNet({ hiddenDim, weightScale: 1e-2, reg: 0 })
  const updateRules = { sgd: sgd as UpdateRule }
  const solver = new Solver(
    model,
    { train, validation },
    { updateRules, optimizerConfig: { learningRate: 1 }, epochs: 1 },
  )
  const page = await new TrainingReport({ name: '', description: '', settings: {}, dataset, solver }).page()
  expect(page).toContain(heading)
  // Tiles of 32 x 32 in a frame, as many columns as rows.
  const width = Math.ceil(Math.sqrt(shown)) * 33 + 1
  const [, drawn] = /<img [^>]* width="(\d+)"/.exec(page)!
  expect(Number(drawn) % width).toBe(0)
})
