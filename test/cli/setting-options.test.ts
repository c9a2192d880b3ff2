import { expect, test } from 'vitest'
import { loadRecipe, recipeNames } from '#kit/cli/recipes.ts'
import { settingOptions } from '#kit/cli/setting-options.ts'
import { settingsOfRecipe } from '#kit/training/index.ts'

const OF_NETWORKS = ['hidden', 'weightScale', 'reg', 'keepProb', 'labelSmoothing', 'fast']

test.for(recipeNames('solutions'))(
  '%s has an option for all that its network is built with',
  async (name) => {
    const recipe = await loadRecipe(name)
    const [, taken] = /\{([^}]*)\}/.exec(recipe.build.toString())!
    const options = settingOptions(recipe, settingsOfRecipe(recipe)).map((option) => option.attributeName())
    expect(OF_NETWORKS.filter((setting) => options.includes(setting))).toEqual(
      OF_NETWORKS.filter((setting) => new RegExp(`\\b${setting}\\b`).test(taken)),
    )
  },
)
