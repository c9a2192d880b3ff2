import { augmented, loadDataset, type Dataset, type Split } from '#data/index.ts'
import { Solver, SolverError, type Examples, type UpdateRule } from '#kit/solver/index.ts'
import { scheduleOf, type Recipe, type Settings } from '#kit/training/index.ts'
import { prepare, type Preprocessing } from './training-preprocessing.ts'

/** What decides every number of a run. */
export interface RunSettings extends Settings {
  work: 'solutions' | 'assignments'
  data: 'auto' | 'cifar10' | 'tiny'
  trainSize?: number
  preprocessing: Preprocessing
  variant?: string
}

/** A network that is ready to be trained. */
export interface Setup {
  solver: Solver
  dataset: Dataset
  test: Examples
}

/**
 * Loads the data and builds the network.
 *
 * @param fitBatchSize - whether a batch size above the number of training images means all of them
 * @throws SolverError when the settings do not go together
 */
export async function setUp(
  recipe: Recipe,
  settings: RunSettings,
  { fitBatchSize }: { fitBatchSize: boolean },
): Promise<Setup> {
  const { flip, shift, testTimeFlips, seed, updateRule, learningRate, momentum } = settings
  const dataset = await loadDataset({ name: settings.data, scale: true })
  const { inputDim, ...prepared } = await prepare(
    dataset,
    trainingSet(dataset, settings),
    settings.preprocessing,
  )
  if (inputDim !== undefined && (flip || shift > 0 || testTimeFlips)) {
    throw new SolverError('Whitened images are no images any more: they cannot be flipped or shifted.')
  }
  const model = await recipe.build({ ...settings, inputDim })
  const updateRules = recipe.updateRules ?? (await optimizers())
  const train = flip || shift > 0 ? augmented(prepared.train, { flip, shift, seed }) : prepared.train
  const solver = new Solver(
    model,
    { train, validation: prepared.validation },
    {
      updateRules,
      updateRule,
      optimizerConfig: updateRule === 'sgdMomentum' ? { learningRate, momentum } : { learningRate },
      learningRateDecay: settings.learningRateDecay,
      schedule: scheduleOf(settings),
      weightDecay: settings.weightDecay,
      batchSize: fitBatchSize ? Math.min(settings.batchSize, train.size) : settings.batchSize,
      epochs: settings.epochs,
      seed,
      recycle: true,
    },
  )
  return { solver, dataset, test: prepared.test }
}

async function optimizers(): Promise<Readonly<Record<string, UpdateRule>>> {
  return (await import('#work/1-fully-connected/optimizers.ts')) as unknown as Record<string, UpdateRule>
}

/** The training split, or what --train-size leaves of it. */
function trainingSet({ train }: Dataset, { trainSize = train.size }: RunSettings): Split {
  if (trainSize > train.size) {
    throw new SolverError(`--train-size must be at most ${train.size}, the number of training images.`)
  }
  return trainSize === train.size ? train : train.subset(trainSize)
}
