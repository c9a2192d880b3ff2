import { join } from 'node:path'
import type { Dataset } from '#data/index.ts'
import type { Evaluation } from '#kit/training/report/evaluation.ts'
import type { Solver } from '#kit/solver/index.ts'
import { reasonOf } from '#kit/system/system-error.ts'
import { Tensor, transpose } from '#kit/tensor/index.ts'
import { filterPicture } from '#kit/training/report/filter-picture.ts'
import {
  missingFor,
  reportPage,
  type MetricsLine,
  type Pixels,
  type RunReport,
  type Settings,
  writeWhole,
} from '#kit/training/index.ts'
import { askDiagnostics } from '../messages/training-advice.ts'
import { duration } from '#kit/text/quantities.ts'
import { testImage } from './test-image.ts'

/** The run that the report describes. */
interface Subject {
  name: string
  description: string
  settings: Settings
  dataset: Dataset
  solver: Solver
}

/** Collects the results of a training run and can render them as a page at any time. */
export class TrainingReport {
  readonly metrics: MetricsLine[] = []
  readonly verdicts: string[] = []
  examination?: Evaluation
  /** The start time on the clock of `performance.now`, as if the run had had no break. */
  started: number = performance.now()
  /** The duration in milliseconds, once the run is over. */
  time?: number
  /** Whether the run has ended without being tested. */
  ended = false
  readonly #subject: Subject
  /** The displayed filters of the first layer, as they were before training. */
  readonly #firstFilters: Tensor | undefined

  /** @param subject - its network must still have its initial weights */
  constructor(subject: Subject) {
    this.#subject = subject
    this.#firstFilters = filtersOf(subject.solver.model.params.W1)?.clone()
  }

  /** Renders the page with the results so far. */
  async page(): Promise<string> {
    const { name, description, settings, dataset, solver } = this.#subject
    const { W1 } = solver.model.params
    const [before, now] = [this.#firstFilters, filtersOf(W1)]
    let filters: RunReport['filters']
    const show = (first: Tensor, last: Tensor, picture: (shown: Tensor) => Pixels) => {
      const all = W1.shape.length === 4 ? W1.shape[0] : W1.shape[1]
      filters = { first: picture(first), now: picture(last), shown: last.shape[0], all }
    }
    let missing: string[] = []
    if (before && now) {
      // The learner's own picture replaces this one.
      show(before, now, filterPicture)
      missing = await askDiagnostics(({ filterGrid }) => {
        show(before, now, filterGrid)
        return []
      })
    }
    return reportPage({
      name,
      description,
      settings: Object.fromEntries(
        Object.entries(settings).filter(
          ([key, value]) => value !== undefined && missingFor(key, settings) === undefined,
        ),
      ),
      time: `${duration(this.time ?? performance.now() - this.started)}, until ${today()}`,
      metrics: this.metrics,
      verdicts: [...new Set([...this.verdicts, ...missing])],
      filters,
      examination: this.examination,
      ended: this.ended,
      stepsPerEpoch: solver.stepsPerEpoch,
      classNames: dataset.classNames,
      imageOf: ({ index }) => testImage(dataset, index),
    })
  }

  /**
   * Writes the page to a folder as `report.html`, replacing an earlier one.
   *
   * @returns the line to print: where the report is, or why it could not be written
   */
  async write(folder: string): Promise<string> {
    const path = join(folder, 'report.html')
    try {
      await writeWhole(path, [await this.page()])
      return `Report with curves, filters and mistakes: ${path}`
    } catch (error) {
      return `The report could not be written to ${path}: ${reasonOf(error)}.`
    }
  }
}

/** Returns the date and time, as in `4 May 2026 at 16:05`. */
const today = (): string => new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** The most filters to show. It keeps the page small and each filter large enough to see. */
const MOST_FILTERS = 64

/**
 * Returns the weights of a first layer as images, (F, 3, H, W), if its input is an image. For an affine layer the
 * images are 32 x 32. Returns at most the first {@link MOST_FILTERS}.
 */
function filtersOf(W1: Tensor): Tensor | undefined {
  let filters = W1
  if (W1.shape.length !== 4) {
    if (W1.shape[0] !== 3 * 32 * 32) return undefined
    filters = transpose(W1).reshape([-1, 3, 32, 32])
  }
  const [count, ...shape] = filters.shape
  const shown = Math.min(count, MOST_FILTERS)
  return new Tensor(filters.data.subarray(0, (shown * filters.size) / count), [shown, ...shape])
}
