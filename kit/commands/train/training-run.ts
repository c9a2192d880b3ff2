import { resolve } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { evaluate } from '#kit/training/report/evaluation.ts'
import { restoreState, stateOf, type MeasureEvent } from '#kit/solver/index.ts'
import {
  lastLineOf,
  Metrics,
  missingFor,
  RunFolder,
  settingsOfRecipe,
  type MetricsLine,
  type Recipe,
} from '#kit/training/index.ts'
import { announce } from './messages/training-announcement.ts'
import { TrainingAdvice } from './messages/training-advice.ts'
import { ONE_PRESS, onStop, type Stop } from '../../system/stop-signals.ts'
import { duration, percent, roughly } from '#kit/text/quantities.ts'
import { TrainingDisplay } from './messages/training-display.ts'
import { serveLive, type LivePage } from './pages/live-page.ts'
import { TrainingReport } from './pages/training-report.ts'
import { arithmetic, goingOn, resumedSettings } from './training-resume.ts'
import { testViews } from './test-views.ts'
import { setUp, type RunSettings, type Setup } from './training-setup.ts'
import { flagOf } from './setting-options.ts'
import { estimatedTime } from './training-time.ts'
import { agreed } from '#kit/system/agreed.ts'
import { isUserError, UserError } from '#kit/system/user-error.ts'
import { print } from '../../text/wrap.ts'
import { displayed, root } from '../../system/root.ts'
import { versions } from '../../system/versions.ts'

/** All options of the command line. */
export interface TrainOptions extends RunSettings {
  resume?: boolean
  /** Whether to only check the network, without training. */
  check?: boolean
  folder: string
  /** The port of the live page; true for the usual one. */
  live?: number | true
}

/** The time between updates of the live page, in milliseconds. */
const LIVE_PERIOD = 10_000

/** A run that takes longer than this, in milliseconds, does not start without a question. */
const LONG = 5 * 60_000

/** A run in progress. */
interface Run extends Setup {
  name: string
  settings: RunSettings
  folder: RunFolder
  report: TrainingReport
  /** Returns the request to stop, if there was one. */
  stop: () => Stop | undefined
  /** The start time on the clock of `performance.now`, as if the run had had no break. */
  started: number
}

/**
 * Trains a network, saves what is needed to resume, and tests it.
 *
 * @param given - the names of the options that were typed rather than left at their defaults
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
  let release: (() => void) | undefined
  let failure: UserError | undefined
  try {
    const typed = Object.fromEntries(Object.entries(options).filter(([key]) => given.has(key)))
    const chosen = earlier
      ? resumedSettings(earlier.checkpoint, name, path, typed, options.work)
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
    // The small set takes seconds.
    const time = dataset.name === 'cifar10' ? estimatedTime(solver) : undefined
    if (time !== undefined && time > LONG && !earlier && isSomebodyThere()) {
      const images = `${solver.train.size} images of CIFAR-10, ${solver.options.epochs} times each`
      print(
        `Training ${name} on ${images}, will take about ${roughly(time)}. With "--data tiny" it takes the small set that ships with the kit, and seconds.`,
      )
      if (!(await agreed('Start? (y/n) '))) return print('Nothing was started.')
    }
    if (live !== undefined) {
      server = await serveLive(live === true ? undefined : live, () => report.page(), LIVE_PERIOD)
    }
    // Everything that can fail beforehand has succeeded. From here on, files are changed.
    let moved: string | undefined
    if (earlier) {
      earlier.folder.goOn(lastLineOf(solver, solver.step))
      folder = earlier.folder
      report.metrics.push(...folder.metrics())
      report.verdicts.push(...(earlier.checkpoint.verdicts ?? []))
    } else {
      const config = {
        recipe: name,
        options: settings,
        kitVersion: versions.kit,
        started: new Date().toISOString(),
      }
      const start = RunFolder.start(path, config)
      folder = start.folder
      moved = start.earlier
    }
    let request: Stop | undefined
    release = onStop((stop) => {
      request = stop
      if (!stop.again) return
      folder?.close()
      process.exit(stop.exitCode)
    })
    announce({ name, settings, dataset, hint: chosen.data === 'auto', train: solver.train.size })
    if (time !== undefined) print(`This will take about ${roughly(time)}.`)
    if (moved) print(`The earlier run in ${path} is now in ${moved}.`)
    if (earlier)
      print(goingOn(earlier.checkpoint, solver, { kitVersion: versions.kit, arithmetic: arithmetic() }))
    if (server) print(`Watch it at ${server.address}`)
    const started = performance.now() - 1000 * (earlier?.checkpoint.seconds ?? 0)
    report.started = started
    try {
      await trainAndTest({ ...setup, name, settings, folder, report, started, stop: () => request })
    } catch (error) {
      if (!isUserError(error, 'not-finite', 'bad-scores', 'bad-gradient', 'bad-update')) throw error
      // The curves show what led to the failure.
      report.verdicts.push(error.message)
      failure = error
    }
    report.ended = true
    // The charts of the report need memory, and the threads have nothing left to do.
    await setup.close()
    print(await report.write(folder.path))
    await server?.finish(request === undefined)
    if (failure) throw failure
  } finally {
    release?.()
    server?.close()
    const left = folder?.close()
    if (left) print(left)
    await setup?.close()
  }
}

/** Returns whether somebody sees a question and can answer it. */
const isSomebodyThere = (): boolean => process.stdin.isTTY && process.stdout.isTTY && !process.env.CI

/** Returns whose code the run in a folder trains, or undefined if there is no run. */
export function workOfRun(folder: string): RunSettings['work'] | undefined {
  const { options } = RunFolder.configOf(resolve(root, folder)) ?? {}
  return options?.work as RunSettings['work'] | undefined
}

/** Merges settings: typed options override the variant, which overrides the recipe. */
export function withDefaults(recipe: Recipe, options: RunSettings, typed: Partial<RunSettings>): RunSettings {
  const variant = options.variant === undefined ? {} : recipe.variants?.[options.variant]
  // Whitened data are no longer images, so a recipe's image augmentation does not apply.
  const noImages = options.preprocessing === 'whitened' && {
    flip: false,
    alternateFlips: false,
    shift: 0,
    testTimeFlips: false,
    testTimeShifts: false,
  }
  const settings = { ...options, ...settingsOfRecipe(recipe), ...variant, ...noImages, ...typed }
  for (const [name, value] of Object.entries(typed)) {
    // What is turned off needs nothing.
    if (value === false) continue
    const missing = missingFor(name, settings)
    if (missing)
      throw new UserError(
        'bad-setting',
        `${flagOf(name)} only has an effect with ${missing}. Add that, or leave ${flagOf(name)} out.`,
      )
  }
  return settings
}

/**
 * Trains to the end or until it is stopped, then tests the network. It also tests after Ctrl-C, because
 * somebody is there who can wait for that. It does not test after any other signal.
 */
async function trainAndTest(run: Run): Promise<void> {
  const { solver, settings, dataset, test, folder, report, started, stop } = run
  const advice = new TrainingAdvice(solver, {
    numClasses: dataset.classNames.length,
    reg: settings.reg ?? 0,
  })
  const display = new TrainingDisplay(solver)
  /** Runs a measurement and shows its progress. Stops when `isOver` returns true. */
  const watch = async <Result>(
    name: string,
    measuring: Generator<MeasureEvent, Result>,
    isOver = () => false,
  ) => {
    let next = measuring.next()
    for (; !next.done && !isOver(); next = measuring.next()) {
      display.showMeasuring(name, next.value)
      await setImmediate()
    }
    display.stop()
    return next
  }
  try {
    const stopped = await trainUntilStopped(run, display, advice)
    if (stopped && !stop()!.byHand) return
    if (stopped) {
      await watch('measuring', solver.finishing())
    } else {
      const verdicts = await advice.atEnd()
      report.verdicts.push(...verdicts)
      for (const line of verdicts) print(line)
    }
    const { bestValidationAccuracy } = solver
    const kept = settings.keep === 'last' ? 'Last' : 'Best'
    print(`${kept} validation accuracy: ${percent(bestValidationAccuracy)}`)
    // Releases the training images, to make room for the test images, which are read now.
    dataset.train.release()
    const views = testViews(settings)
    const examining = solver.measure(evaluate(views.of(solver.model), test, dataset.classNames.length))
    // A Ctrl-C that stopped the training does not stop the test.
    const isOver = () => stop() !== undefined && !(stopped && stop()!.byHand)
    const tested = await watch('testing', examining, isOver)
    if (!tested.done) {
      print('Stopped before the test was complete. To test the network, use --resume.')
      return
    }
    report.examination = tested.value
    const { accuracy } = tested.value
    const line = {
      type: 'test',
      step: solver.step,
      epochs: solver.step / solver.stepsPerEpoch,
      validationAccuracy: bestValidationAccuracy,
      testAccuracy: accuracy,
    } as const
    report.metrics.push(line)
    folder.log(line)
    print(`Test accuracy: ${percent(accuracy)} on ${test.size} ${views.description}`)
    report.time = performance.now() - started
    print(`Time: ${duration(report.time)}`)
  } finally {
    display.stop()
    if (stop()) process.exitCode = stop()!.exitCode
  }
}

/** Trains until the end or a stop. @returns whether it was stopped; everything is saved then */
async function trainUntilStopped(
  run: Run,
  display: TrainingDisplay,
  advice: TrainingAdvice,
): Promise<boolean> {
  const { solver, report, stop } = run
  const metrics = new Metrics(solver)
  const say = (lines: readonly (string | undefined)[]) => {
    const said = lines.filter((line) => line !== undefined)
    if (said.length === 0) return
    display.stop()
    print(said.join('\n'))
  }
  const log = (line: MetricsLine) => {
    report.metrics.push(line)
    say([run.folder.log(line)])
  }
  try {
    for (const event of solver.run()) {
      const line = metrics.after(event)
      if (line?.type === 'epoch') line.seconds = Math.round((performance.now() - run.started) / 1000)
      if (line) log(line)
      const verdicts = await advice.after(event)
      report.verdicts.push(...verdicts)
      say(verdicts)
      display.show(event)
      if (event.type === 'epoch') say([await save(run)])
      // Steps run without a break. This gives signals and the progress bar a turn.
      await setImmediate()
      if (stop()) break
    }
  } catch (error) {
    metrics.afterFailure().forEach(log)
    throw error
  }
  if (!stop()) return false
  display.stop()
  const failure = await save(run)
  const rest = failure ?? 'To continue from here, use --resume.'
  // Readers of this message may press Ctrl-C again, which must not count as part of the first press.
  if (stop()!.byHand) await setTimeout(ONE_PRESS)
  const next = ' Testing the best parameters so far. To end at once, press Ctrl-C again.'
  say([`Stopped. ${rest}${stop()!.byHand ? next : ''}`])
  return true
}

/** Saves a checkpoint. @returns a sentence if it failed */
const save = ({ name, settings, solver, folder, report, started }: Run): Promise<string | undefined> =>
  folder.save({
    recipe: name,
    options: { ...settings },
    kitVersion: versions.kit,
    arithmetic: arithmetic(),
    seconds: (performance.now() - started) / 1000,
    verdicts: report.verdicts,
    state: stateOf(solver),
  })
