import { augmented, loadDataset, type Dataset, type Split } from '#data/index.ts'
import { updateRules as fastRules } from '#kit/layers/index.ts'
import { Solver, type Examples, type Model, type UpdateRule } from '#kit/solver/index.ts'
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
import { UserError } from '#kit/system/user-error.ts'
import { print } from '../../text/wrap.ts'

/** The most training images that a network is fitted to. */
const MOST_FITTED = 2000

/** The settings that determine every number of a run. */
export interface RunSettings extends Settings {
  work: 'solutions' | 'assignments'
  data: 'auto' | 'cifar10' | 'tiny'
  trainSize?: number
  preprocessing: Preprocessing
  variant?: string
  /** The number of workers asked for, if the network supports only one. */
  workersAsked?: number
}

/** A network that is ready to be trained. */
export interface Setup {
  solver: Solver
  dataset: Dataset
  test: Examples
  /** The number of threads that share each batch: as many as the settings say, if the network supports that. */
  workers: number
  /** Ends the threads. */
  close: () => Promise<void>
}

/**
 * Loads the data and builds the network.
 *
 * @param name - the recipe's name
 * @param fitBatchSize - whether to reduce a batch size above the number of training images to that number
 * @throws UserError when the settings are incompatible
 */
export async function setUp(
  name: string,
  recipe: Recipe,
  settings: RunSettings,
  { fitBatchSize }: { fitBatchSize: boolean },
): Promise<Setup> {
  const { flip, alternateFlips, shift, border, testTimeFlips, seed, updateRule, learningRate } = settings
  const dataset = await loadDataset({ name: settings.data, scale: settings.scale })
  const { inputDim, ...prepared } = await prepare(
    dataset,
    trainingSet(dataset, settings),
    settings.preprocessing,
  )
  if (inputDim !== undefined && (flip || shift > 0 || testTimeFlips)) {
    throw new UserError(
      'bad-setting',
      'Whitened images are no longer images, so they cannot be flipped or shifted.',
    )
  }
  const build = { ...settings, inputDim }
  const network = await buildInMemory(recipe, build)
  fit(network, prepared.train)
  requireScores(network, prepared.train, dataset.classNames.length)
  const workers = await workersFor(recipe, build, prepared.train)
  const model = await ParallelModel.start(network, {
    workers,
    module: new URL('training-worker.ts', import.meta.url),
    options: { name, settings: build } satisfies NetworkOfWorker,
  })
  // Several workers keep all processors busy by themselves.
  const endThreads = workers === 1 ? await startThreads() : undefined
  const updateRules = await updateRulesOf(recipe, settings)
  const train =
    flip || shift > 0
      ? augmented(prepared.train, { flip, alternate: alternateFlips, shift, border, seed })
      : prepared.train
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
      decoupledWeightDecay: settings.decoupledWeightDecay,
      betaRate: settings.betaRate,
      lookahead: settings.lookahead,
      keep: settings.keep,
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

/** Lets a network compute what it takes from training images. With more of them, it would hardly change. */
export function fit(network: Model, train: Examples): void {
  if (!network.fit) return
  network.fit(train.batch(Uint32Array.from({ length: Math.min(MOST_FITTED, train.size) }, (_, i) => i)).x)
}

/** @throws UserError when a network does not return a score for each class, which nothing else checks */
function requireScores(network: Model, train: Examples, numClasses: number): void {
  const { x } = train.batch([0, 1 % train.size])
  const scores: Partial<Tensor> | undefined = network.scores(x)
  if (scores?.shape && sameShape(scores.shape, [2, numClasses])) return
  const given = scores?.shape ? `of shape ${formatShape(scores.shape)}` : String(scores)
  throw new UserError(
    'bad-scores',
    `The network must return ${numClasses} scores for each image, one for each class. For 2 images, it must return scores of shape ` +
      `${formatShape([2, numClasses])}, not ${given}.`,
  )
}

/** Returns the number of workers, and prints a message if the network supports only one. */
async function workersFor(recipe: Recipe, build: Build, train: Examples): Promise<number> {
  const { workers } = build
  if (workers === 1 || normalizesTogether(await recipe.build(build), train.batch([0, 1 % train.size])))
    return workers
  print(
    'The batch normalization of this network uses only its own share of each batch, because it does not call sumOverWorkers. ' +
      'So only one worker trains the network.',
  )
  return 1
}

/** Returns the update rules that a recipe names, the kit's with `fast`, or else the learner's own from Part 1. */
export async function updateRulesOf(
  { updateRules }: Recipe,
  { fast }: Settings,
): Promise<Readonly<Record<string, UpdateRule>>> {
  if (updateRules) return updateRules
  if (fast) return fastRules
  return (await import('#work/1-fully-connected/optimizers.ts')) as unknown as Record<string, UpdateRule>
}

/** Returns the training split, or its first images if --train-size is given. */
export function trainingSet({ train }: Dataset, { trainSize = train.size }: RunSettings): Split {
  if (trainSize > train.size) {
    throw new UserError(
      'bad-setting',
      `--train-size must be at most ${train.size}, the number of training images.`,
    )
  }
  return trainSize === train.size ? train : train.subset(trainSize)
}
