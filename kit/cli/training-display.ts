import { SingleBar } from 'cli-progress'
import type { EpochEvent, Solver, StepEvent } from '#kit/solver/index.ts'

/** Shows a training run: a line for every epoch and, on a terminal, a bar for the epoch under way. */
export class TrainingDisplay {
  readonly #solver: Solver
  readonly #bar: SingleBar | undefined
  /** When the first step began. */
  #started = 0
  /** What the epoch under way has seen so far, and when its first step began. */
  #epoch = { started: 0, examples: 0, totalLoss: 0 }

  constructor(solver: Solver) {
    this.#solver = solver
    if (process.stdout.isTTY) {
      this.#bar = new SingleBar({
        format: '{epoch} {bar} {value}/{total}   loss {loss}   {speed} images/s   {left} left',
        barCompleteChar: '━',
        barIncompleteChar: ' ',
        barsize: 20,
        clearOnComplete: true,
        gracefulExit: false,
        stream: process.stdout,
      })
    }
  }

  show(event: StepEvent | EpochEvent): void {
    if (event.type === 'step') {
      this.#showStep(event)
    } else {
      this.stop()
      const loss = event.loss === undefined ? '' : `loss ${event.loss.toFixed(3)}`
      console.log(
        `${this.#name(event.epoch)}   ${loss.padEnd(10)}   ` +
          `train accuracy ${percent(event.trainAccuracy).padStart(7)}   ` +
          `validation accuracy ${percent(event.validationAccuracy).padStart(7)}`,
      )
      const now = performance.now()
      if (event.epoch === 0) this.#started = now
      this.#epoch = { started: now, examples: 0, totalLoss: 0 }
    }
  }

  /** Removes the bar, so that something else can be written. */
  stop(): void {
    this.#bar?.stop()
  }

  #showStep({ epoch, step, loss, examples }: StepEvent): void {
    if (!this.#bar) return
    const current = this.#epoch
    current.examples += examples
    current.totalLoss += loss * examples
    const now = performance.now()
    const { stepsPerEpoch, options } = this.#solver
    const taken = (epoch - 1) * stepsPerEpoch + step
    const payload = {
      epoch: this.#name(epoch),
      loss: (current.totalLoss / current.examples).toFixed(3),
      speed: Math.round((1000 * current.examples) / (now - current.started)),
      left: duration(((now - this.#started) / taken) * (options.epochs * stepsPerEpoch - taken)),
    }
    if (step === 1) this.#bar.start(stepsPerEpoch, step, payload)
    else this.#bar.update(step, payload)
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
