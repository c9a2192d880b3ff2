import { engine } from '#kit/engine/gemm/index.ts'
import type { Solver } from '#kit/solver/index.ts'
import { threadCount } from '#kit/engine/threads/index.ts'
import { defaultSettings, type Checkpoint } from '#kit/training/index.ts'
import { flagOf } from './setting-options.ts'
import type { RunSettings } from './training-setup.ts'
import { UserError } from '#kit/system/user-error.ts'

/**
 * Returns the settings of a resumed run.
 *
 * @param typed - the options typed, which must equal those of the run
 * @param work - whose code is loaded
 * @throws UserError when the options or the recipe differ from those of the run
 */
export function resumedSettings(
  checkpoint: Checkpoint,
  name: string,
  path: string,
  typed: Partial<RunSettings>,
  work: RunSettings['work'],
): RunSettings {
  if (checkpoint.recipe !== name) {
    throw new UserError('other-run', `The run in ${path} trains ${checkpoint.recipe}, not ${name}.`)
  }
  // A checkpoint from before a setting existed does not have it.
  const options = { ...defaultSettings, ...checkpoint.options } as unknown as RunSettings
  const { workers, workersAsked = workers } = options
  // The work tree need not have been typed, but it was loaded, so it is compared too.
  const asked = { ...typed, work }
  const were = { ...options, workers: workersAsked }
  const different = (Object.keys(asked) as (keyof RunSettings)[]).find(
    // "auto" means whatever the kit chose when the run started.
    (key) => asked[key] !== 'auto' && String(asked[key]) !== String(were[key]),
  )
  if (different !== undefined) {
    const was = were[different] === undefined ? 'without' : 'with'
    throw new UserError(
      'other-run',
      `The run in ${path} was started ${was} ${flagOf(different)} ${were[different] ?? ''}`.trimEnd() +
        `, not with ${asked[different]}. Resume it with the same settings, or start a new run without --resume.`,
    )
  }
  return options
}

/** Says where a run resumes, and which changes since then may affect its numbers. */
export function goingOn(
  { kitVersion: otherVersion, arithmetic: otherArithmetic }: Checkpoint,
  { step, stepsPerEpoch, options }: Solver,
  { kitVersion, arithmetic: ownArithmetic }: Pick<Checkpoint, 'kitVersion' | 'arithmetic'>,
): string {
  const [epochs, rest] = [Math.floor(step / stepsPerEpoch), step % stepsPerEpoch]
  const sentences = [
    `Continuing after ${epochs} of ${options.epochs} epochs${rest > 0 ? ` and ${rest} steps` : ''}.`,
  ]
  if (otherVersion !== kitVersion) {
    sentences.push(
      `The run was started with version ${otherVersion} of the kit, and this is version ${kitVersion}. Its numbers may differ a little.`,
    )
  }
  if (otherArithmetic !== undefined && otherArithmetic !== ownArithmetic) {
    sentences.push(
      `It continues with ${ownArithmetic} instead of ${otherArithmetic}. Its numbers may differ a little.`,
    )
  }
  return sentences.join(' ')
}

/** Returns what multiplies matrices here, with the number of threads if that affects the rounding. */
export const arithmetic = (): string =>
  engine.library === undefined ? engine.name : `${engine.name}, threads: ${threadCount()}`
