import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts'
import type { MetricsLine } from './metrics.ts'
import { reasonOf, TrainingError } from './training-error.ts'

/**
 * The folder of a training run:
 *
 * - `config.json`: what the run was started with
 * - `metrics.jsonl`: what was measured, a line of JSON each time
 * - `checkpoint.safetensors`: what the run is continued from
 *
 * and whatever else is put there, such as pictures. While a run is under way there is a `lock` with its process.
 */
export class RunFolder {
  readonly path: string
  /** Whether the metrics could not be written any more. */
  #metricsFailed = false

  private constructor(path: string) {
    this.path = path
  }

  /**
   * A folder for a new run. A run that is there already is moved aside and nothing of it is lost.
   *
   * @returns the folder, and where the run that was there is now
   * @throws TrainingError when a run is under way there, or it cannot be written to
   */
  static start(path: string, config: object): { folder: RunFolder; earlier?: string } {
    const folder = new RunFolder(path)
    const earlier = folder.#writing(() => {
      mkdirSync(path, { recursive: true })
      folder.#requireNoOther()
      const moved = existsSync(folder.checkpointPath) ? moveAside(path) : undefined
      if (moved) mkdirSync(path)
      rmSync(folder.#metricsPath, { force: true })
      writeFileSync(folder.#lockPath, String(process.pid))
      writeFileSync(join(path, 'config.json'), `${JSON.stringify(config, null, 2)}\n`)
      return moved
    })
    return { folder, earlier }
  }

  /**
   * The folder of a run that goes on, and where it stopped.
   *
   * @throws TrainingError when there is no checkpoint or a damaged one, a run is under way there, or it cannot be
   *   written to
   */
  static async resume(path: string): Promise<{ folder: RunFolder; checkpoint: Checkpoint }> {
    const folder = new RunFolder(path)
    if (!existsSync(folder.checkpointPath)) {
      throw new TrainingError(`There is no run in ${path} to go on with: start one without --resume.`)
    }
    folder.#requireNoOther()
    const checkpoint = await readCheckpoint(folder.checkpointPath)
    folder.#writing(() => {
      writeFileSync(folder.#lockPath, String(process.pid))
      folder.#forgetMetricsAfter(checkpoint.state.step)
    })
    return { folder, checkpoint }
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

  /** @returns nothing, or a sentence that says why it could not be saved; the last checkpoint is still there then */
  async save(checkpoint: Checkpoint): Promise<string | undefined> {
    try {
      await writeCheckpoint(this.checkpointPath, checkpoint)
      return undefined
    } catch (error) {
      return `The checkpoint could not be written to ${this.path}: ${reasonOf(error)}. The one before it is kept.`
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

  /** The run is over: another one may use the folder. */
  close(): void {
    rmSync(this.#lockPath, { force: true })
  }

  /** Removes what a run that was killed has measured behind its last checkpoint: it is going to be measured again. */
  #forgetMetricsAfter(step: number): void {
    if (!existsSync(this.#metricsPath)) return
    const lines = readFileSync(this.#metricsPath, 'utf8').split('\n')
    const kept = lines.filter((line) => isBefore(line, step))
    writeFileSync(this.#metricsPath, kept.map((line) => `${line}\n`).join(''))
  }

  #requireNoOther(): void {
    const other = existsSync(this.#lockPath) ? Number(readFileSync(this.#lockPath, 'utf8')) : undefined
    if (other === undefined || !isAlive(other)) return
    throw new TrainingError(
      `A run is under way in ${this.path} (process ${other}): wait for its end, or give this one another --folder.`,
    )
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

/** Renames a folder to the first of `path-1`, `path-2`, ... that is free. */
function moveAside(path: string): string {
  for (let number = 1; ; number++) {
    const free = `${path}-${number}`
    if (existsSync(free)) continue
    renameSync(path, free)
    return free
  }
}

function isAlive(pid: number): boolean {
  // A number that was given anew since.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
