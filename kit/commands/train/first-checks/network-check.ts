import { setImmediate } from 'node:timers/promises'
import { loadDataset } from '#data/index.ts'
import { gradientAdvice, overfittingAdvice } from '#kit/training/report/sanity-advice.ts'
import { accuracy, cosine, Solver, type Examples } from '#kit/solver/index.ts'
import { buildInMemory, ruleSettingsOf, type Build, type Recipe } from '#kit/training/index.ts'
import { findTodo } from '#kit/course/manifest.ts'
import { placeOf } from '#kit/course/locate.ts'
import { measureGradients } from './gradient-check.ts'
import { ask } from './ask-diagnostics.ts'
import { ProgressBar } from '../messages/progress-bar.ts'
import { prepare, requirePart5 } from '../training-preprocessing.ts'
import { fit, trainingSet, updateRulesOf, type RunSettings } from '../training-setup.ts'
import { print } from '../../../text/wrap.ts'
import { root } from '../../../system/root.ts'

/** How many images to overfit, and how many other images to evaluate. */
const IMAGES = 100
/** Half of them make a batch: two steps per epoch. */
const BATCH_SIZE = 50
/** By this epoch even a network that learns slowly has memorized the images. */
const MOST_EPOCHS = 100
/** How many images the gradient check uses: enough for batch normalization, few enough to be quick. */
const CHECKED_IMAGES = 2

/** Settings that switch off every kind of regularization. */
const WITHOUT_REGULARIZATION = { reg: 0, weightDecay: 0, keepProb: 1, labelSmoothing: 0 }

const NOT_REPEATABLE =
  'Gradient check: the same batch gives a different loss each time, so the gradient cannot be measured. All random numbers of a network must come from its "masks".'

const load = () => import('#work/5-training/sanity-checks.ts')

/**
 * Checks a network before any training and prints what the learner's own functions say: whether its gradients match its
 * loss, and whether it can overfit a few images.
 *
 * @param name - the recipe's name
 * @throws NotImplementedError when the network itself is not written yet
 * @throws UserError when the loss becomes NaN or infinite, or in a course without Part 5
 */
export async function checkNetwork(name: string, recipe: Recipe, settings: RunSettings): Promise<void> {
  requirePart5('--check')
  const dataset = await loadDataset({ name: settings.data, scale: settings.scale })
  const train = trainingSet(dataset, settings)
  const [few, others] = [train, dataset.validation].map((split) => split.subset(Math.min(IMAGES, split.size)))
  // The images are preprocessed as in a whole training, fitted to all training images.
  const { inputDim, ...prepared } = await prepare(
    { ...dataset, validation: others, test: few },
    train,
    settings.preprocessing,
  )
  const images = { few: prepared.test, others: prepared.validation }
  const bar = new ProgressBar()
  try {
    print(`Checking ${name} of ${settings.work}/ before training.`)
    await say(bar, await checkGradients(recipe, { ...settings, inputDim }, images.few, bar))
    await say(bar, await checkOverfitting(recipe, { ...settings, inputDim }, images, bar))
  } finally {
    bar.stop()
  }
}

async function say(bar: ProgressBar, lines: readonly string[]): Promise<void> {
  bar.stop()
  for (const line of lines) print(line)
  await setImmediate()
}

/** Trick 2. */
async function checkGradients(
  recipe: Recipe,
  settings: RunSettings & Build,
  images: Examples,
  bar: ProgressBar,
): Promise<string[]> {
  const model = await buildInMemory(recipe, settings)
  fit(model, images)
  const { x, labels } = images.batch(
    Array.from({ length: Math.min(CHECKED_IMAGES, images.size) }, (_, i) => i),
  )
  // This reports unfinished parts of the network before `ask` could blame the diagnostics for them.
  model.loss(x, labels)
  return ask(
    'sanity-checks.ts',
    load,
    async (instruments) => {
      const measured = await measureGradients(model, { x, labels }, instruments, (done, total) =>
        bar.show('checking gradients', done, total),
      )
      const { lines, right } = measured ? gradientAdvice(measured) : { lines: [NOT_REPEATABLE], right: false }
      if (!right) process.exitCode = 1
      return lines
    },
    leftOut(settings.work, 'Gradient check'),
  )
}

/** Trick 1. */
async function checkOverfitting(
  recipe: Recipe,
  settings: RunSettings & Build,
  { few, others }: { few: Examples; others: Examples },
  bar: ProgressBar,
): Promise<string[]> {
  const without = leftOut(settings.work, 'Learning by heart')
  // Without a judge, the training would be in vain.
  const open = await ask('sanity-checks.ts', load, (own) => (own.judgeOverfitting([0], 0), []), without)
  if (open.length > 0) return open
  // Only settings that the network has.
  const off = Object.entries(WITHOUT_REGULARIZATION).filter(
    ([setting]) => settings[setting as keyof typeof WITHOUT_REGULARIZATION] !== undefined,
  )
  const { updateRule, learningRate, seed } = settings
  const model = await recipe.build({ ...settings, ...Object.fromEntries(off) })
  fit(model, few)
  const solver = new Solver(
    model,
    // The other images are evaluated once, at the end.
    { train: few, validation: { size: 1, batch: (indices) => others.batch(indices) } },
    {
      updateRules: await updateRulesOf(recipe, settings),
      updateRule,
      optimizerConfig: { learningRate, ...ruleSettingsOf(settings) },
      // A learning rate for the peak of a cycle is too high to converge. With other rates, the run ends much earlier.
      schedule: cosine,
      batchSize: Math.min(BATCH_SIZE, few.size),
      epochs: MOST_EPOCHS,
      seed,
      recycle: true,
    },
  )
  const { trainAccuracy } = solver.history
  for (const event of solver.run()) {
    if (event.type !== 'epoch') continue
    bar.show('learning by heart', event.epoch, MOST_EPOCHS)
    await setImmediate()
    if (event.trainAccuracy >= 0.99) break
  }
  const other = accuracy(model, others)
  return ask('sanity-checks.ts', load, ({ judgeOverfitting }) => {
    const verdict = judgeOverfitting(trainAccuracy, other)
    if (verdict !== 'learned by heart') process.exitCode = 1
    return [overfittingAdvice({ images: few.size, trainAccuracy, other, others: others.size }, verdict)]
  })
}

/** Returns a function that says which check is left out because of a TODO. A check that is left out has not passed. */
const leftOut =
  (work: RunSettings['work'], check: string) =>
  (id: string): string => {
    process.exitCode = 1
    const todo = findTodo(id)
    return `${check}: left out, because it uses your own function ${todo.title}. First write TODO ${id} (${placeOf(todo, root, work)}).`
  }
