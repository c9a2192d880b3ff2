import {
  isWeight,
  type EpochEvent,
  type MeasureEvent,
  type Solver,
  type StepEvent,
} from '#kit/solver/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'

/** So many lines an epoch. */
const LINES = 20

/** A line of `metrics.jsonl`; `step` is the number of steps taken so far, over all epochs. */
export type MetricsLine =
  | {
      type: 'step'
      step: number
      epoch: number
      /** The mean over the steps since the last such line. */
      loss: number
      learningRate: number
      imagesPerSecond: number
      /** |update| / |weights| of the last step, for each weight tensor. */
      updateRatios: Record<string, number>
    }
  | {
      type: 'epoch'
      step: number
      epoch: number
      /** The mean over all images of the epoch; there is none for epoch 0. */
      loss?: number
      /** Shares from 0 to 1. */
      trainAccuracy: number
      validationAccuracy: number
    }
  | {
      type: 'test'
      step: number
      /** How many epochs the run has behind it, and its best validation accuracy; older runs do not say. */
      epochs?: number
      validationAccuracy?: number
      testAccuracy: number
    }

/** A number of epochs as people read it: rounded down, so that nothing looks finished before it is. */
export const epochsDone = (epochs: number): number => Math.floor(10 * epochs + 1e-9) / 10

/** Makes lines for `metrics.jsonl` of what a solver tells. */
export class Metrics {
  readonly #solver: Solver
  readonly #every: number
  /** The parameters before the next step. */
  #params: Record<string, Tensor>
  /** What the steps since the last line have seen, and for how many milliseconds. */
  #since = startOfLine()
  #lastEvent = performance.now()
  #lastStep: StepEvent | undefined

  constructor(solver: Solver) {
    this.#solver = solver
    this.#every = Math.max(1, Math.round(solver.stepsPerEpoch / LINES))
    this.#params = { ...solver.model.params }
  }

  /** The line to write after an event; most events have none. Ask after every event. */
  after(event: StepEvent | MeasureEvent | EpochEvent): MetricsLine | undefined {
    const now = performance.now()
    const time = now - this.#lastEvent
    this.#lastEvent = now
    if (event.type === 'measure') return undefined
    return event.type === 'step' ? this.#afterStep(event, time) : { ...event, step: this.#solver.step }
  }

  /** A line for each step since the last line, without update ratios: for a run that has come to a sudden end. */
  afterFailure(): MetricsLine[] {
    if (!this.#lastStep) return []
    const { epoch, learningRate } = this.#lastStep
    const { steps, images, time } = this.#since
    this.#since = startOfLine()
    const { step, history } = this.#solver
    const imagesPerSecond = Math.round((1000 * images) / time)
    const first = step - steps
    return history.loss.slice(first).map((loss, i) => ({
      type: 'step',
      step: first + i + 1,
      epoch,
      loss,
      learningRate,
      imagesPerSecond,
      updateRatios: {},
    }))
  }

  #afterStep(event: StepEvent, time: number): MetricsLine | undefined {
    const { step, model, stepsPerEpoch } = this.#solver
    this.#lastStep = event
    const before = this.#params
    this.#params = { ...model.params }
    const since = this.#since
    since.steps++
    since.totalLoss += event.loss
    since.images += event.examples
    since.time += time
    if (event.step % this.#every !== 0 && event.step !== stepsPerEpoch) return undefined
    this.#since = startOfLine()
    const { epoch, learningRate } = event
    return {
      type: 'step',
      step,
      epoch,
      loss: since.totalLoss / since.steps,
      learningRate,
      imagesPerSecond: Math.round((1000 * since.images) / since.time),
      updateRatios: updateRatios(before, this.#params),
    }
  }
}

const startOfLine = () => ({ steps: 0, totalLoss: 0, images: 0, time: 0 })

function updateRatios(before: Record<string, Tensor>, after: Record<string, Tensor>): Record<string, number> {
  const ratios = Object.keys(before)
    .filter(isWeight)
    .map((name) => [name, updateRatio(before[name], after[name])])
  return Object.fromEntries(ratios)
}

/** |after - before| / |before|. */
function updateRatio({ data: before }: Tensor, { data: after }: Tensor): number {
  let [moved, size] = [0, 0]
  for (let i = 0; i < before.length; i++) {
    moved += (after[i] - before[i]) ** 2
    size += before[i] ** 2
  }
  return Math.sqrt(moved / size)
}
