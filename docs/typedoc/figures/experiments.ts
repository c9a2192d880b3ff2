import { encode } from 'fast-png'
import { loadDataset } from '#data/index.ts'
import { lineChart } from '#kit/training/report/index.ts'
import { inRows } from '#kit/training/report/panels.ts'
import { Tensor, transpose } from '#kit/tensor/index.ts'
import type { Outcome } from '#kit/experiments/experiment.ts'
import { experiments } from '#kit/experiments/index.ts'
import { runTraining } from '#kit/experiments/run.ts'
import { filterGrid } from '#work/5-training/diagnostics.ts'

/** The chart of an experiment, run on the small data set: `npm run experiment -- NAME --data tiny` draws the same. */
export async function afterTraining(name: string, chart: string): Promise<string> {
  const { show } = await run(name)
  const found = show.charts.find((one) => one.name === chart)
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
  return encode(inRows([grids.map((picture) => ({ ...picture, scale: 2 }))]))
}

/** A picture that an experiment shows, each of its pixels so many times as large. */
export async function pictureOf(name: string, picture: string, scale: number): Promise<Uint8Array> {
  const { show } = await run(name)
  const found = show.pictures?.find((one) => one.name === picture)
  if (!found) throw new Error(`The experiment ${name} has no picture ${picture}.`)
  return encode(inRows([[{ ...found.picture, scale }]]))
}

/** What became of each experiment: it runs once, however many figures show it. */
const runs = new Map<string, ReturnType<typeof runNow>>()

function run(name: string): ReturnType<typeof runNow> {
  const running = runs.get(name) ?? runNow(name)
  runs.set(name, running)
  return running
}

async function runNow(name: string) {
  const { experiment } = await experiments[name].load()
  const setting = { dataset: await loadDataset({ name: 'tiny', scale: true }), seed: 0 }
  const outcomes: Outcome[] = []
  for (const training of experiment.trainings(setting)) {
    const outcome = await runTraining(training, { onStep() {}, signal: new AbortController().signal })
    if (outcome) outcomes.push(outcome)
  }
  return { show: experiment.show(outcomes, setting), outcomes }
}
