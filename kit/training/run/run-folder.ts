import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { isSystemError, reasonOf } from '#kit/system/system-error.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint, type RunOptions } from './checkpoint.ts'
import type { MetricsLine } from './metrics.ts'
import { holderOf, takeLock } from './run-lock.ts'
import { TrainingError } from '../training-error.ts'

/** What a run was started with. */
export interface RunConfig {
  /** The name of the recipe. */
  recipe: string
  options: RunOptions
  kitVersion: string
  /** A date and a time, as in 2026-01-31T12:00:00.000Z. */
  started: string
}

/**
 * The folder of a training run:
 *
 * - `config.json`: what the run was started with
 * - `metrics.jsonl`: what was measured, a line of JSON each time
 * - `checkpoint.safetensors`: what the run is continued from
 *
 * and whatever else is put there, such as a report. While a run is under way there is a `lock` with its process.
 */
export class RunFolder {
  readonly path: string
  /** Whether the metrics could not be written any more. */
  #metricsFailed = false

  private constructor(path: string) {
    this.path = path
  }

  /**
   * A folder for a new run. A run that is there already is moved aside and nothing of it is lost, unless it has come to
   * nothing.
   *
   * @returns the folder, and where the run that was there is now
   * @throws TrainingError when a run is under way there, it holds anything but a run, or it cannot be written to;
   *   everything is as it was then
   */
  static start(path: string, config: RunConfig): { folder: RunFolder; earlier?: string } {
    const folder = new RunFolder(path)
    const earlier = folder.#writing(() => {
      mkdirSync(path, { recursive: true })
      folder.#takeLock()
      try {
        return folder.#begin(config)
      } catch (error) {
        folder.close()
        throw error
      }
    })
    return { folder, earlier }
  }

  /** What the run in a folder was started with; nothing if there is none. */
  static configOf(path: string): RunConfig | undefined {
    try {
      const config = JSON.parse(readFileSync(configPathOf(path), 'utf8')) as Partial<RunConfig> | null
      // Others call their files so as well.
      const isOurs = typeof config?.recipe === 'string' && typeof config.kitVersion === 'string'
      return isOurs ? (config as RunConfig) : undefined
    } catch {
      return undefined
    }
  }

  /**
   * The folder of a run that may go on, and where it stopped. Nothing in it is changed before {@link goOn}.
   *
   * @throws TrainingError when there is no checkpoint or a damaged one, or a run is under way there
   */
  static async open(path: string): Promise<{ folder: RunFolder; checkpoint: Checkpoint }> {
    const folder = new RunFolder(path)
    folder.#requireCheckpoint()
    folder.#requireNone(holderOf(folder.#lockPath))
    return { folder, checkpoint: await readCheckpoint(folder.checkpointPath) }
  }

  /**
   * Goes on with the run: what was measured behind its checkpoint, because it was killed or is over, is measured again.
   *
   * @param step - the last one whose metrics are kept
   * @throws TrainingError when a run is under way there, or it cannot be written to
   */
  goOn(step: number): void {
    this.#writing(() => {
      this.#takeLock()
      try {
        this.#forgetMetricsAfter(step)
      } catch (error) {
        this.close()
        throw error
      }
    })
  }

  /** Where {@link save} writes to. */
  get checkpointPath(): string {
    return join(this.path, 'checkpoint.safetensors')
  }

  get #metricsPath(): string {
    return join(this.path, 'metrics.jsonl')
  }

  get #lockPath(): string {
    return join(this.path, 'lock')
  }

  /** @returns nothing, or a sentence that says why it could not be saved; an earlier checkpoint is still there then */
  async save(checkpoint: Checkpoint): Promise<string | undefined> {
    try {
      await writeCheckpoint(this.checkpointPath, checkpoint)
      return undefined
    } catch (error) {
      const kept = existsSync(this.checkpointPath) ? ' The one before it is kept.' : ''
      return `The checkpoint could not be written to ${this.path}: ${reasonOf(error)}.${kept}`
    }
  }

  /** Adds a line to the metrics; `step` is the number of steps taken. Returns a sentence the first time that it fails. */
  log(metrics: { type: string; step: number; [name: string]: unknown }): string | undefined {
    try {
      appendFileSync(this.#metricsPath, `${JSON.stringify(metrics)}\n`)
      return undefined
    } catch (error) {
      if (this.#metricsFailed) return undefined
      this.#metricsFailed = true
      return `The metrics could not be written to ${this.path}: ${reasonOf(error)}. Training goes on.`
    }
  }

  /** What was measured so far. */
  metrics(): MetricsLine[] {
    if (!existsSync(this.#metricsPath)) return []
    const lines = readFileSync(this.#metricsPath, 'utf8').split('\n')
    return lines.filter(Boolean).map((line) => JSON.parse(line) as MetricsLine)
  }

  /** The run is over: another one may use the folder. Returns a sentence if it could not be left as it should. */
  close(): string | undefined {
    try {
      rmSync(this.#lockPath, { force: true })
      return undefined
    } catch (error) {
      return `${this.#lockPath} could not be removed: ${reasonOf(error)}.`
    }
  }

  #forgetMetricsAfter(step: number): void {
    if (!existsSync(this.#metricsPath)) return
    const lines = readFileSync(this.#metricsPath, 'utf8').split('\n')
    const kept = lines.filter((line) => isBefore(line, step))
    // In one instant: a disk that is full must not cost what was measured.
    const unfinished = `${this.#metricsPath}.unfinished`
    writeFileSync(unfinished, kept.map((line) => `${line}\n`).join(''))
    renameSync(unfinished, this.#metricsPath)
  }

  /** @returns where the run that was there is now, if it has come to something */
  #begin(config: RunConfig): string | undefined {
    const configPath = configPathOf(this.path)
    const earlier = this.#hasResults() ? freePath(this.path) : undefined
    try {
      if (earlier) {
        mkdirSync(earlier)
        moveFiles(this.path, earlier)
      }
      writeFileSync(configPath, `${JSON.stringify(config, null, 2)}\n`)
      return earlier
    } catch (error) {
      if (earlier) {
        moveFiles(earlier, this.path)
        rmdirSync(earlier)
      } else rmSync(configPath, { force: true })
      throw error
    }
  }

  #requireCheckpoint(): void {
    try {
      statSync(this.checkpointPath)
    } catch (error) {
      if (!isSystemError(error)) throw error
      const nothing = ['ENOENT', 'ENOTDIR'].includes(error.code ?? '')
      throw new TrainingError(
        nothing
          ? `There is no run in ${this.path} to go on with: start one without --resume.`
          : `${this.checkpointPath} cannot be read: ${reasonOf(error)}. Mend that, or start a run without --resume.`,
      )
    }
  }

  #takeLock(): void {
    this.#requireNone(takeLock(this.#lockPath))
  }

  /** @param other - the process that the folder belongs to */
  #requireNone(other: number | undefined): void {
    if (other === undefined) return
    throw new TrainingError(
      `A run is under way in ${this.path} (process ${other}): wait for its end, or give this one another --folder. ` +
        `If process ${other} is no training, delete ${this.#lockPath}.`,
    )
  }

  /**
   * Whether there is a run that has come to something.
   *
   * @throws TrainingError when there are files, but no run
   */
  #hasResults(): boolean {
    // Some systems leave hidden files wherever somebody has looked.
    const files = readdirSync(this.path).filter((name) => !name.startsWith('.') && !isLock(name))
    if (files.length === 0) return false
    if (!RunFolder.configOf(this.path)) {
      throw new TrainingError(
        `${this.path} holds files that are no training run: choose a new or an empty folder with --folder.`,
      )
    }
    return files.length > 1
  }

  #writing<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      if (error instanceof TrainingError) throw error
      throw new TrainingError(
        `${this.path} cannot be written to: ${reasonOf(error)}. Choose another folder with --folder.`,
      )
    }
  }
}

/** Whether a line of the metrics is whole, and stays true when a run goes on after `step` steps. */
function isBefore(line: string, step: number): boolean {
  try {
    const metrics = JSON.parse(line) as { type: string; step: number }
    return metrics.step <= step && metrics.type !== 'test'
  } catch {
    return false
  }
}

/** The first of `path-1`, `path-2`, ... that is not there. */
function freePath(path: string): string {
  for (let number = 1; ; number++) if (!existsSync(`${path}-${number}`)) return `${path}-${number}`
}

/** Moves all that is in a folder but its lock: it is not to be taken by another run meanwhile. */
function moveFiles(from: string, to: string): void {
  const names = readdirSync(from).filter((name) => !isLock(name))
  // The config last: by it, a folder is known to be that of a run.
  const inOrder = names.toSorted((a, b) => Number(a === CONFIG) - Number(b === CONFIG))
  for (const name of inOrder) renameSync(join(from, name), join(to, name))
}

/** Whether a file is the lock, or what becomes of one that is being taken. */
const isLock = (name: string): boolean => /^lock(\.|$)/.test(name)

const CONFIG = 'config.json'
const configPathOf = (path: string): string => join(path, CONFIG)
