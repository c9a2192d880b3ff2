import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSystemError, reasonOf } from '../../system/system-error.ts'
import { epochsDone, type MetricsLine } from './metrics.ts'
import { UserError } from '#kit/system/user-error.ts'

/** The validation accuracies, in percent, whose times the leaderboard shows. */
export const MILESTONES = [90, 92, 94] as const

/** A training run on the leaderboard. */
export interface Entry {
  /** The name of the run's folder. */
  run: string
  recipe: string
  /** The tree whose code was trained, and the data set. */
  work: string
  data: string
  /** The number of completed epochs, rounded down to tenths, and the planned number. */
  epochs: number
  ofEpochs: number
  /** Shares from 0 to 1. */
  validationAccuracy: number
  testAccuracy: number
  /** The time until the validation accuracy first reached each milestone, in seconds, without those not reached. */
  secondsTo: Partial<Record<(typeof MILESTONES)[number], number>>
}

interface Config {
  recipe: string
  options: { work: string; data: string; epochs: number }
}

/**
 * Returns the runs in a folder, those on all of CIFAR-10 before those on the small set, each sorted by test accuracy,
 * best first. Leaves out runs that are not tested yet or whose files cannot be read.
 *
 * @param folder - as `runs/training`; it need not exist
 * @throws UserError when it cannot be read
 */
export function leaderboard(folder: string): Entry[] {
  const entries = runsIn(folder).flatMap((run) => entryOf(folder, run) ?? [])
  return entries.toSorted(
    (a, b) => Number(a.data === 'tiny') - Number(b.data === 'tiny') || b.testAccuracy - a.testAccuracy,
  )
}

function runsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return []
    throw new UserError('run-folder', `The runs in ${folder} cannot be read: ${reasonOf(error)}.`)
  }
}

/** Returns whether a run's files, which somebody may have edited, contain all required values. */
const isWhole = ({ recipe, work, data, ...numbers }: Omit<Entry, 'secondsTo'>): boolean =>
  [recipe, work, data].every((text) => typeof text === 'string') &&
  [numbers.epochs, numbers.ofEpochs, numbers.validationAccuracy, numbers.testAccuracy].every(Number.isFinite)

/** Returns the seconds to each milestone. Epochs are measured at their ends, so the times are those of whole epochs. */
function secondsTo(epochs: readonly (MetricsLine & { type: 'epoch' })[]): Entry['secondsTo'] {
  const times = MILESTONES.flatMap((milestone) => {
    const first = epochs.find(({ validationAccuracy }) => 100 * validationAccuracy >= milestone)
    return Number.isFinite(first?.seconds) ? [[milestone, first!.seconds]] : []
  })
  return Object.fromEntries(times) as Entry['secondsTo']
}

function entryOf(folder: string, run: string): Entry | undefined {
  try {
    const read = (name: string) => readFileSync(join(folder, run, name), 'utf8')
    const { recipe, options } = JSON.parse(read('config.json')) as Config
    const lines = read('metrics.jsonl').split('\n').filter(Boolean)
    const metrics = lines.map((line) => JSON.parse(line) as MetricsLine)
    const tested = metrics.findLast((line) => line.type === 'test')
    const epochs = metrics.filter((line) => line.type === 'epoch')
    if (!tested) return undefined
    const validationAccuracies = epochs.map(({ validationAccuracy }) => validationAccuracy)
    const entry = {
      run,
      recipe,
      work: options.work,
      data: options.data,
      epochs: epochsDone(tested.epochs ?? Math.max(0, ...epochs.map(({ epoch }) => epoch))),
      ofEpochs: options.epochs,
      validationAccuracy: tested.validationAccuracy ?? Math.max(...validationAccuracies),
      testAccuracy: tested.testAccuracy,
      secondsTo: secondsTo(epochs),
    }
    return isWhole(entry) ? entry : undefined
  } catch {
    return undefined
  }
}
