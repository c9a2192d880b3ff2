import { expect, test } from 'vitest'
import type { Model } from '#kit/solver/index.ts'
import { zeros } from '#kit/tensor/index.ts'
import { buildInMemory, settingsOfRecipe, type Build, type Recipe } from '#kit/training/index.ts'
import { UserError } from '#kit/system/user-error.ts'

const recipe = (build: Recipe['build']): Recipe => ({
  description: 'a network',
  settings: { epochs: 1, batchSize: 1, learningRate: 1, updateRule: 'adam', hidden: [1_000_000] },
  build,
})

const built = (build: Recipe['build'], more: Partial<Build> = {}): Promise<Model> =>
  buildInMemory(recipe(build), { ...settingsOfRecipe(recipe(build)), ...more })

const model = (params: object): Model => ({ params }) as unknown as Model

test('a network that fits is built', async () => {
  const params = { W1: zeros([10, 10]) }
  expect((await built(() => model(params))).params).toBe(params)
})

test('a tensor that no memory holds is refused before the system is asked for it', async () => {
  await expect(built(async () => model({ W1: zeros([1_000_000, 1_000_000_000]) }))).rejects.toThrow(
    // 8 copies in float64: the values, the best ones, the gradients, two that Adam keeps, and three new ones.
    /^The network is too large for the memory\. Training needs at least 59604645 GB, and [\d.]+ GB are free\. Make its layers smaller with --hidden\.$/,
  )
  // After that there is no limit.
  expect(zeros([1000, 1000]).size).toBe(1_000_000)
})

test('so are parameters that come from elsewhere, or fit alone but not together', async () => {
  const huge = { data: { byteLength: 2 ** 50 } }
  await expect(built(() => model({ W1: huge, W2: huge }), { hidden: undefined })).rejects.toThrow(
    /at least 13631488 GB.* Make its layers smaller\.$/,
  )
})

test('what a network throws itself stays as it is', async () => {
  const error = new UserError('memory', 'mine')
  await expect(
    built(() => {
      throw error
    }),
  ).rejects.toBe(error)
})
