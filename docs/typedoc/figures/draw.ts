import '../../../kit/system/v8-flags.ts'
import { exitUnlessWritable } from '../../../kit/commands/authors/exit-unless-writable.ts'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cifar10Images } from './cifar10-images.ts'
import { readableInTheDark } from '../../../kit/training/report/dark-mode.ts'
import { diagrams } from './diagrams/index.ts'
import { afterTraining, firstLayerFilters, pictureOf } from './experiments.ts'
import { layersOnAnImage } from './layers-on-an-image.ts'
import { curvesOf } from './run.ts'
import { schedules } from './schedules.ts'

/** What draws each picture of the handouts and the guide, by its file in docs/figures/. */
const figures: Record<string, () => string | Promise<string | Uint8Array>> = {
  'cifar10.png': cifar10Images,
  ...diagrams,
  'schedules.svg': schedules,
  'layers.png': layersOnAnImage,
  'overfit-train.svg': () => afterTraining('overfit', 'train'),
  'overfit-validation.svg': () => afterTraining('overfit', 'validation'),
  'learning-rate.svg': () => afterTraining('learning-rate', 'loss'),
  'preprocessing-train.svg': () => afterTraining('preprocessing', 'train'),
  'preprocessing-validation.svg': () => afterTraining('preprocessing', 'validation'),
  'update-rules.svg': () => afterTraining('update-rules', 'loss'),
  'initialization.svg': () => afterTraining('initialization', 'train'),
  'batchnorm-train.svg': () => afterTraining('batchnorm', 'train'),
  'batchnorm-validation.svg': () => afterTraining('batchnorm', 'validation'),
  'weight-scale.svg': () => afterTraining('weight-scale', 'train'),
  'weight-scale-validation.svg': () => afterTraining('weight-scale', 'validation'),
  'weight-scale-loss.svg': () => afterTraining('weight-scale', 'loss'),
  'batch-size-batchnorm.svg': () => afterTraining('batch-size', 'batchnorm-train'),
  'batch-size-layernorm.svg': () => afterTraining('batch-size', 'layernorm-train'),
  'dropout-train.svg': () => afterTraining('dropout', 'train'),
  'dropout-validation.svg': () => afterTraining('dropout', 'validation'),
  'convolution.svg': () => afterTraining('convolution', 'accuracy'),
  'preprocessing-images.png': () => pictureOf('preprocessing', 'centred-and-normalized', 3),
  'preprocessing-components.png': () => pictureOf('preprocessing', 'principal-components', 3),
  'grey-and-edges.png': () => pictureOf('convolution', 'grey-and-edges', 4),
  'filters-before.png': () => pictureOf('convolution', 'filters-before', 4),
  'filters-after.png': () => pictureOf('convolution', 'filters-after', 4),
  'filters.png': firstLayerFilters,
  'nesterov.svg': () => afterTraining('nesterov', 'loss'),
  'whitening.svg': () => afterTraining('whitening', 'loss'),
  'whitening-filters.png': () => pictureOf('whitening', 'whitening-filters', 24),
  'identity-start.svg': () => afterTraining('identity-start', 'loss'),
}

const FOLDER = join(import.meta.dirname, '../../figures')
exitUnlessWritable(FOLDER)

// The curves of runs that took minutes or hours: from their folders, not by training again.
const [first, ...runs] = process.argv.slice(2)
if (first === 'runs') {
  for (const folder of runs) {
    writeFileSync(join(FOLDER, `run-${basename(folder)}.svg`), readableInTheDark(curvesOf(folder)))
    console.log(`docs/figures/run-${basename(folder)}.svg`)
  }
  process.exit()
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(figures, name))
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}.`)
  process.exit(1)
}
for (const [name, draw] of Object.entries(figures)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const drawn = await draw()
  writeFileSync(join(FOLDER, name), typeof drawn === 'string' ? readableInTheDark(drawn) : drawn)
  console.log(`docs/figures/${name}`)
}
