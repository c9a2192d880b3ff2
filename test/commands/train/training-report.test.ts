import { expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import { Solver, type UpdateRule } from '#kit/solver/index.ts'
import { defaultSettings, type Settings } from '#kit/training/index.ts'
import { TrainingReport } from '../../../kit/commands/train/pages/training-report.ts'
import { sgd } from '../../../solutions/1-fully-connected/optimizers.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'

const dataset = await loadDataset({ name: 'tiny', scale: true })
const { train, validation } = dataset

/** Returns the report page of a two-layer network. */
function pageOf(hiddenDim: number, given: Partial<Settings> = {}, time?: number): Promise<string> {
  const model = new TwoLayerNet({ hiddenDim, weightScale: 1e-2, reg: 0 })
  const updateRules = { sgd: sgd as UpdateRule }
  const optimizerConfig = { learningRate: 1 }
  const solver = new Solver(model, { train, validation }, { updateRules, optimizerConfig, epochs: 1 })
  const settings = {
    ...defaultSettings,
    epochs: 1,
    batchSize: 10,
    updateRule: 'sgd',
    learningRate: 1,
    ...given,
  }
  const report = new TrainingReport({ name: '', description: '', settings, dataset, solver })
  report.time = time
  return report.page()
}

test.for([
  [20, 20, 'Filters of the first layer<'],
  [500, 64, 'Filters of the first layer, 64 of 500<'],
] as const)('of %i filters it shows %i', async ([hiddenDim, shown, heading]) => {
  const page = await pageOf(hiddenDim)
  expect(page).toContain(heading)
  // Tiles of 32 x 32 with borders, in as many columns as rows.
  const width = Math.ceil(Math.sqrt(shown)) * 33 + 1
  const [, drawn] = /<img [^>]* width="(\d+)"/.exec(page)!
  expect(Number(drawn) % width).toBe(0)
})

test('it says how long the run took, and shows the settings that have an effect', async () => {
  const page = await pageOf(5, { updateRule: 'sgdMomentum', schedule: 'constant' }, 262_000)
  expect(page).toMatch(/<p>Time: 4 min 22 s, until \d+ \w+ 20\d\d at \d\d:\d\d<\/p>/)
  const names = [...page.matchAll(/<th scope="row">(\w+)<\/th>/g)].map(([, name]) => name)
  expect(names).toEqual(expect.arrayContaining(['learningRate', 'schedule', 'momentum', 'seed']))
  for (const name of ['warmUp', 'beta1', 'beta2', 'epsilon', 'decayRate']) expect(names).not.toContain(name)
})
