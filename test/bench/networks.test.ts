import { expect, test } from 'vitest'
import { settingsOfRecipe } from '#kit/training/index.ts'
import { loadRecipe, recipeNames } from '../../kit/commands/train/recipes.ts'
import { measuredBatch } from './candidates.ts'
import specs from './networks.json' with { type: 'json' }

interface LayerSpec {
  affine?: number[]
  conv?: number[]
  block?: number[]
  batchnorm?: boolean
  keep?: number
  times?: number
}

const networks: { name: string; batch: number; updateRule: string; layers: LayerSpec[] }[] = specs

/** Returns the sizes of the weights, biases, gammas and betas of the layers. */
function sizesOf({ affine, conv, block, batchnorm, times = 1 }: LayerSpec): number[] {
  const filters = (C: number, F: number, size: number, withNorm: boolean) => [
    F * C * size ** 2,
    ...Array<number>(withNorm ? 3 : 1).fill(F),
  ]
  const sizes: number[] = []
  if (affine) sizes.push(affine[0] * affine[1], affine[1])
  if (conv) sizes.push(...filters(conv[0], conv[1], conv[2], batchnorm === true))
  if (block) sizes.push(...filters(block[0], block[1], 3, true), ...filters(block[1], block[1], 3, true))
  return Array.from({ length: times }, () => sizes).flat()
}

const ascending = (values: number[]) => values.toSorted((p, q) => p - q)

test('every recipe of the report is measured', () => {
  const names = recipeNames('solutions').filter((name) => !['my-net', 'fully-connected'].includes(name))
  expect(networks.map(({ name }) => name).toSorted()).toEqual(names)
})

test.for(networks)('what is measured beside $name is the same network', async (network) => {
  const recipe = await loadRecipe(network.name)
  const settings = settingsOfRecipe(recipe)
  expect(network).toMatchObject({ batch: measuredBatch(settings), updateRule: settings.updateRule })
  expect(network.layers.find(({ keep }) => keep !== undefined)?.keep).toBe(settings.keepProb)
  const { params } = await recipe.build(settings)
  expect(ascending(network.layers.flatMap(sizesOf))).toEqual(
    ascending(Object.values(params).map(({ size }) => size)),
  )
})
