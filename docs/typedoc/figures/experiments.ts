import { encode } from 'fast-png'
import { loadDataset } from '#data/index.ts'
import { lineChart } from '#kit/report/index.ts'
import { Tensor, transpose } from '#kit/tensor/index.ts'
import type { Outcome } from '#kit/experiments/experiment.ts'
import { experiments } from '#kit/experiments/index.ts'
import { runTraining } from '#kit/experiments/run.ts'
import { filterGrid } from '#work/5-training/diagnostics.ts'
import { row } from './row.ts'

/** The chart of an experiment, run on the small data set: `npm run experiment -- NAME --data tiny` draws the same. */
export async function afterTraining(name: string, chart: string): Promise<string> {
  const { show, outcomes } = await run(name)
  const found = show(outcomes).charts.find((one) => one.name === chart)
  if (!found) throw new Error(`The experiment ${name} has no chart ${chart}.`)
  return lineChart(found.chart)
}

/** Nine units of a two-layer network as pictures: after training, without and with strong regularization. */
export async function firstLayerFilters(): Promise<Uint8Array> {
  const { outcomes } = await run('filters')
  const grids = outcomes.map(({ model }) => {
    const filters = transpose(model.params.W1)
    return filterGrid(new Tensor(filters.data.slice(0, 9 * filters.shape[1]), [9, 3, 32, 32]))
  })
  return encode(row(grids.map((picture) => ({ ...picture, scale: 2 }))))
}

async function run(name: string) {
  const { experiment } = await experiments[name].load()
  const setting = { dataset: await loadDataset({ name: 'tiny', scale: true }), seed: 0 }
  const outcomes: Outcome[] = []
  for (const training of experiment.trainings(setting)) {
    const outcome = await runTraining(training, { onStep() {}, signal: new AbortController().signal })
    if (outcome) outcomes.push(outcome)
  }
  return { show: experiment.show, outcomes }
}
