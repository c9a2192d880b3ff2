import '../../kit/system/v8-flags.ts'
import { createInterface } from 'node:readline'
import { loadRecipe } from '../../kit/commands/train/recipes.ts'
import { setUp } from '../../kit/commands/train/training-setup.ts'
import { settingsOfRecipe } from '#kit/training/index.ts'

/**
 * Trains a recipe of the solutions on the small set, as `npm run train` does: for each line with a number, that many
 * steps, answered by their times in milliseconds. The second argument says how many workers, if not as many as the
 * recipe has by default, and a third one, `fast`, is as the option of that name.
 */
const [name, workers, fast] = process.argv.slice(2)
const recipe = await loadRecipe(name)
const settings = settingsOfRecipe(recipe)
const { solver } = await setUp(
  name,
  recipe,
  {
    ...settings,
    ...(workers && { workers: Number(workers) }),
    ...(fast && { fast: true }),
    // It never comes to an end.
    epochs: 1e6,
    learningRateDecay: 1,
    work: 'solutions',
    data: 'tiny',
    preprocessing: 'built-in',
  },
  { fitBatchSize: false },
)
const events = solver.run()

/** How long the next step takes. Batches that are not full do not count, nor does what is measured between epochs. */
function step(): number {
  for (;;) {
    const start = performance.now()
    const { value } = events.next()
    if (value?.type === 'step' && value.examples === settings.batchSize) return performance.now() - start
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, ...times] = Array.from({ length: Number(line) + 1 }, step)
  console.log(JSON.stringify(times))
}
process.exit()
