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
import { isUserError, UserError } from '#kit/system/user-error.ts'

/** The configuration of a run at its start. */
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
 * - `config.json`: the configuration of the run
 * - `metrics.jsonl`: the measurements, one JSON object per line
 * - `checkpoint.safetensors`: the state from which the run is resumed
 *
 * It may also contain other files, such as a report. While a run is in progress, a `lock` file names its process.
 */
export class RunFolder {
  readonly path: string
  /** Whether writing the metrics has failed before. */
  #metricsFailed = false

  private constructor(path: string) {
    this.path = path
  }

  /**
   * Prepares a folder for a new run. An earlier run in it is moved aside without loss, unless it has no results.
   *
   * @returns the folder, and the new location of the earlier run
   * @throws UserError when a run is in progress there, it contains anything but a run, or it cannot be written to;
   *   nothing has changed then
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

  /** Returns the configuration of the run in a folder, or undefined if there is no run. */
  static configOf(path: string): RunConfig | undefined {
    try {
      const config = JSON.parse(readFileSync(configPathOf(path), 'utf8')) as Partial<RunConfig> | null
      // Other programs use this file name as well.
      const isOurs = typeof config?.recipe === 'string' && typeof config.kitVersion === 'string'
      return isOurs ? (config as RunConfig) : undefined
    } catch {
      return undefined
    }
  }

  /**
   * Opens the folder of a run to resume, with its checkpoint. Nothing in it changes before {@link goOn}.
   *
   * @throws UserError when there is no checkpoint or a damaged one, or a run is in progress there
   */
  static async open(path: string): Promise<{ folder: RunFolder; checkpoint: Checkpoint }> {
    const folder = new RunFolder(path)
    folder.#requireCheckpoint()
    folder.#requireNone(holderOf(folder.#lockPath))
    return { folder, checkpoint: await readCheckpoint(folder.checkpointPath) }
  }

  /**
   * Resumes the run. Measurements after its checkpoint are discarded, because those steps are repeated.
   *
   * @param step - the last step whose metrics are kept
   * @throws UserError when a run is in progress there, or it cannot be written to
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

  /** The file that {@link save} writes to. */
  get checkpointPath(): string {
    return join(this.path, 'checkpoint.safetensors')
  }

  get #metricsPath(): string {
    return join(this.path, 'metrics.jsonl')
  }

  get #lockPath(): string {
    return join(this.path, 'lock')
  }

  /** Saves a checkpoint. @returns a sentence if that failed; an earlier checkpoint still exists then */
  async save(checkpoint: Checkpoint): Promise<string | undefined> {
    try {
      await writeCheckpoint(this.checkpointPath, checkpoint)
      return undefined
    } catch (error) {
      const kept = existsSync(this.checkpointPath) ? ' The previous one is kept.' : ''
      return `The checkpoint could not be written to ${this.path}: ${reasonOf(error)}.${kept}`
    }
  }

  /** Adds a line to the metrics; `step` is the number of steps taken. @returns a sentence on the first failure */
  log(metrics: { type: string; step: number; [name: string]: unknown }): string | undefined {
    try {
      appendFileSync(this.#metricsPath, `${JSON.stringify(metrics)}\n`)
      return undefined
    } catch (error) {
      if (this.#metricsFailed) return undefined
      this.#metricsFailed = true
      return `The metrics could not be written to ${this.path}: ${reasonOf(error)}. The training continues.`
    }
  }

  /** Returns all measurements so far. */
  metrics(): MetricsLine[] {
    if (!existsSync(this.#metricsPath)) return []
    const lines = readFileSync(this.#metricsPath, 'utf8').split('\n')
    return lines.filter(Boolean).map((line) => JSON.parse(line) as MetricsLine)
  }

  /** Ends the run and frees the folder for another one. Returns a sentence if that failed. */
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
    // Replaces the file atomically: a full disk must not destroy the measurements.
    const unfinished = `${this.#metricsPath}.unfinished`
    writeFileSync(unfinished, kept.map((line) => `${line}\n`).join(''))
    renameSync(unfinished, this.#metricsPath)
  }

  /** Sets up the folder. @returns the new location of the earlier run, if it had results */
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
      throw new UserError(
        'run-folder',
        nothing
          ? `There is no run in ${this.path} to continue. Start one without --resume.`
          : `${this.checkpointPath} cannot be read: ${reasonOf(error)}. Fix that, or start a run without --resume.`,
      )
    }
  }

  #takeLock(): void {
    this.#requireNone(takeLock(this.#lockPath))
  }

  /** Throws if another process uses the folder. @param other - that process, if there is one */
  #requireNone(other: number | undefined): void {
    if (other === undefined) return
    throw new UserError(
      'run-folder',
      `A run is already in progress in ${this.path} (process ${other}). Wait until it ends, or choose another --folder. ` +
        `If process ${other} is not a training run, delete ${this.#lockPath}.`,
    )
  }

  /**
   * Returns whether the folder contains a run with results.
   *
   * @throws UserError when there are files, but no run
   */
  #hasResults(): boolean {
    // Some systems create hidden files in every folder that somebody has viewed.
    const files = readdirSync(this.path).filter((name) => !name.startsWith('.') && !isLock(name))
    if (files.length === 0) return false
    if (!RunFolder.configOf(this.path)) {
      throw new UserError(
        'run-folder',
        `${this.path} contains files that do not belong to a training run. Choose a new or empty folder with --folder.`,
      )
    }
    return files.length > 1
  }

  #writing<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      if (isUserError(error, 'run-folder')) throw error
      throw new UserError(
        'run-folder',
        `${this.path} cannot be written to: ${reasonOf(error)}. Choose another folder with --folder.`,
      )
    }
  }
}

/** Returns whether a line of the metrics is complete and remains valid when a run resumes after `step` steps. */
function isBefore(line: string, step: number): boolean {
  try {
    const metrics = JSON.parse(line) as { type: string; step: number }
    return metrics.step <= step && metrics.type !== 'test'
  } catch {
    return false
  }
}

/** Returns the first of `path-1`, `path-2`, ... that does not exist. */
function freePath(path: string): string {
  for (let number = 1; ; number++) if (!existsSync(`${path}-${number}`)) return `${path}-${number}`
}

/** Moves all files of a folder except its lock, so that no other run can take it meanwhile. */
function moveFiles(from: string, to: string): void {
  const names = readdirSync(from).filter((name) => !isLock(name))
  // The config comes last, because it marks a folder as that of a run.
  const inOrder = names.toSorted((a, b) => Number(a === CONFIG) - Number(b === CONFIG))
  for (const name of inOrder) renameSync(join(from, name), join(to, name))
}

/** Returns whether a file is the lock, or a temporary file of taking it. */
const isLock = (name: string): boolean => /^lock(\.|$)/.test(name)

const CONFIG = 'config.json'
const configPathOf = (path: string): string => join(path, CONFIG)
