import { SingleBar } from 'cli-progress'
import type { EpochEvent, MeasureEvent, Solver, StepEvent } from '#kit/solver/index.ts'

/** Shows a training run: a line for every epoch and, on a terminal, a bar for what is under way. */
export class TrainingDisplay {
  readonly #solver: Solver
  readonly #bar: SingleBar | undefined
  /** What the bar shows at present. */
  #shown = ''
  /** When the first step that is shown began, and how many steps had been taken before. */
  #first: { time: number; step: number } | undefined
  /** What the epoch under way has shown so far, and for how many milliseconds. */
  #epoch = { examples: 0, totalLoss: 0, time: 0 }
  #lastEvent = performance.now()

  constructor(solver: Solver) {
    this.#solver = solver
    if (process.stdout.isTTY) {
      this.#bar = new SingleBar({
        format: '{name} {bar} {value}/{total}{details}',
        barCompleteChar: '━',
        barIncompleteChar: ' ',
        barsize: 20,
        clearOnComplete: true,
        gracefulExit: false,
        stream: process.stdout,
      })
      // However the process ends: the bar has switched line wrapping off.
      process.once('exit', () => this.stop())
    }
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
    this.#showBar(name, done, total, '')
  }

  /** Removes the bar, so that something else can be written. */
  stop(): void {
    this.#bar?.stop()
    this.#shown = ''
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
    if (!this.#bar) return
    const current = this.#epoch
    current.examples += examples
    current.totalLoss += loss * examples
    current.time += time
    const { stepsPerEpoch, options, history, step: taken } = this.#solver
    this.#first ??= { time: this.#lastEvent - time, step: taken - 1 }
    const perStep = (this.#lastEvent - this.#first.time) / (taken - this.#first.step)
    const accuracy = history.validationAccuracy.at(-1) ?? 0
    const details = [
      `loss ${(current.totalLoss / current.examples).toFixed(3)}`,
      `accuracy ${percent(accuracy)}`,
      `${Math.round((1000 * current.examples) / current.time)} images/s`,
      `${duration(perStep * (options.epochs * stepsPerEpoch - taken))} left`,
    ]
    this.#showBar(this.#name(epoch), step, stepsPerEpoch, ['', ...details].join('   '))
  }

  #showBar(name: string, value: number, total: number, details: string): void {
    const payload = { name, details }
    if (this.#shown === name) this.#bar?.update(value, payload)
    else this.#bar?.start(total, value, payload)
    this.#shown = name
  }

  #name(epoch: number): string {
    const total = String(this.#solver.options.epochs)
    const name = epoch === 0 ? 'start' : `epoch ${String(epoch).padStart(total.length)}/${total}`
    return name.padEnd(`epoch ${total}/${total}`.length)
  }
}

/** A share from 0 to 1 as people read it: `52.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** A time as people read it: `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours > 0) return `${hours} h ${minutes % 60} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}
