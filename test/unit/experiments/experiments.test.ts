import { describe, expect, test } from 'vitest'
import { loadDataset } from '#data/index.ts'
import type { Outcome, PixelPicture, Setting, Training } from '#kit/experiments/experiment.ts'
import { greyAndEdges } from '#kit/experiments/grey-and-edges.ts'
import { picturesOf } from '#kit/experiments/if-written.ts'
import { experiments } from '#kit/experiments/index.ts'
import { centredAndNormalized, principalComponents } from '#kit/experiments/preprocessed-pictures.ts'
import { runTraining } from '#kit/experiments/run.ts'
import { table } from '#kit/experiments/table.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { Solver, type UpdateRule } from '#kit/solver/index.ts'
import { zeros } from '#kit/tensor/index.ts'

const dataset = await loadDataset({ name: 'tiny', scale: true })
const small: Setting = { dataset, seed: 0, epochs: 1, trainSize: 20 }
const quiet = { onStep: () => {}, signal: new AbortController().signal }

async function runAll(trainings: readonly Training[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const training of trainings) outcomes.push((await runTraining(training, quiet))!)
  return outcomes
}

describe('convolution', () => {
  test('makes a photograph grey, and its edges grey where nothing changes', () => {
    const { picture } = greyAndEdges(small)
    // Two rows of three pictures of 32 x 32 pixels each, two pixels apart.
    expect([picture.width, picture.height]).toEqual([3 * 32 + 4, 2 * 32 + 2])
    const at = (row: number, column: number) =>
      Array.from(picture.data.subarray(3 * (row * 100 + column), 3 * (row * 100 + column) + 3))
    const [red, green, blue] = at(10, 10)
    const grey = 0.3 * red + 0.6 * green + 0.1 * blue
    for (const value of at(10, 34 + 10)) expect(Math.abs(value - grey)).toBeLessThan(1)
    const brightness = (row: number, column: number) => at(row, 34 + column)[0]
    const above = brightness(9, 9) + 2 * brightness(9, 10) + brightness(9, 11)
    const below = brightness(11, 9) + 2 * brightness(11, 10) + brightness(11, 11)
    for (const value of at(10, 68 + 10)) expect(Math.abs(value - (128 + above - below))).toBeLessThan(6)
  })

  test('shows what it can while a TODO is open', () => {
    const open = (): never => {
      throw new NotImplementedError('4.1')
    }
    const picture = { name: 'a', caption: 'b', picture: { width: 1, height: 1, data: new Uint8Array(3) } }
    expect(picturesOf({ Edges: open, Filters: () => [picture] })).toEqual({
      pictures: [picture],
      missing: ['Edges will appear as soon as TODO 4.1 is written.'],
    })
    const wrong = (): never => {
      throw new RangeError('a mistake')
    }
    expect(() => picturesOf({ Edges: wrong })).toThrow('a mistake')
  })
})

describe('preprocessing', () => {
  /** Returns the values, from black to white, of one row of pictures that is `height` pixels high. */
  const rowOf = ({ picture: { width, data } }: PixelPicture, first: number, height: number) =>
    Array.from(data.subarray(3 * first * width, 3 * (first + height) * width))
  const deviationOf = (values: number[]) => {
    const average = values.reduce((sum, value) => sum + value, 0) / values.length
    return Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length)
  }

  test('draws what centring and normalizing make of photographs', () => {
    const shown = centredAndNormalized({ dataset, seed: 0 })
    expect([shown.picture.width, shown.picture.height]).toEqual([6 * 34 - 2, 4 * 34 - 2])
    const [mean, raw, centred] = [0, 1, 2].map((i) => shown.picture.data[3 * (i * 34 * 202 + 5 * 202 + 5)])
    expect(Math.abs(centred - (raw - mean + 127.5))).toBeLessThan(2)
  })

  test('draws components, and photographs that lose their details and then their light', () => {
    const shown = principalComponents({ dataset, seed: 0 })
    expect([shown.picture.width, shown.picture.height]).toEqual([6 * 34 - 2, 4 * 34 - 2])
    const [components, grey, kept, whitened] = [0, 1, 2, 3].map((i) => rowOf(shown, i * 34, 32))
    expect(deviationOf(components)).toBeGreaterThan(20)
    // Fewer numbers keep fewer details: the photographs get closer to the mean image but remain recognizable.
    expect(deviationOf(kept)).toBeLessThan(deviationOf(grey))
    expect(deviationOf(kept)).toBeGreaterThan(0.8 * deviationOf(grey))
    expect(deviationOf(whitened)).toBeGreaterThan(20)
    expect(whitened).not.toEqual(grey)
  })
})

test('the seed decides everything', async () => {
  const { experiment } = await experiments.batchnorm.load()
  const losses = async (seed: number) => {
    const outcomes = await runAll(experiment.trainings({ ...small, seed, trainSize: 100 }))
    return outcomes.map(({ history }) => history.loss)
  }
  const first = await losses(1)
  expect(await losses(1)).toEqual(first)
  const other = await losses(2)
  first.forEach((loss, i) => expect(other[i]).not.toEqual(loss))
})

describe('runTraining', () => {
  /** Returns the training of a model with one parameter and given losses, with an update rule that changes nothing. */
  const trainingOn = (losses: number[], grads = { W: zeros([1]) }): Training => {
    const { train, validation } = {
      train: dataset.train.subset(20),
      validation: dataset.validation.subset(10),
    }
    const model = {
      params: { W: zeros([1]) },
      loss: () => ({ loss: losses.shift() ?? 1, grads }),
      scores: ({ shape }: { shape: readonly number[] }) => zeros([shape[0], 10]),
    }
    const stay: UpdateRule = (w, _, config) => ({ w, config })
    const options = {
      updateRules: { sgd: stay },
      optimizerConfig: { learningRate: 1 },
      batchSize: 10,
      epochs: 2,
    }
    return { name: 'one', create: () => new Solver(model, { train, validation }, options) }
  }

  test('a loss that is not finite ends a training, and is a result', async () => {
    const outcome = await runTraining(trainingOn([1, 2, 3, NaN]), quiet)
    expect(outcome).toMatchObject({ diverged: true, history: { loss: [1, 2, 3] } })
    expect(table([outcome!], { charts: [] })[1]).toEqual(['one', 'diverged', '10.0 %', '10.0 %'])
  })

  test('a wrong gradient is an error, not a result', async () => {
    await expect(runTraining(trainingOn([1], { W: zeros([2]) }), quiet)).rejects.toThrow(
      'loss() must return grads.W as a tensor of shape (1,)',
    )
  })

  test('tells how far it is, and stops when it is told to', async () => {
    const shares: number[] = []
    const stop = new AbortController()
    const onStep = (share: number): void => {
      if (shares.push(share) === 3) stop.abort()
    }
    expect(await runTraining(trainingOn([1, 2, 3]), { onStep, signal: stop.signal })).toBeUndefined()
    expect(shares).toEqual([0, 0.25, 0.5])
  })
})
