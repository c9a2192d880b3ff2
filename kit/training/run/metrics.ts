import {
  isWeight,
  type EpochEvent,
  type MeasureEvent,
  type Solver,
  type StepEvent,
} from '#kit/solver/index.ts'
import type { Tensor } from '#kit/tensor/index.ts'

/** The number of lines per epoch. */
const LINES = 20

/** A line of `metrics.jsonl`. `step` is the number of steps taken so far, over all epochs. */
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
      /** The mean over all images of the epoch. Epoch 0 has none. */
      loss?: number
      /** Shares from 0 to 1. */
      trainAccuracy: number
      validationAccuracy: number
      /** The time since the start of the run, without breaks. Older runs lack it. */
      seconds?: number
    }
  | {
      type: 'test'
      step: number
      /** The number of completed epochs, and the best validation accuracy. Older runs lack them. */
      epochs?: number
      validationAccuracy?: number
      testAccuracy: number
    }

/** Rounds a number of epochs down to tenths, so that nothing looks finished before it is. */
export const epochsDone = (epochs: number): number => Math.floor(10 * epochs + 1e-9) / 10

/** Converts the events of a solver to lines for `metrics.jsonl`. */
export class Metrics {
  readonly #solver: Solver
  /** The parameters before the next step. */
  #params: Record<string, Tensor>
  /** The number of images since the last line, and the time they took in milliseconds. */
  #speed = { images: 0, time: 0 }
  #lastEvent = performance.now()

  /** @param solver - at its start, or resumed anywhere, even between two lines */
  constructor(solver: Solver) {
    this.#solver = solver
    this.#params = { ...solver.model.params }
  }

  /** Returns the line to write after an event, usually none. Call it after every event. */
  after(event: StepEvent | MeasureEvent | EpochEvent): MetricsLine | undefined {
    const now = performance.now()
    const time = now - this.#lastEvent
    this.#lastEvent = now
    if (event.type === 'measure') return undefined
    return event.type === 'step' ? this.#afterStep(event, time) : { ...event, step: this.#solver.step }
  }

  /** Returns a line for each step since the last line, without update ratios, for a run that has failed. */
  afterFailure(): MetricsLine[] {
    const { step, stepsPerEpoch, history, learningRate } = this.#solver
    const first = lastLineOf(this.#solver, step)
    return history.loss.slice(first).map((loss, i) => ({
      type: 'step',
      step: first + i + 1,
      epoch: Math.ceil(step / stepsPerEpoch),
      loss,
      learningRate,
      imagesPerSecond: this.#imagesPerSecond(),
      updateRatios: {},
    }))
  }

  #afterStep(event: StepEvent, time: number): MetricsLine | undefined {
    const { step, model, history } = this.#solver
    const before = this.#params
    this.#params = { ...model.params }
    this.#speed.images += event.examples
    this.#speed.time += time
    if (lastLineOf(this.#solver, step) !== step) return undefined
    const losses = history.loss.slice(lastLineOf(this.#solver, step - 1))
    const line = {
      type: 'step',
      step,
      epoch: event.epoch,
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      learningRate: event.learningRate,
      imagesPerSecond: this.#imagesPerSecond(),
      updateRatios: updateRatios(before, this.#params, model.fixed),
    } as const
    this.#speed = { images: 0, time: 0 }
    return line
  }

  #imagesPerSecond(): number {
    const { images, time } = this.#speed
    // A run that fails at its first step has no speed yet.
    return images === 0 ? 0 : Math.round((1000 * images) / time)
  }
}

/**
 * Returns the step of the last step line written in the first `step` steps, or 0 if there is none. There is a line
 * about every twentieth of an epoch, and at its end. This depends only on the number of steps, so that a run that
 * resumes between two lines writes the same lines as one without a break.
 */
export function lastLineOf({ stepsPerEpoch }: Solver, step: number): number {
  const every = Math.max(1, Math.round(stepsPerEpoch / LINES))
  return step - ((step % stepsPerEpoch) % every)
}

function updateRatios(
  before: Record<string, Tensor>,
  after: Record<string, Tensor>,
  fixed: Solver['model']['fixed'],
): Record<string, number> {
  const ratios = Object.keys(before)
    .filter((name) => isWeight(name) && !fixed?.has(name))
    .map((name) => [name, updateRatio(before[name], after[name])])
  return Object.fromEntries(ratios)
}

/** Returns |after - before| / |before|. */
function updateRatio({ data: before }: Tensor, { data: after }: Tensor): number {
  let [moved, size] = [0, 0]
  for (let i = 0; i < before.length; i++) {
    moved += (after[i] - before[i]) ** 2
    size += before[i] ** 2
  }
  return Math.sqrt(moved / size)
}
