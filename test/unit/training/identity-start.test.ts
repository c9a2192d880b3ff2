import { expect, test } from 'vitest'
import { settingsOfRecipe, type Build } from '#kit/training/index.ts'
import { loadRecipe } from '../../../kit/commands/train/recipes.ts'
import { identityFilters } from '../../../solutions/6-cifar10/identity-filters.ts'

test('with --identity-start, every convolution of plain-20 starts by passing on its input', async () => {
  const recipe = await loadRecipe('plain-20')
  const filtersOf = async (settings: Partial<Build>) => {
    const net = await recipe.build({ ...settingsOfRecipe(recipe), ...settings })
    return Object.entries(net.params).filter(([, { shape }]) => shape.length === 4)
  }
  const usual = await filtersOf({})
  const short = await filtersOf(recipe.variants!.short)
  expect(usual).toHaveLength(19)
  expect(short).toEqual(usual.map(([name, w]) => [name, identityFilters(w)]))
  expect(short).not.toEqual(usual)
})
