import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { examine } from '#kit/report/examination.ts'
import { stateOf, restoreState, withMirrorImages, type Solver } from '#kit/solver/index.ts'
import {
  Metrics,
  missingFor,
  RunFolder,
  settingsOfRecipe,
  TrainingError,
  type Checkpoint,
  type Recipe,
} from '#kit/training/index.ts'
import { announce } from './training-announcement.ts'
import { TrainingAdvice } from './training-advice.ts'
import { duration, percent, TrainingDisplay } from './training-display.ts'
import { serveLive, type LivePage } from './live-page.ts'
import { TrainingReport } from './training-report.ts'
import { setUp, type RunSettings, type Setup } from './training-setup.ts'
import { flagOf } from './setting-options.ts'

/** Everything that the command line says. */
export interface TrainOptions extends RunSettings {
  resume?: boolean
  /** Only asks what comes before any training. */
  check?: boolean
  folder: string
  /** The port of the page to watch the run on. */
  live?: number
}

const root = join(import.meta.dirname, '../..')
const { version: kitVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}

/** How often the page of a run that is under way shows something new, in milliseconds. */
const LIVE_PERIOD = 10_000

/** A run that is under way. */
interface Run extends Setup {
  name: string
  settings: RunSettings
  folder: RunFolder
  report: TrainingReport
  /** Since when it would have been under way without a break, on the clock of `performance.now`. */
  started: number
}

/**
 * Trains a network, keeps what is needed to go on with it, and tests it.
 *
 * @param given - the names of the options that were typed, and not left to their defaults
 */
export async function runTraining(
  name: string,
  recipe: Recipe,
  { resume, folder: folderOption, live, ...options }: TrainOptions,
  given: ReadonlySet<string>,
): Promise<void> {
  const path = displayed(resolve(root, folderOption))
  const earlier = resume ? await RunFolder.open(path) : undefined
  let folder: RunFolder | undefined
  let setup: Setup | undefined
  let server: LivePage | undefined
  try {
    const typed = Object.fromEntries(Object.entries(options).filter(([key]) => given.has(key)))
    const chosen = earlier
      ? settingsOf(earlier.checkpoint, name, path, typed, options.work)
      : withDefaults(recipe, options, typed)
    setup = await setUp(name, recipe, chosen, { fitBatchSize: !resume && !given.has('batchSize') })
    const { solver, dataset } = setup
    const { description } = recipe
    const report = new TrainingReport({ name, description, settings: chosen, dataset, solver })
    if (earlier) restoreState(solver, earlier.checkpoint.state)
    const settings = {
      ...chosen,
      data: dataset.name,
      batchSize: solver.options.batchSize,
      workers: setup.workers,
      ...(setup.workers !== chosen.workers && { workersAsked: chosen.workers }),
    }
    if (live !== undefined) server = await serveLive(live, () => report.page(), LIVE_PERIOD)
    // Whatever can go wrong beforehand has not: from here on, files are changed.
    let moved: string | undefined
    if (earlier) {
      earlier.folder.goOn(solver.step)
      folder = earlier.folder
      report.metrics.push(...folder.metrics())
    } else {
      const config = { recipe: name, options: settings, kitVersion, started: new Date().toISOString() }
      const start = RunFolder.start(path, config)
      folder = start.folder
      moved = start.earlier
    }
    announce({ name, settings, dataset, hint: chosen.data === 'auto', train: solver.train.size })
    if (moved) console.log(`The run that was in ${path} is in ${moved} now.`)
    if (earlier) console.log(goingOn(earlier.checkpoint, solver))
    const started = performance.now() - 1000 * (earlier?.checkpoint.seconds ?? 0)
    report.started = started
    if (server) console.log(`Watch it on ${server.address}`)
    await trainAndTest({ ...setup, name, settings, folder, report, started })
    // The charts of the report need memory, and the threads have no more to do.
    await setup.close()
    console.log(await report.write(folder.path))
    await server?.finish()
  } finally {
    server?.close()
    const failure = folder?.close()
    if (failure) console.log(failure)
    await setup?.close()
  }
}

/** Whose code the run in a folder trains; nothing if there is no run. */
export function workOfRun(folder: string): RunSettings['work'] | undefined {
  const { options } = RunFolder.configOf(resolve(root, folder)) ?? {}
  return options?.work as RunSettings['work'] | undefined
}

/** A path as short as it can be said: from the kit's folder, if it is in there. */
function displayed(path: string): string {
  const inside = relative(root, path)
  return inside.startsWith('..') ? path : join('.', inside)
}

/** What was typed goes before the variant, which goes before the recipe. */
export function withDefaults(recipe: Recipe, options: RunSettings, typed: Partial<RunSettings>): RunSettings {
  const variant = options.variant === undefined ? {} : recipe.variants?.[options.variant]
  // What is whitened is no image any more: nothing that a recipe does to images applies.
  const noImages = options.preprocessing === 'whitened' && { flip: false, shift: 0, testTimeFlips: false }
  const settings = { ...options, ...settingsOfRecipe(recipe), ...variant, ...noImages, ...typed }
  for (const name of Object.keys(typed)) {
    const missing = missingFor(name, settings)
    if (missing)
      throw new TrainingError(
        `${flagOf(name)} only has an effect with ${missing}: add that, or leave it out.`,
      )
  }
  return settings
}

/** The settings of a run that goes on. What is typed again has to be what it was. */
function settingsOf(
  checkpoint: Checkpoint,
  name: string,
  path: string,
  typed: Partial<RunSettings>,
  work: RunSettings['work'],
): RunSettings {
  if (checkpoint.recipe !== name) {
    throw new TrainingError(`The run in ${path} is one of ${checkpoint.recipe}, not of ${name}.`)
  }
  const options = checkpoint.options as unknown as RunSettings
  const { workers, workersAsked = workers } = options
  // Whose code it is was not necessarily typed, but is loaded.
  const asked = { ...typed, work }
  const were = { ...options, workers: workersAsked }
  const different = (Object.keys(asked) as (keyof RunSettings)[]).find(
    // With "auto" the kit has chosen; what it chose then is meant.
    (key) => asked[key] !== 'auto' && String(asked[key]) !== String(were[key]),
  )
  if (different !== undefined) {
    const was = were[different] === undefined ? 'without' : 'with'
    throw new TrainingError(
      `The run in ${path} was started ${was} ${flagOf(different)} ${were[different] ?? ''}`.trimEnd() +
        `, not with ${asked[different]}: resume it with what it was, or start a new one without --resume.`,
    )
  }
  return options
}

function goingOn({ kitVersion: other }: Checkpoint, { step, stepsPerEpoch, options }: Solver): string {
  const [epochs, rest] = [Math.floor(step / stepsPerEpoch), step % stepsPerEpoch]
  const where = `Going on after ${epochs} of ${options.epochs} epochs${rest > 0 ? ` and ${rest} steps` : ''}.`
  return other === kitVersion
    ? where
    : `${where} It was started with version ${other} of the kit, this is ${kitVersion}: its numbers may differ a little.`
}

/** Trains to the end or until Ctrl-C, then tests what was reached. A second Ctrl-C ends the process at once. */
async function trainAndTest(run: Run): Promise<void> {
  const { solver, settings, dataset, test, folder, report, started } = run
  const advice = new TrainingAdvice(solver, {
    numClasses: dataset.classNames.length,
    reg: settings.reg ?? 0,
  })
  const display = new TrainingDisplay(solver)
  try {
    const interrupted = await trainUntilInterrupted(run, display, advice)
    if (interrupted) {
      process.exitCode = 130
      solver.finish()
    } else {
      const verdicts = await advice.atEnd()
      report.verdicts.push(...verdicts)
      for (const line of verdicts) console.log(line)
    }
    console.log(`Best validation accuracy: ${percent(solver.bestValidationAccuracy)}`)
    const model = settings.testTimeFlips ? withMirrorImages(solver.model) : solver.model
    const measuring = solver.measure(examine(model, test, dataset.classNames.length))
    let next = measuring.next()
    for (; !next.done; next = measuring.next()) {
      display.showMeasuring('testing', next.value)
      await setImmediate()
    }
    display.stop()
    report.examination = next.value
    const { accuracy } = next.value
    folder.log({ type: 'test', step: solver.step, testAccuracy: accuracy })
    const images = settings.testTimeFlips ? 'images, each with its mirror image' : 'images'
    console.log(`Test accuracy: ${percent(accuracy)} on ${test.size} ${images}`)
    report.time = performance.now() - started
    console.log(`Time: ${duration(report.time)}`)
  } finally {
    display.stop()
  }
}

/** @returns whether it was interrupted; then everything is saved */
async function trainUntilInterrupted(
  run: Run,
  display: TrainingDisplay,
  advice: TrainingAdvice,
): Promise<boolean> {
  const { solver, folder, report } = run
  const metrics = new Metrics(solver)
  const say = (lines: readonly (string | undefined)[]) => {
    const said = lines.filter((line) => line !== undefined)
    if (said.length === 0) return
    display.stop()
    console.log(said.join('\n'))
  }
  let interrupted = false
  const interrupt = () => {
    interrupted = true
  }
  process.on('SIGINT', interrupt)
  try {
    for (const event of solver.run()) {
      const line = metrics.after(event)
      if (line) {
        report.metrics.push(line)
        say([folder.log(line)])
      }
      const verdicts = await advice.after(event)
      report.verdicts.push(...verdicts)
      say(verdicts)
      display.show(event)
      if (event.type === 'epoch') say([await save(run)])
      // Steps do not wait for anything: here a Ctrl-C is noticed and the bar is drawn.
      await setImmediate()
      if (interrupted) break
    }
    if (!interrupted) return false
    display.stop()
    const failure = await save(run)
    // The terminal and npm both pass a Ctrl-C on: the second signal must not count as a second Ctrl-C.
    await setTimeout(300)
    say([failure])
  } finally {
    display.stop()
    process.off('SIGINT', interrupt)
  }
  console.log(
    'Stopped. --resume goes on from here. Testing the best parameters so far; Ctrl-C again ends at once.',
  )
  return true
}

/** @returns a sentence if it failed */
const save = ({ name, settings, solver, folder, started }: Run): Promise<string | undefined> =>
  folder.save({
    recipe: name,
    options: { ...settings },
    kitVersion,
    seconds: (performance.now() - started) / 1000,
    state: stateOf(solver),
  })
