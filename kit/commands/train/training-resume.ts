import { engine } from '#kit/engine/gemm/index.ts'
import type { Solver } from '#kit/solver/index.ts'
import { threadCount } from '#kit/engine/threads/index.ts'
import { defaultSettings, TrainingError, type Checkpoint } from '#kit/training/index.ts'
import { flagOf } from './setting-options.ts'
import type { RunSettings } from './training-setup.ts'

/**
 * The settings of a run that goes on.
 *
 * @param typed - has to be what it was
 * @param work - whose code is loaded
 * @throws TrainingError when the run is another one
 */
export function resumedSettings(
  checkpoint: Checkpoint,
  name: string,
  path: string,
  typed: Partial<RunSettings>,
  work: RunSettings['work'],
): RunSettings {
  if (checkpoint.recipe !== name) {
    throw new TrainingError(`The run in ${path} is one of ${checkpoint.recipe}, not of ${name}.`)
  }
  // A checkpoint that was written before there was a setting does not have it.
  const options = { ...defaultSettings, ...checkpoint.options } as unknown as RunSettings
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

/** Says where a run goes on, and what has changed meanwhile that its numbers depend on. */
export function goingOn(
  { kitVersion: otherVersion, arithmetic: otherArithmetic }: Checkpoint,
  { step, stepsPerEpoch, options }: Solver,
  { kitVersion, arithmetic: ownArithmetic }: Pick<Checkpoint, 'kitVersion' | 'arithmetic'>,
): string {
  const [epochs, rest] = [Math.floor(step / stepsPerEpoch), step % stepsPerEpoch]
  const sentences = [
    `Going on after ${epochs} of ${options.epochs} epochs${rest > 0 ? ` and ${rest} steps` : ''}.`,
  ]
  if (otherVersion !== kitVersion) {
    sentences.push(
      `It was started with version ${otherVersion} of the kit, this is ${kitVersion}: its numbers may differ a little.`,
    )
  }
  if (otherArithmetic !== undefined && otherArithmetic !== ownArithmetic) {
    sentences.push(
      `It goes on with ${ownArithmetic} in place of ${otherArithmetic}: its numbers may differ a little.`,
    )
  }
  return sentences.join(' ')
}

/** What multiplies matrices here, and among how many threads where that changes how it rounds. */
export const arithmetic = (): string =>
  engine.library === undefined ? engine.name : `${engine.name}, threads: ${threadCount()}`
