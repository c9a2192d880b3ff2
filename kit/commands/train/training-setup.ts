import { augmented, loadDataset, type Dataset, type Split } from '#data/index.ts'
import { updateRules as fastRules } from '#kit/layers/index.ts'
import { Solver, SolverError, type Examples, type Model, type UpdateRule } from '#kit/solver/index.ts'
import { formatShape, sameShape, type Tensor } from '#kit/tensor/index.ts'
import { startThreads } from '#kit/engine/threads/index.ts'
import {
  buildInMemory,
  normalizesTogether,
  ParallelModel,
  ruleSettingsOf,
  scheduleOf,
  type Build,
  type Recipe,
  type Settings,
} from '#kit/training/index.ts'
import { prepare, type Preprocessing } from './training-preprocessing.ts'
import type { NetworkOfWorker } from './training-worker.ts'

/** What decides every number of a run. */
export interface RunSettings extends Settings {
  work: 'solutions' | 'assignments'
  data: 'auto' | 'cifar10' | 'tiny'
  trainSize?: number
  preprocessing: Preprocessing
  variant?: string
  /** How many workers were asked for, where the network could have only one. */
  workersAsked?: number
}

/** A network that is ready to be trained. */
export interface Setup {
  solver: Solver
  dataset: Dataset
  test: Examples
  /** Among how many threads each batch is divided: as many as the settings say, if the network can do that. */
  workers: number
  /** Ends the threads. */
  close: () => Promise<void>
}

/**
 * Loads the data and builds the network.
 *
 * @param name - of the recipe
 * @param fitBatchSize - whether a batch size above the number of training images means all of them
 * @throws SolverError when the settings do not go together
 */
export async function setUp(
  name: string,
  recipe: Recipe,
  settings: RunSettings,
  { fitBatchSize }: { fitBatchSize: boolean },
): Promise<Setup> {
  const { flip, shift, testTimeFlips, seed, updateRule, learningRate } = settings
  const dataset = await loadDataset({ name: settings.data, scale: settings.scale })
  const { inputDim, ...prepared } = await prepare(
    dataset,
    trainingSet(dataset, settings),
    settings.preprocessing,
  )
  if (inputDim !== undefined && (flip || shift > 0 || testTimeFlips)) {
    throw new SolverError(
      'bad-setting',
      'Whitened images are no images any more: they cannot be flipped or shifted.',
    )
  }
  const build = { ...settings, inputDim }
  const network = await buildInMemory(recipe, build)
  requireScores(network, prepared.train, dataset.classNames.length)
  const workers = await workersFor(recipe, build, prepared.train)
  const model = await ParallelModel.start(network, {
    workers,
    module: new URL('training-worker.ts', import.meta.url),
    options: { name, settings: build } satisfies NetworkOfWorker,
  })
  // Several workers help each other.
  const endThreads = workers === 1 ? await startThreads() : undefined
  const updateRules = await updateRulesOf(recipe, settings)
  const train = flip || shift > 0 ? augmented(prepared.train, { flip, shift, seed }) : prepared.train
  const solver = new Solver(
    model,
    { train, validation: prepared.validation },
    {
      updateRules,
      updateRule,
      optimizerConfig: { learningRate, ...ruleSettingsOf(settings) },
      learningRateDecay: settings.learningRateDecay,
      schedule: scheduleOf(settings),
      weightDecay: settings.weightDecay,
      batchSize: fitBatchSize ? Math.min(settings.batchSize, train.size) : settings.batchSize,
      epochs: settings.epochs,
      seed,
      recycle: true,
    },
  )
  const close = async () => {
    await Promise.all([model.close(), endThreads?.()])
  }
  return { solver, dataset, test: prepared.test, workers, close }
}

/** @throws SolverError when a network does not give a score for each class, which nothing else would complain about */
function requireScores(network: Model, train: Examples, numClasses: number): void {
  const { x } = train.batch([0, 1 % train.size])
  const scores: Partial<Tensor> | undefined = network.scores(x)
  if (scores?.shape && sameShape(scores.shape, [2, numClasses])) return
  const given = scores?.shape ? `of shape ${formatShape(scores.shape)}` : String(scores)
  throw new SolverError(
    'bad-scores',
    `The network must give ${numClasses} scores for each image, one for each class: for 2 images, scores of shape ` +
      `${formatShape([2, numClasses])} and not ${given}.`,
  )
}

/** Says so if the network can have only one worker. */
async function workersFor(recipe: Recipe, build: Build, train: Examples): Promise<number> {
  const { workers } = build
  if (workers === 1 || normalizesTogether(await recipe.build(build), train.batch([0, 1 % train.size])))
    return workers
  console.log(
    'The batch normalization of this network looks at its own share of a batch only (it does not call sumOverWorkers): ' +
      'one worker trains it.',
  )
  return 1
}

/** The update rules that a recipe names, or with `fast` those of the kit, or else the learner's own, of Part 1. */
export async function updateRulesOf(
  { updateRules }: Recipe,
  { fast }: Settings,
): Promise<Readonly<Record<string, UpdateRule>>> {
  if (updateRules) return updateRules
  if (fast) return fastRules
  return (await import('#work/1-fully-connected/optimizers.ts')) as unknown as Record<string, UpdateRule>
}

/** The training split, or what --train-size leaves of it. */
export function trainingSet({ train }: Dataset, { trainSize = train.size }: RunSettings): Split {
  if (trainSize > train.size) {
    throw new SolverError(
      'bad-setting',
      `--train-size must be at most ${train.size}, the number of training images.`,
    )
  }
  return trainSize === train.size ? train : train.subset(trainSize)
}
