import { Command } from 'commander'
import { expect, test } from 'vitest'
import { loadRecipe, recipeNames } from '#kit/commands/train/recipes.ts'
import { settingOptions } from '#kit/commands/train/setting-options.ts'
import { withDefaults } from '#kit/commands/train/training-run.ts'
import type { RunSettings } from '#kit/commands/train/training-setup.ts'
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

test.each([
  ['two-layer', '--epochs 0', 'It must be a whole number of at least 1.'],
  ['two-layer', '--schedule linear', 'Allowed choices are constant, step, cosine, one-cycle, triangle.'],
  ['two-layer', '--momentum 1', 'It must be a number of at least 0 and below 1.'],
  ['two-layer', '--epsilon 0', 'It must be a number above 0.'],
  ['two-layer', '--learning-rate-decay 2', 'It must be a number above 0 and at most 1.'],
  ['two-layer', '--shift 17', 'It must be a whole number from 0 to 16.'],
  ['two-layer', '--reg -1', 'It must be a number of at least 0.'],
  ['two-layer', '--hidden 20,20', 'It must be one number.'],
  ['fully-connected', '--hidden 20,x', 'It must be a whole number of at least 1, in decimal digits.'],
])('%s %s is refused in a sentence', async (name, options, sentence) => {
  const recipe = await loadRecipe(name)
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  for (const option of settingOptions(recipe, settingsOfRecipe(recipe))) command.addOption(option)
  const [option, value] = options.split(' ')
  expect(() => command.parse([option, value], { from: 'user' })).toThrow(
    expect.objectContaining({ message: expect.stringMatching(new RegExp(sentence)) }),
  )
})

test('what builds on something that is turned off is refused, unless it is turned off as well', async () => {
  const recipe = await loadRecipe('speedrun')
  const options = { ...settingsOfRecipe(recipe), work: 'solutions', data: 'tiny', preprocessing: 'built-in' }
  const typing = (typed: Partial<RunSettings>) => () => withDefaults(recipe, options as RunSettings, typed)
  expect(typing({ flip: false, alternateFlips: true })).toThrow(
    '--alternate-flips only has an effect with --flip. Add that, or leave --alternate-flips out.',
  )
  expect(typing({ flip: false, alternateFlips: false })).not.toThrow()
  expect(typing({ testTimeFlips: false })()).toMatchObject({ testTimeFlips: false, testTimeShifts: true })
})
