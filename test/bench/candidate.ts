import '../../kit/system/v8-flags.ts'
import { createInterface } from 'node:readline'
import { loadRecipe } from '../../kit/commands/train/recipes.ts'
import { setUp } from '../../kit/commands/train/training-setup.ts'
import { settingsOfRecipe } from '#kit/training/index.ts'
import { measuredBatch } from './candidates.ts'

/**
 * Trains a recipe of the solutions on the small set, as `npm run train` does. For each input line with a number, it
 * takes that many steps and prints their times in milliseconds. The second argument is the number of workers, by
 * default that of the recipe. A third argument `fast` has the same effect as the option of that name.
 */
const [name, workers, fast] = process.argv.slice(2)
const recipe = await loadRecipe(name)
const settings = settingsOfRecipe(recipe)
const batchSize = measuredBatch(settings)
const { solver } = await setUp(
  name,
  recipe,
  {
    ...settings,
    batchSize,
    ...(workers && { workers: Number(workers) }),
    ...(fast && { fast: true }),
    // The training never ends.
    epochs: 1e6,
    learningRateDecay: 1,
    work: 'solutions',
    data: 'tiny',
    preprocessing: 'built-in',
  },
  { fitBatchSize: false },
)
const events = solver.run()

/** Returns the time of the next step. Incomplete batches and measurements between epochs do not count. */
function step(): number {
  for (;;) {
    const start = performance.now()
    const { value } = events.next()
    if (value?.type === 'step' && value.examples === batchSize) return performance.now() - start
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, ...times] = Array.from({ length: Number(line) + 1 }, step)
  console.log(JSON.stringify(times))
}
process.exit()
