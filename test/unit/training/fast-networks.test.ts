import { expect, test } from 'vitest'
import { settingsOfRecipe, type Build } from '#kit/training/index.ts'
import { updateRulesOf } from '#kit/commands/train/training-setup.ts'
import { Solver } from '#kit/solver/index.ts'
import { randn, Random } from '#kit/tensor/index.ts'
import { loadRecipe, recipeNames } from '../../../kit/commands/train/recipes.ts'

const recipes = await Promise.all(
  recipeNames('solutions').map(async (name) => ({ name, recipe: await loadRecipe(name) })),
)
const withFast = recipes.filter(({ recipe }) => recipe.settings.fast !== undefined)

const images = randn([8, 3, 32, 32], { random: new Random(1) })
/** Examples that always give the same batch, whatever the indices. */
const examples = {
  size: 8,
  batch: () => ({ x: images, labels: Array.from({ length: 8 }, (_, i) => i % 10) }),
}

test("the networks that may be the learner's own have a fast version", () => {
  expect(withFast.map(({ name }) => name)).toEqual(['speedrun', 'three-layer', 'two-layer'])
})

test.for(withFast)('$name --fast is the same network, and takes the same steps', async ({ recipe }) => {
  const losses = async (fast: boolean) => {
    const settings: Build = { ...settingsOfRecipe(recipe), hidden: [20], fast }
    const solver = new Solver(
      await recipe.build(settings),
      { train: examples, validation: examples },
      {
        updateRules: await updateRulesOf(recipe, settings),
        updateRule: settings.updateRule,
        optimizerConfig: { learningRate: settings.learningRate },
        batchSize: 8,
        epochs: 4,
      },
    )
    Array.from(solver.run())
    return solver.history.loss
  }
  const [own, fast] = [await losses(false), await losses(true)]
  expect(own).toHaveLength(4)
  expect(own[3]).toBeLessThan(own[0] - 0.01)
  own.forEach((loss, step) => expect(fast[step]).toBeCloseTo(loss, 4))
})
