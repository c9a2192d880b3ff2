import { join } from 'node:path'
import { IMAGE_BYTES, type Dataset } from '#data/index.ts'
import type { Examination, Miss } from '#kit/training/report/evaluation.ts'
import type { Solver } from '#kit/solver/index.ts'
import { reasonOf } from '#kit/system/system-error.ts'
import { Tensor, transpose } from '#kit/tensor/index.ts'
import {
  missingFor,
  reportPage,
  type MetricsLine,
  type Pixels,
  type RunReport,
  type Settings,
  writeWhole,
} from '#kit/training/index.ts'
import { askDiagnostics } from './training-advice.ts'
import { duration } from './training-display.ts'

/** What the report of a run is about. */
interface Subject {
  name: string
  description: string
  settings: Settings
  dataset: Dataset
  solver: Solver
}

/** Collects what a training run has to show, and makes a page of it at any time. */
export class TrainingReport {
  readonly metrics: MetricsLine[] = []
  readonly verdicts: string[] = []
  examination?: Examination
  /** When the run would have begun without a break, on the clock of `performance.now`. */
  started: number = performance.now()
  /** How many milliseconds it has taken, once it is over. */
  time?: number
  /** Whether it has ended without being tested. */
  ended = false
  readonly #subject: Subject
  /** Those of the filters of the first layer that are shown, before training. */
  readonly #firstFilters: Tensor | undefined

  /** @param subject - its network has its first weights */
  constructor(subject: Subject) {
    this.#subject = subject
    this.#firstFilters = filtersOf(subject.solver.model.params.W1)?.clone()
  }

  /** The page, with what is known so far. */
  async page(): Promise<string> {
    const { name, description, settings, dataset, solver } = this.#subject
    const { W1 } = solver.model.params
    const [before, now] = [this.#firstFilters, filtersOf(W1)]
    let filters: RunReport['filters']
    const missing = await askDiagnostics(({ filterGrid }) => {
      if (!before || !now) return []
      const all = W1.shape.length === 4 ? W1.shape[0] : W1.shape[1]
      filters = { first: filterGrid(before), now: filterGrid(now), shown: now.shape[0], all }
      return []
    })
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
      verdicts: [...this.verdicts, ...missing],
      filters,
      examination: this.examination,
      ended: this.ended,
      stepsPerEpoch: solver.stepsPerEpoch,
      classNames: dataset.classNames,
      imageOf: (miss) => imageOf(dataset, miss),
    })
  }

  /**
   * Leaves the page in a folder, as `report.html`, in the place of an earlier one.
   *
   * @returns the line to print: where it is, or why it is not there
   */
  async write(folder: string): Promise<string> {
    const path = join(folder, 'report.html')
    try {
      await writeWhole(path, [await this.page()])
      return `Report, with curves, filters and mistakes: ${path}`
    } catch (error) {
      return `The report could not be written to ${path}: ${reasonOf(error)}.`
    }
  }
}

/** As in `4 May 2026 at 16:05`. */
const today = (): string => new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** So many filters are shown at most: the page stays small, and each is large enough to be looked at. */
const MOST_FILTERS = 64

/**
 * The weights of a first layer as images, (F, 3, H, W), if it looks at images: an affine layer's are 32 x 32 then. No more
 * than {@link MOST_FILTERS}, the first.
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

/** A test image: the files hold all of its red, then all green, then all blue; a picture wants them pixel by pixel. */
function imageOf({ test }: Dataset, { index }: Miss): Pixels {
  const planes = test.images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES)
  const pixels = IMAGE_BYTES / 3
  const data = Uint8Array.from(
    { length: IMAGE_BYTES },
    (_, i) => planes[(i % 3) * pixels + Math.floor(i / 3)],
  )
  return { width: 32, height: 32, data }
}
