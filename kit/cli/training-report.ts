import { join } from 'node:path'
import { IMAGE_BYTES, type Dataset } from '#data/index.ts'
import type { Examination, Miss } from '#kit/report/examination.ts'
import type { Solver } from '#kit/solver/index.ts'
import { transpose, type Tensor } from '#kit/tensor/index.ts'
import { reasonOf, reportPage, writeWhole, type MetricsLine, type Pixels } from '#kit/training/index.ts'
import { ask } from './training-advice.ts'

/** What the report of a run is about. */
interface Subject {
  name: string
  description: string
  settings: object
  dataset: Dataset
  solver: Solver
}

/** Collects what a training run has to show, and makes a page of it at any time. */
export class TrainingReport {
  readonly metrics: MetricsLine[] = []
  readonly verdicts: string[] = []
  examination?: Examination
  /** Whether it has ended without being tested. */
  ended = false
  readonly #subject: Subject
  /** The filters of the first layer before training. */
  readonly #firstFilters: Tensor | undefined

  /** @param subject - its network has its first weights */
  constructor(subject: Subject) {
    this.#subject = subject
    this.#firstFilters = filtersOf(subject.solver.model.params.W1)?.clone()
  }

  /** The page, with what is known so far. */
  async page(): Promise<string> {
    const { name, description, settings, dataset, solver } = this.#subject
    const now = filtersOf(solver.model.params.W1)
    let filters: { first: Pixels; now: Pixels } | undefined
    const missing = await ask(({ filterGrid }) => {
      if (this.#firstFilters && now) filters = { first: filterGrid(this.#firstFilters), now: filterGrid(now) }
      return []
    })
    return reportPage({
      name,
      description,
      settings: { ...settings },
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

/** The weights of a first layer as images, (F, 3, H, W), if it looks at images: an affine layer's are 32 x 32 then. */
function filtersOf(W1: Tensor): Tensor | undefined {
  if (W1.shape.length === 4) return W1
  return W1.shape[0] === 3 * 32 * 32 ? transpose(W1).reshape([-1, 3, 32, 32]) : undefined
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
