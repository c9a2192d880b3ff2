import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MetricsLine } from './metrics.ts'

/** A training run on the leaderboard. */
export interface Entry {
  /** The name of the run's folder. */
  run: string
  recipe: string
  /** Whose code was trained, and on what. */
  work: string
  data: string
  /** How many epochs it has behind it. */
  epochs: number
  /** Shares from 0 to 1. */
  validationAccuracy: number
  testAccuracy: number
}

interface Config {
  recipe: string
  options: { work: string; data: string }
}

/**
 * The runs in the folders of a folder, the one with the best test accuracy first; runs on all of CIFAR-10 before those
 * on the small set. A run that was not tested yet, or whose files cannot be read, is not among them.
 *
 * @param folder - as `runs/training`; it need not exist
 */
export function leaderboard(folder: string): Entry[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder).flatMap((run) => entryOf(folder, run) ?? [])
  return entries.toSorted(
    (a, b) => Number(a.data === 'tiny') - Number(b.data === 'tiny') || b.testAccuracy - a.testAccuracy,
  )
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
    return {
      run,
      recipe,
      work: options.work,
      data: options.data,
      epochs: Math.max(0, ...epochs.map(({ epoch }) => epoch)),
      validationAccuracy: Math.max(...epochs.map(({ validationAccuracy }) => validationAccuracy)),
      testAccuracy: tested.testAccuracy,
    }
  } catch {
    return undefined
  }
}
