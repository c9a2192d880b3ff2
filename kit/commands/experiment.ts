import '../system/v8-flags.ts'
import { SingleBar } from 'cli-progress'
import { Command, Option, program } from 'commander'
import { join, relative } from 'node:path'
import { loadDataset } from '#data/index.ts'
import { symbols } from '#kit/text/symbols.ts'
import type { Experiment, Outcome, Setting } from '#kit/experiments/experiment.ts'
import { experiments, type Listed } from '#kit/experiments/index.ts'
import { writePage } from '#kit/experiments/page.ts'
import { runTraining } from '#kit/experiments/run.ts'
import { table } from '#kit/experiments/table.ts'
import { toFileAccessError, requireWritable } from '#kit/system/system-error.ts'
import { endWithOutput, onStop, type Stop } from '../system/stop-signals.ts'
import { count, wholeNumber } from './train/number-options.ts'
import { duration } from '#kit/text/quantities.ts'
import { messageOf } from './train/messages/training-failure.ts'
import { defaultWorkTree, useWorkTree, workTrees, type WorkTree } from './train/work-tree.ts'
import { UserError } from '#kit/system/user-error.ts'
import { print } from '../text/wrap.ts'
import { runProgram } from './run-program.ts'

interface Options {
  work: WorkTree
  data: 'auto' | 'cifar10' | 'tiny'
  seed: number
  epochs?: number
  trainSize?: number
}

endWithOutput()

program
  .name('npm run experiment --')
  .description('Train several networks that differ in one thing, and plot the results.')
  .usage('NAME [options]')
for (const [name, listed] of Object.entries(experiments)) program.addCommand(commandFor(name, listed))
program.showHelpAfterError(
  `Name the experiment first, as in "npm run experiment -- update-rules". The experiments are ${Object.keys(experiments).join(', ')}.`,
)
await runProgram(program)

function commandFor(name: string, listed: Listed): Command {
  return new Command(name)
    .description(listed.summary)
    .addOption(
      new Option('--work <tree>', 'which code to train')
        .choices(workTrees)
        .default(defaultWorkTree, `the ${defaultWorkTree}`),
    )
    .addOption(
      new Option('--data <set>', 'which images to train on')
        .choices(['tiny', 'cifar10', 'auto'])
        .default('tiny', 'the small set that ships with the kit'),
    )
    .option('--seed <number>', 'seed of all random numbers', wholeNumber, 0)
    .option('--epochs <number>', 'use this many epochs for every network', count)
    .option('--train-size <number>', 'use this many training images', count)
    .action((options: Options, command: Command) => run(name, listed, options, command))
}

async function run(name: string, listed: Listed, options: Options, command: Command): Promise<void> {
  const started = performance.now()
  try {
    useWorkTree(options.work)
    const dataset = await loadDataset({ name: options.data, scale: true })
    if (options.trainSize !== undefined && options.trainSize > dataset.train.size) {
      throw new UserError(
        'bad-setting',
        `--train-size must be at most ${dataset.train.size}, the number of training images.`,
      )
    }
    const folder = join(import.meta.dirname, '../../runs/experiments', name)
    requireWritable(folder)
    const { experiment } = await listed.load()
    const setting = { ...options, dataset }
    const outcomes = await trainAll(experiment, setting)
    if (!outcomes) return
    const show = experiment.show(outcomes, setting)
    const rows = table(outcomes, show)
    const set = dataset.name === 'tiny' ? 'the small set that ships with the kit' : 'CIFAR-10'
    const note = `${outcomes.length} ${outcomes.length === 1 ? 'network' : 'networks'} of ${options.work}/ on ${set}, seed ${options.seed}`
    const page = await writePage(folder, experiment, show, rows, note).catch((error: unknown) => {
      throw toFileAccessError(error, 'written', folder)
    })
    console.log(`\n${columns(rows)}\n`)
    if (show.measured) console.log(`${show.measured.caption}:\n${columns(show.measured.rows)}\n`)
    for (const sentence of show.missing ?? []) print(sentence)
    print(`What you should see: ${experiment.whatToSee}`)
    print(`Plots: ${relative(process.cwd(), page)} (${duration(performance.now() - started)})`)
  } catch (error) {
    command.error(messageOf(error))
  }
}

/** Trains one network after the other. Returns undefined when it was stopped. */
async function trainAll(experiment: Experiment, setting: Setting): Promise<Outcome[] | undefined> {
  const stop = new AbortController()
  const release = onStop((request) => stop.abort(request))
  const trainings = experiment.trainings(setting)
  const networks = trainings.length === 1 ? 'network' : 'networks'
  print(`${experiment.title}: ${trainings.length} ${networks} to train.`)
  const bar = progressBar(trainings.length)
  const outcomes: Outcome[] = []
  try {
    for (const training of trainings) {
      const onStep = (share: number) => bar?.update(outcomes.length + share, { training: training.name })
      const outcome = await runTraining(training, { onStep, signal: stop.signal })
      if (!outcome) break
      outcomes.push(outcome)
    }
  } finally {
    bar?.stop()
    // Signals that arrive later, such as one that npm passes on, are not another request.
    if (!stop.signal.aborted) release()
  }
  if (!stop.signal.aborted) return outcomes
  print(`Stopped after ${outcomes.length} of ${trainings.length} networks. Nothing was written.`)
  process.exitCode = (stop.signal.reason as Stop).exitCode
  return undefined
}

/** Returns a progress bar over all trainings, or undefined without a terminal. */
function progressBar(total: number): SingleBar | undefined {
  if (!process.stdout.isTTY) return undefined
  const bar = new SingleBar({
    format: '{bar} {percentage} %   {eta_formatted} left   {training}',
    barCompleteChar: symbols.line,
    barIncompleteChar: ' ',
    barsize: 30,
    clearOnComplete: true,
    gracefulExit: false,
    stream: process.stdout,
  })
  bar.start(total, 0, { training: '' })
  return bar
}

/** Aligns rows of text in columns: the first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '),
    )
    .join('\n')
}
