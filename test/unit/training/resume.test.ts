import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { updateRules } from '#kit/layers/index.ts'
import { restoreState, Solver, stateOf, type Examples, type UpdateRule } from '#kit/solver/index.ts'
import { empty, Random, randn } from '#kit/tensor/index.ts'
import { startThreads } from '#kit/engine/threads/index.ts'
import { TwoLayerNet } from '../../../solutions/1-fully-connected/two-layer-net.ts'
import { readCheckpoint, writeCheckpoint } from '../../../kit/training/run/checkpoint.ts'
import { temporaryFolder } from '../../support/folders.ts'

// The network of `npm run train -- two-layer`, which is large enough for threads to share its products.
const [inputDim, hiddenDim, count] = [3072, 500, 100]
const images = randn([count, inputDim], { random: new Random(1), dtype: 'float32' })
const examples: Examples = {
  size: count,
  batch: (indices) => {
    const x = empty([indices.length, inputDim], 'float32')
    x.data.set(images.data.subarray(0, x.size))
    return { x, labels: Array.from(indices, (n) => n % 10) }
  },
}
const create = () =>
  new Solver(
    new TwoLayerNet({ inputDim, hiddenDim, weightScale: 1e-2, reg: 1e-3 }),
    { train: examples, validation: examples },
    {
      updateRules: updateRules as unknown as Record<string, UpdateRule>,
      updateRule: 'sgdMomentum',
      optimizerConfig: { learningRate: 1e-2 },
      epochs: 3,
      recycle: true,
    },
  )

// BLAS rounds a product computed as a whole differently from one that threads share.
test('a run that is resumed is the same to the last bit where threads share its products', async () => {
  vi.stubEnv('CNN_THREADS', '2')
  const endThreads = await startThreads()
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    await endThreads()
  })
  const path = join(temporaryFolder(), 'checkpoint')
  const whole = create()
  for (const event of whole.run()) {
    if (event.type !== 'step' || whole.step !== 1) continue
    const rest = { recipe: 'test', options: {}, kitVersion: '1', seconds: 0 }
    await writeCheckpoint(path, { ...rest, state: stateOf(whole) })
  }
  const resumed = create()
  restoreState(resumed, (await readCheckpoint(path)).state)
  for (const _ of resumed.run());
  expect(resumed.history).toEqual(whole.history)
  for (const [name, { data }] of Object.entries(whole.model.params)) {
    const other = resumed.model.params[name].data
    expect(
      data.findIndex((value, i) => !Object.is(value, other[i])),
      name,
    ).toBe(-1)
  }
})
