import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { computationGraph } from './computation-graph.ts'
import { afterTraining, firstLayerFilters } from './experiments.ts'
import { layersOnAnImage } from './layers-on-an-image.ts'
import { curvesOf } from './run.ts'
import { schedules } from './schedules.ts'

/** What draws each picture of the handouts and the guide, by its file in docs/figures/. */
const figures: Record<string, () => Promise<string | Uint8Array>> = {
  'schedules.svg': schedules,
  'batchnorm-graph.svg': computationGraph,
  'layers.png': layersOnAnImage,
  'update-rules.svg': () => afterTraining('update-rules', 'loss'),
  'learning-rate.svg': () => afterTraining('learning-rate', 'loss'),
  'weight-scale.svg': () => afterTraining('weight-scale', 'train'),
  'filters.png': firstLayerFilters,
}

const FOLDER = join(import.meta.dirname, '../../figures')

// The curves of runs that took minutes or hours: from their folders, not by training again.
const [first, ...runs] = process.argv.slice(2)
if (first === 'runs') {
  for (const folder of runs) {
    writeFileSync(join(FOLDER, `run-${basename(folder)}.svg`), await curvesOf(folder))
    console.log(`docs/figures/run-${basename(folder)}.svg`)
  }
  process.exit()
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in figures))
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}.`)
  process.exit(1)
}
for (const [name, draw] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  writeFileSync(join(FOLDER, name), await draw())
  console.log(`docs/figures/${name}`)
}
