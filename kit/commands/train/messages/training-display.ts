import { duration, percent } from '#kit/text/quantities.ts'
import type { EpochEvent, MeasureEvent, Solver, StepEvent } from '#kit/solver/index.ts'
import { ProgressBar } from './progress-bar.ts'

/** Shows a training run: a line for every epoch and, on a terminal, a progress bar for the current activity. */
export class TrainingDisplay {
  readonly #solver: Solver
  readonly #bar = new ProgressBar()
  /** The time when the first displayed step began, and the number of steps taken before it. */
  #first: { time: number; step: number } | undefined
  /** The totals of the current epoch so far. The time is in milliseconds. */
  #epoch = { examples: 0, totalLoss: 0, time: 0 }
  #lastEvent = performance.now()

  constructor(solver: Solver) {
    this.#solver = solver
  }

  show(event: StepEvent | MeasureEvent | EpochEvent): void {
    const now = performance.now()
    const time = now - this.#lastEvent
    this.#lastEvent = now
    if (event.type === 'step') this.#showStep(event, time)
    else if (event.type === 'measure') this.showMeasuring('measuring', event)
    else this.#showEpoch(event)
  }

  /** Shows that an accuracy is being measured. */
  showMeasuring(name: string, { done, total }: MeasureEvent): void {
    this.#bar.show(name, done, total)
  }

  /** Removes the bar, so that other text can be printed. */
  stop(): void {
    this.#bar.stop()
  }

  #showEpoch(event: EpochEvent): void {
    this.stop()
    const loss = event.loss === undefined ? '' : `loss ${event.loss.toFixed(3)}`
    console.log(
      `${this.#name(event.epoch)}   ${loss.padEnd(10)}   ` +
        `train accuracy ${percent(event.trainAccuracy).padStart(7)}   ` +
        `validation accuracy ${percent(event.validationAccuracy).padStart(7)}`,
    )
    this.#epoch = { examples: 0, totalLoss: 0, time: 0 }
  }

  #showStep({ epoch, step, loss, examples }: StepEvent, time: number): void {
    if (!this.#bar.isVisible) return
    const current = this.#epoch
    current.examples += examples
    current.totalLoss += loss * examples
    current.time += time
    const { stepsPerEpoch, options, history, step: taken } = this.#solver
    this.#first ??= { time: this.#lastEvent - time, step: taken - 1 }
    const perStep = (this.#lastEvent - this.#first.time) / (taken - this.#first.step)
    const accuracy = history.validationAccuracy.at(-1) ?? 0
    this.#bar.show(this.#name(epoch), step, stepsPerEpoch, [
      [`loss ${(current.totalLoss / current.examples).toFixed(3)}`, 3],
      [`accuracy ${percent(accuracy)}`, 2],
      [`${Math.round((1000 * current.examples) / current.time)} images/s`, 1],
      [`${duration(perStep * (options.epochs * stepsPerEpoch - taken))} left`, 4],
    ])
  }

  #name(epoch: number): string {
    const total = String(this.#solver.options.epochs)
    const name = epoch === 0 ? 'start' : `epoch ${String(epoch).padStart(total.length)}/${total}`
    return name.padEnd(`epoch ${total}/${total}`.length)
  }
}
