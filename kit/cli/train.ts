import './require-node.ts'
import { Command, Option, program } from 'commander'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { DataError, loadDataset, type Dataset, type Split } from '#data/index.ts'
import { NotImplementedError } from '#kit/not-implemented.ts'
import { accuracy, Solver, SolverError, type Examples } from '#kit/solver/index.ts'
import { count, counts, notNegative, positive, positiveUpTo1, wholeNumber } from './number-options.ts'
import { recipes, type Recipe, type Settings } from './recipes.ts'
import { TrainingAdvice } from './training-advice.ts'
import { duration, percent, TrainingDisplay } from './training-display.ts'
import { writePictures } from './training-pictures.ts'
import { prepare, preprocessings, type Preprocessing } from './training-preprocessing.ts'
import { useWorkTree, workTrees, type WorkTree } from './work-tree.ts'

interface Options extends Settings {
  work: WorkTree
  data: 'auto' | 'cifar10' | 'tiny'
  trainSize?: number
  preprocessing: Preprocessing
}

program
  .name('npm run train --')
  .description('Train one of the networks on CIFAR-10. "NETWORK --help" lists its options.')
  .usage('NETWORK [options]')
for (const [name, recipe] of Object.entries(recipes)) program.addCommand(commandFor(name, recipe))
program.showHelpAfterError(
  `Name the network first, as in "npm run train -- two-layer --epochs 5"; the networks are ${Object.keys(recipes).join(', ')}.`,
)
await program.parseAsync()

function commandFor(name: string, recipe: Recipe): Command {
  const { settings, hiddenLayers } = recipe
  const units = hiddenLayers === 1 ? 'units of the hidden layer' : 'units of each hidden layer, as in 200,100'
  return new Command(name)
    .description(recipe.description)
    .addOption(
      new Option('--work <tree>', 'whose code to train')
        .choices(workTrees)
        .default('solutions', 'the solutions'),
    )
    .addOption(
      new Option('--data <set>', 'what to train on')
        .choices(['auto', 'cifar10', 'tiny'])
        .default('auto', 'CIFAR-10 if it was fetched, or else the small set that ships with the kit'),
    )
    .option('--train-size <number>', 'use only this many training images', count)
    .addOption(
      new Option('--preprocessing <way>', 'how the images are prepared')
        .choices(preprocessings.filter((way) => way !== 'whitened' || !recipe.convolutional))
        .default('built-in', 'what the kit does by itself; the others are yours, from preprocessing.ts'),
    )
    .option('--epochs <number>', 'times to go through the training set', count, settings.epochs)
    .option('--batch-size <number>', 'images a step', count, settings.batchSize)
    .option('--learning-rate <number>', 'step size', positive, settings.learningRate)
    .option(
      '--learning-rate-decay <number>',
      'factor after each epoch',
      positiveUpTo1,
      settings.learningRateDecay,
    )
    .option('--update-rule <name>', 'function of optimizers.ts', settings.updateRule)
    .option('--reg <number>', 'strength of the L2 regularization', notNegative, settings.reg)
    .option('--weight-scale <number>', 'spread of the first weights', positive, settings.weightScale)
    .addOption(
      new Option('--hidden <numbers>', units)
        .argParser((text) => counts(text, hiddenLayers))
        .default(settings.hidden, settings.hidden.join(',')),
    )
    .option('--seed <number>', 'decides all that is random', wholeNumber, settings.seed)
    .action((options: Options, command: Command) => run(name, recipe, options, command))
}

async function run(name: string, recipe: Recipe, options: Options, command: Command): Promise<void> {
  try {
    useWorkTree(options.work)
    const dataset = await loadDataset({ name: options.data, scale: true })
    const train = trainingSet(dataset, options)
    const { inputDim, ...prepared } = await prepare(dataset, train, options.preprocessing)
    const model = await recipe.build({ ...options, inputDim })
    const updateRules = await import('#work/1-fully-connected/optimizers.ts')
    if (command.getOptionValueSource('batchSize') === 'default') {
      options.batchSize = Math.min(options.batchSize, train.size)
    }
    const { updateRule, learningRate, learningRateDecay, batchSize, epochs, seed } = options
    const solver = new Solver(model, prepared, {
      updateRules,
      updateRule,
      optimizerConfig: { learningRate },
      learningRateDecay,
      batchSize,
      epochs,
      seed,
    })
    announce(name, options, dataset, train)
    const advice = new TrainingAdvice(solver, { numClasses: dataset.classNames.length, reg: options.reg })
    await trainAndTest(solver, prepared.test, advice)
    for (const line of await writePictures(name, solver)) console.log(line)
  } catch (error) {
    if (!isExpected(error)) throw error
    command.error(error.message)
  }
}

/** The training split, or what --train-size leaves of it. */
function trainingSet({ train }: Dataset, { trainSize = train.size }: Options): Split {
  if (trainSize > train.size) {
    throw new SolverError(`--train-size must be at most ${train.size}, the number of training images.`)
  }
  return trainSize === train.size ? train : train.subset(trainSize)
}

function announce(name: string, options: Options, dataset: Dataset, train: Split): void {
  const { updateRule, learningRate, learningRateDecay, batchSize, reg, weightScale, hidden, seed } = options
  const { work, preprocessing } = options
  const set = dataset.name === 'tiny' ? 'the small set that ships with the kit' : 'CIFAR-10'
  console.log(
    `Training ${name} of ${work}/ on ${set}: ` +
      `${train.size} images to learn from, ${dataset.validation.size} for validation, ${dataset.test.size} for testing.`,
  )
  if (dataset.name === 'tiny' && options.data === 'auto') {
    console.log('"npm run data" fetches all of CIFAR-10, and with it the results become much better.')
  }
  console.log(
    `${updateRule}, learning rate ${learningRate} (x ${learningRateDecay} an epoch), batches of ${batchSize}, ` +
      `hidden ${hidden.join(',')}, weight scale ${weightScale}, reg ${reg}, seed ${seed}` +
      (preprocessing === 'built-in' ? '' : `, images ${preprocessing}`),
  )
}

/** Trains to the end or until Ctrl-C, then tests what was reached. A second Ctrl-C ends the process at once. */
async function trainAndTest(solver: Solver, test: Examples, advice: TrainingAdvice): Promise<void> {
  const started = performance.now()
  const display = new TrainingDisplay(solver)
  let interrupted = false
  const interrupt = () => {
    interrupted = true
  }
  process.on('SIGINT', interrupt)
  try {
    for (const event of solver.run()) {
      const lines = await advice.after(event)
      if (lines.length > 0) {
        display.stop()
        console.log(lines.join('\n'))
      }
      display.show(event)
      // Steps do not wait for anything: here a Ctrl-C is noticed and the bar is drawn.
      await setImmediate()
      if (interrupted) break
    }
    // The terminal and npm both pass a Ctrl-C on: the second signal must not count as a second Ctrl-C.
    if (interrupted) await setTimeout(300)
  } finally {
    display.stop()
    process.off('SIGINT', interrupt)
  }
  if (interrupted) {
    console.log('Stopped. Testing the best parameters so far; Ctrl-C again ends at once.')
    process.exitCode = 130
    solver.finish()
  } else {
    for (const line of await advice.atEnd()) console.log(line)
  }
  console.log(`Best validation accuracy: ${percent(solver.bestValidationAccuracy)}`)
  const testAccuracy = accuracy(solver.model, test)
  console.log(`Test accuracy: ${percent(testAccuracy)} on ${test.size} images`)
  console.log(`Time: ${duration(performance.now() - started)}`)
}

/** Whether an error is for the learner: its message says everything, and where it was thrown says nothing more. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof NotImplementedError ||
    error instanceof SolverError ||
    error instanceof DataError ||
    // A file with a syntax error, or one that is not there.
    (error instanceof Error && (error.name === 'TransformError' || 'url' in error))
  )
}
